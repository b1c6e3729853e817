package org.saltern.sls.jinja.methods;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.saltern.sls.jinja.text.BraceFormat;
import org.saltern.sls.jinja.values.Args;
import org.saltern.sls.jinja.values.Bool;
import org.saltern.sls.jinja.values.Bound;
import org.saltern.sls.jinja.values.DictValue;
import org.saltern.sls.jinja.values.Errors;
import org.saltern.sls.jinja.values.Fn;
import org.saltern.sls.jinja.values.Int;
import org.saltern.sls.jinja.values.ListValue;
import org.saltern.sls.jinja.values.Markup;
import org.saltern.sls.jinja.values.None;
import org.saltern.sls.jinja.values.Numbers;
import org.saltern.sls.jinja.values.Run;
import org.saltern.sls.jinja.values.Str;
import org.saltern.sls.jinja.values.TupleValue;
import org.saltern.sls.jinja.values.Value;

/** The methods of {@code str}; those of markup keep the result markup and escape what they are given. */
final class StrMethods {
    private static final MethodTable TABLE = new MethodTable().addAll(StrTests.TABLE);

    /** Methods of markup whose text arguments are escaped. */
    private static final Set<String> ESCAPING =
            Set.of(
                    "replace",
                    "ljust",
                    "rjust",
                    "center",
                    "lstrip",
                    "rstrip",
                    "strip",
                    "partition",
                    "rpartition");

    static {
        plain("upper(self, /)", s -> s.toUpperCase(java.util.Locale.ROOT));
        plain("lower(self, /)", s -> s.toLowerCase(java.util.Locale.ROOT));
        plain(
                "casefold(self, /)",
                s ->
                        s.replace("ß", "ss")
                                .toUpperCase(java.util.Locale.ROOT)
                                .toLowerCase(java.util.Locale.ROOT));
        plain("capitalize(self, /)", Words::capitalized);
        plain("title(self, /)", Words::title);
        plain("swapcase(self, /)", Words::swapped);
        TABLE.add("strip(self, chars=None, /)", (run, a) -> strip(a, true, true))
                .add("lstrip(self, chars=None, /)", (run, a) -> strip(a, true, false))
                .add("rstrip(self, chars=None, /)", (run, a) -> strip(a, false, true))
                .add("split(self, sep=None, maxsplit=-1)", (run, a) -> split(run, a, false))
                .add("rsplit(self, sep=None, maxsplit=-1)", (run, a) -> split(run, a, true))
                .add(
                        "splitlines(self, keepends=False)",
                        (run, a) -> list(a, Words.lines(a.text(0), a.truth(1))))
                .add("partition(self, sep, /)", (run, a) -> partition(a, false))
                .add("rpartition(self, sep, /)", (run, a) -> partition(a, true))
                .add("join(self, iterable, /)", StrMethods::join)
                .add("replace(self, old, new, count=-1, /)", StrMethods::replace)
                .add(
                        "removeprefix(self, prefix, /)",
                        (run, a) ->
                                self(a).like(
                                                a.text(0).startsWith(a.text(1))
                                                        ? a.text(0).substring(a.text(1).length())
                                                        : a.text(0)))
                .add(
                        "removesuffix(self, suffix, /)",
                        (run, a) ->
                                self(a).like(
                                                a.text(0).endsWith(a.text(1))
                                                        ? a.text(0)
                                                                .substring(
                                                                        0,
                                                                        a.text(0).length()
                                                                                - a.text(1)
                                                                                        .length())
                                                        : a.text(0)))
                .add("center(self, width, fillchar=' ', /)", (run, a) -> padded(run, a, 'c'))
                .add("ljust(self, width, fillchar=' ', /)", (run, a) -> padded(run, a, 'l'))
                .add("rjust(self, width, fillchar=' ', /)", (run, a) -> padded(run, a, 'r'))
                .add("zfill(self, width, /)", StrMethods::zfill)
                .add(
                        "expandtabs(self, tabsize=8)",
                        (run, a) -> {
                            run.makes(
                                    a.text(0).chars().filter(c -> c == '\t').count()
                                            * Math.max(0L, a.number(1)));
                            return self(a).like(Words.expandedTabs(a.text(0), a.number(1)));
                        })
                .add(
                        "format(self, /, *args, **kwargs)",
                        (run, a) -> format(run, a, a.rest(), a.named()))
                .add(
                        "format_map(self, mapping, /)",
                        (run, a) ->
                                self(a).like(
                                                new BraceFormat(run, self(a), List.of(), a.get(1))
                                                        .text()))
                .add(
                        "encode(self, encoding='utf-8', errors='strict')",
                        (run, a) -> Codecs.encode(a.text(0), a.text(1), a.text(2)))
                .add("translate(self, table, /)", StrMethods::translate)
                .add("maketrans(self, x, y=None, z=None, /)", (run, a) -> maketrans(a));
    }

