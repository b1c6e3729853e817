package org.saltern.sls.jinja.filters;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.saltern.sls.jinja.JinjaError;
import org.saltern.sls.jinja.text.PPrint;
import org.saltern.sls.jinja.text.PercentFormat;
import org.saltern.sls.jinja.text.TextWrap;
import org.saltern.sls.jinja.values.Arith;
import org.saltern.sls.jinja.values.Bound;
import org.saltern.sls.jinja.values.DictValue;
import org.saltern.sls.jinja.values.Errors;
import org.saltern.sls.jinja.values.Int;
import org.saltern.sls.jinja.values.Items;
import org.saltern.sls.jinja.values.Iter;
import org.saltern.sls.jinja.values.ListValue;
import org.saltern.sls.jinja.values.Markup;
import org.saltern.sls.jinja.values.None;
import org.saltern.sls.jinja.values.Repr;
import org.saltern.sls.jinja.values.Run;
import org.saltern.sls.jinja.values.SliceValue;
import org.saltern.sls.jinja.values.Str;
import org.saltern.sls.jinja.values.TupleValue;
import org.saltern.sls.jinja.values.Undefined;
import org.saltern.sls.jinja.values.Value;

/** Jinja2's filters on texts. */
final class TextFilters {
    private static final Pattern WORD_STARTS =
            Pattern.compile("[-\\s({\\[<]+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern WORD = Pattern.compile("\\w+", Pattern.UNICODE_CHARACTER_CLASS);

    static final FilterTable TABLE =
            new FilterTable()
                    .add("upper(s)", (run, a) -> Soft.method(run, Soft.str(a.get(0)), "upper"))
                    .add("lower(s)", (run, a) -> Soft.method(run, Soft.str(a.get(0)), "lower"))
                    .add(
                            "capitalize(s)",
                            (run, a) -> Soft.method(run, Soft.str(a.get(0)), "capitalize"))
                    .add("title(s)", (run, a) -> Str.of(title(Soft.str(a.get(0)).text())))
                    .add(
                            "center(value, width=80)",
                            (run, a) -> Soft.method(run, Soft.str(a.get(0)), "center", a.get(1)))
                    .add(
                            "trim(value, chars=None)",
                            (run, a) -> Soft.method(run, Soft.str(a.get(0)), "strip", a.get(1)))
                    .add("string(s)", (run, a) -> Soft.str(a.get(0)))
                    .add(
                            "wordcount(s)",
                            (run, a) ->
                                    Int.of(
                                            WORD.matcher(Soft.str(a.get(0)).text())
                                                    .results()
                                                    .count()))
                    .add("indent(s, width=4, first=False, blank=False)", TextFilters::indent)
                    .add("replace(s, old, new, count=None)", TextFilters::replace)
                    .add(
                            "truncate(s, length=255, killwords=False, end='...', leeway=None)",
                            TextFilters::truncate)
                    .add(
                            "wordwrap(s, width=79, break_long_words=True, wrapstring=None,"
                                    + " break_on_hyphens=True)",
                            TextFilters::wordwrap)
                    .add("format(value, *args, **kwargs)", TextFilters::format)
                    .add("join(value, d='', attribute=None)", TextFilters::join)
                    .add("pprint(value)", (run, a) -> Str.of(PPrint.format(a.get(0))));

    private TextFilters() {}

    private static String title(String text) {
        var out = new StringBuilder();
        int from = 0;
        Matcher breaks = WORD_STARTS.matcher(text);
        while (breaks.find()) {
            titled(out, text.substring(from, breaks.start()));
            titled(out, breaks.group());
            from = breaks.end();
        }
        titled(out, text.substring(from));
        return out.toString();
    }

    private static void titled(StringBuilder out, String word) {
        if (!word.isEmpty()) {
            int first = Character.charCount(word.codePointAt(0));
            out.append(word.substring(0, first).toUpperCase(java.util.Locale.ROOT))
                    .append(word.substring(first).toLowerCase(java.util.Locale.ROOT));
        }
    }

    private static Value indent(Run run, Bound a) {
        Str given =
                (Str)
                        Arith.add(
                                run,
                                a.get(0) instanceof Str s ? s : notText(run, a.get(0)),
                                newline(a.get(0)));
        String by = a.get(1) instanceof Str s ? s.text() : spaces(run, a.get(1));
        List<String> lines =
                run.list(Soft.method(run, Str.of(given.text()), "splitlines")).stream()
                        .map(Repr::str)
                        .toList();
        run.makes(given.text().length() + lines.size() * (long) by.length());
        var out = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            boolean indented = i == 0 ? a.truth(2) : a.truth(3) || !lines.get(i).isEmpty();
            out.append(i == 0 ? "" : "\n").append(indented ? by : "").append(lines.get(i));
        }
        return given.like(out.toString());
    }