    private static final MethodTable MARKUP =
            new MethodTable()
                    .add("striptags(self, /)", (run, a) -> Str.of(Html.striptags(a.text(0))))
                    .add("unescape(self, /)", (run, a) -> Str.of(Html.unescape(a.text(0))))
                    .add("escape(self, s, /)", (run, a) -> Str.markup(Markup.escaped(a.get(1))));

    private StrMethods() {}

    static Value attribute(Str text, String name) {
        if (!text.isMarkup()) {
            return TABLE.bound(text, name);
        }
        Value own = MARKUP.bound(text, name);
        if (own != null || !ESCAPING.contains(name)) {
            return own != null ? own : TABLE.bound(text, name);
        }
        Fn method = TABLE.all().get(name);
        return Fn.of(
                name + "(*args, **kwargs)",
                (run, a) -> {
                    List<Value> escaped = new ArrayList<>();
                    escaped.add(text);
                    a.rest()
                            .forEach(
                                    v ->
                                            escaped.add(
                                                    v instanceof Str s
                                                            ? Str.markup(Markup.escaped(s))
                                                            : v));
                    return method.call(run, new Args(escaped, a.named()));
                });
    }

    private static void plain(String signature, UnaryOperator<String> turn) {
        TABLE.add(signature, (run, a) -> self(a).like(turn.apply(a.text(0))));
    }

    private static Str self(Bound a) {
        if (a.get(0) instanceof Str text) {
            return text;
        }
        throw Errors.type("descriptor requires a 'str' object");
    }

    private static Value list(Bound a, List<String> parts) {
        return new ListValue(parts.stream().map(part -> (Value) self(a).like(part)).toList());
    }

    private static Value strip(Bound a, boolean left, boolean right) {
        IntPredicate away = Numbers::isSpace;
        if (!a.isNone(1)) {
            String chars = a.text(1);
            away = c -> chars.indexOf(c) >= 0;
        }
        return self(a).like(Words.stripped(a.text(0), away, left, right));
    }

    private static Value split(Run run, Bound a, boolean right) {
        long most = a.longNumber(2);
        run.makesItems(a.text(0).length() / 8);
        if (a.isNone(1)) {
            return list(
                    a,
                    right
                            ? Words.bySpaceFromRight(a.text(0), most)
                            : Words.bySpace(a.text(0), most));
        } else if (a.text(1).isEmpty()) {
            throw Errors.value("empty separator");
        }
        return list(
                a,
                right
                        ? Words.byFromRight(a.text(0), a.text(1), most)
                        : Words.by(a.text(0), a.text(1), most));
    }

    private static Value partition(Bound a, boolean right) {
        String text = a.text(0);
        String separator = a.text(1);
        if (separator.isEmpty()) {
            throw Errors.value("empty separator");
        }
        int at = right ? text.lastIndexOf(separator) : text.indexOf(separator);
        Str self = self(a);
        if (at < 0) {
            return right
                    ? TupleValue.of(self.like(""), self.like(""), self)
                    : TupleValue.of(self, self.like(""), self.like(""));
        }
        return TupleValue.of(
                self.like(text.substring(0, at)),
                self.like(separator),
                self.like(text.substring(at + separator.length())));
    }

    private static Value join(Run run, Bound a) {
        Str glue = self(a);
        var out = new StringBuilder();
        int at = 0;
        boolean markup = glue.isMarkup();
        for (var items = run.each(a.get(1)); items.hasNext(); at++) {
            Value item = items.next();
            if (!(item instanceof Str) && !markup) {
                throw Errors.type(
                        "sequence item "
                                + at
                                + ": expected str instance, "
                                + item.typeName()
                                + " found");
            }
            if (at > 0) {
                out.append(glue.text());
            }
            out.append(markup ? Markup.escaped(item) : ((Str) item).text());
            run.makes(out.length() > 1_000_000 ? out.length() : 0);
        }
        run.makes(out.length());
        return glue.like(out.toString());
    }

    private static Value replace(Run run, Bound a) {
        String text = a.text(0);
        String old = a.text(1);
        long times = old.isEmpty() ? text.length() + 1L : text.length() / old.length();
        run.makes(text.length());
        if (times * a.text(2).length() > 1_000_000) {
            run.makes(
                    text.length()
                            + (text.split(java.util.regex.Pattern.quote(old), -1).length - 1L)
                                    * a.text(2).length());
        }
        return self(a).like(Words.replaced(text, old, a.text(2), a.longNumber(3)));
    }

    private static Value padded(Run run, Bound a, char how) {
        Str self = self(a);
        String fill = a.text(2);
        if (fill.codePointCount(0, fill.length()) != 1) {
            throw Errors.type("The fill character must be exactly one character long");
        }
        int width = a.number(1);
        int missing = width - self.length();
        if (missing <= 0) {
            return self;
        }
        run.makes(width);
        int left = how == 'l' ? 0 : how == 'r' ? missing : missing / 2 + (missing & width & 1);
        return self.like(fill.repeat(left) + self.text() + fill.repeat(missing - left));
    }

    private static Value zfill(Run run, Bound a) {
        Str self = self(a);
        int missing = a.number(1) - self.length();
        if (missing <= 0) {
            return self;
        }
        run.makes(a.number(1));
        String text = self.text();
        int sign = text.startsWith("+") || text.startsWith("-") ? 1 : 0;
        return self.like(text.substring(0, sign) + "0".repeat(missing) + text.substring(sign));
    }

    private static Value format(
            Run run, Bound a, List<Value> args, java.util.Map<String, Value> named) {
        var mapping = new DictValue();
        named.forEach(mapping::put);
        return self(a).like(new BraceFormat(run, self(a), args, mapping).text());
    }

    private static Value translate(Run run, Bound a) {
        var out = new StringBuilder();
        a.text(0)
                .codePoints()
                .forEach(
                        c -> {
                            Value to =
                                    a.get(1) instanceof DictValue table
                                            ? table.entries().get(Int.of(c))
                                            : null;
                            if (to == null) {
                                out.appendCodePoint(c);
                            } else if (to instanceof Str text) {
                                out.append(text.text());
                            } else if (to instanceof Int code) {
                                out.appendCodePoint((int) code.small());
                            }
                        });
        run.makes(out.length());
        return self(a).like(out.toString());
    }

    private static Value maketrans(Bound a) {
        var table = new DictValue();
        if (a.isNone(2)) {
            if (!(a.get(1) instanceof DictValue given)) {
                throw Errors.type("if you give only one argument to maketrans it must be a dict");
            }
            given.entries()
                    .forEach(
                            (k, v) ->
                                    table.put(
                                            k instanceof Str s
                                                    ? Int.of(s.text().codePointAt(0))
                                                    : k,
                                            v));
            return table;
        }
        int[] from = a.text(1).codePoints().toArray();
        int[] to = a.text(2).codePoints().toArray();
        if (from.length != to.length) {
            throw Errors.value("the first two maketrans arguments must have equal length");
        }
        for (int i = 0; i < from.length; i++) {
            table.put(Int.of(from[i]), Int.of(to[i]));
        }
        if (!a.isNone(3)) {
            a.text(3).codePoints().forEach(c -> table.put(Int.of(c), None.NONE));
        }
        return table;
    }

    static Bool all(Bound a, Predicate<String> test) {
        return Bool.of(test.test(a.text(0)));
    }
}