    private static Value notText(Run run, Value value) {
        if (value instanceof Undefined u) {
            throw u.failure();
        } else if (value instanceof ListValue) {
            throw Errors.attribute(value, "splitlines");
        }
        return Arith.add(run, value, Str.of("\n"));
    }

    private static Str newline(Value like) {
        return like instanceof Str s ? s.like("\n") : Str.of("\n");
    }

    private static String spaces(Run run, Value width) {
        return ((Str) Arith.binary(run, "*", Str.of(" "), width)).text();
    }

    private static Value replace(Run run, Bound a) {
        Value count = a.isNone(3) ? Int.of(-1) : a.get(3);
        if (!run.autoescape()) {
            return Soft.method(
                    run,
                    Str.of(Repr.str(a.get(0))),
                    "replace",
                    Str.of(Repr.str(a.get(1))),
                    Str.of(Repr.str(a.get(2))),
                    count);
        }
        boolean escape = isMarkup(a.get(1)) || isMarkup(a.get(2)) && !isMarkup(a.get(0));
        Str text = escape ? Str.markup(Markup.escaped(a.get(0))) : Soft.str(a.get(0));
        return Soft.method(run, text, "replace", Soft.str(a.get(1)), Soft.str(a.get(2)), count);
    }

    static boolean isMarkup(Value value) {
        return value instanceof Str s && s.isMarkup() || value instanceof Markup.Html;
    }

    private static Value truncate(Run run, Bound a) {
        long length = a.longNumber(1);
        Str end = Soft.text(a.get(3));
        long leeway = a.isNone(4) ? 5 : a.longNumber(4);
        if (length < end.length()) {
            throw new JinjaError(
                    "AssertionError", "expected length >= " + end.length() + ", got " + length);
        } else if (leeway < 0) {
            throw new JinjaError("AssertionError", "expected leeway >= 0, got " + leeway);
        }
        long size = Iter.length(a.get(0));
        if (size < 0) {
            throw Errors.type("object of type '" + a.get(0).typeName() + "' has no len()");
        } else if (size <= length + leeway) {
            return a.get(0);
        }
        var cut = new SliceValue(None.NONE, Int.of(length - end.length()), None.NONE);
        Value start = Items.get(run, a.get(0), cut);
        if (!a.truth(2)) {
            start =
                    Items.get(
                            run,
                            Soft.method(run, start, "rsplit", Str.of(" "), Int.of(1)),
                            Int.of(0));
        }
        return Arith.add(run, start, end);
    }

    private static Value wordwrap(Run run, Bound a) {
        String glue = a.isNone(3) ? run.newline() : a.text(3);
        Value lines = Soft.method(run, a.get(0), "splitlines");
        var wrap = new TextWrap(a.number(1), a.truth(2), a.truth(4));
        String text =
                run.list(lines).stream()
                        .map(line -> String.join(glue, wrap.wrap(Repr.str(line))))
                        .collect(Collectors.joining(glue));
        return Str.of(text);
    }

    private static Value format(Run run, Bound a) {
        if (!a.rest().isEmpty() && !a.named().isEmpty()) {
            throw Errors.filterArgument(
                    "can't handle positional and keyword arguments at the same time");
        }
        Str text = Soft.str(a.get(0));
        if (a.named().isEmpty()) {
            return PercentFormat.format(run, text, new TupleValue(a.rest()));
        }
        var named = new DictValue();
        a.named().forEach(named::put);
        return PercentFormat.format(run, text, named);
    }

    private static Value join(Run run, Bound a) {
        var values = new ArrayList<Value>();
        Getter getter = a.isNone(2) ? null : new Getter(run, a.get(2), None.NONE, false);
        run.each(a.get(0))
                .forEachRemaining(each -> values.add(getter == null ? each : getter.of(each)));
        Value glue = a.get(1);
        if (!run.autoescape()) {
            List<Value> texts =
                    values.stream().map(each -> (Value) Str.of(Repr.str(each))).toList();
            return Soft.method(run, Str.of(Repr.str(glue)), "join", new ListValue(texts));
        }
        List<Value> texts =
                values.stream()
                        .map(each -> isMarkup(each) ? each : (Value) Str.of(Repr.str(each)))
                        .toList();
        boolean markup = isMarkup(glue);
        boolean escape = !markup && texts.stream().anyMatch(TextFilters::isMarkup);
        Str between = escape || markup ? Str.markup(Markup.escaped(glue)) : Soft.str(glue);
        return Soft.method(run, between, "join", new ListValue(texts));
    }
}
