package org.saltern.sls.jinja.methods;

import java.util.List;
import org.saltern.sls.jinja.values.Bool;
import org.saltern.sls.jinja.values.Bound;
import org.saltern.sls.jinja.values.Bytes;
import org.saltern.sls.jinja.values.Errors;
import org.saltern.sls.jinja.values.Int;
import org.saltern.sls.jinja.values.ListValue;
import org.saltern.sls.jinja.values.Numbers;
import org.saltern.sls.jinja.values.Str;
import org.saltern.sls.jinja.values.Value;

/** The methods of {@code bytes} that templates have a use for; each byte is taken as one character. */
final class BytesMethods {
    static final MethodTable TABLE =
            new MethodTable()
                    .add(
                            "decode(self, encoding='utf-8', errors='strict')",
                            (run, a) -> Codecs.decode((Bytes) a.get(0), a.text(1), a.text(2)))
                    .add(
                            "hex(self, /)",
                            (run, a) ->
                                    Str.of(
                                            java.util.HexFormat.of()
                                                    .formatHex(((Bytes) a.get(0)).content())))
                    .add("upper(self, /)", (run, a) -> Bytes.latin1(ascii(text(a, 0), true)))
                    .add("lower(self, /)", (run, a) -> Bytes.latin1(ascii(text(a, 0), false)))
                    .add("strip(self, chars=None, /)", (run, a) -> strip(a, true, true))
                    .add("lstrip(self, chars=None, /)", (run, a) -> strip(a, true, false))
                    .add("rstrip(self, chars=None, /)", (run, a) -> strip(a, false, true))
                    .add("split(self, sep=None, maxsplit=-1)", (run, a) -> split(a))
                    .add(
                            "splitlines(self, keepends=False)",
                            (run, a) -> list(Words.lines(text(a, 0), a.truth(1))))
                    .add(
                            "replace(self, old, new, count=-1, /)",
                            (run, a) -> {
                                run.makes(text(a, 0).length() * (1L + text(a, 2).length()));
                                return Bytes.latin1(
                                        Words.replaced(
                                                text(a, 0),
                                                text(a, 1),
                                                text(a, 2),
                                                a.longNumber(3)));
                            })
                    .add(
                            "startswith(self, prefix, /)",
                            (run, a) -> Bool.of(text(a, 0).startsWith(text(a, 1))))
                    .add(
                            "endswith(self, suffix, /)",
                            (run, a) -> Bool.of(text(a, 0).endsWith(text(a, 1))))
                    .add("find(self, sub, /)", (run, a) -> Int.of(text(a, 0).indexOf(text(a, 1))))
                    .add(
                            "count(self, sub, /)",
                            (run, a) -> Int.of(Words.by(text(a, 0), text(a, 1), -1).size() - 1L))
                    .add("isdigit(self, /)", (run, a) -> all(a, "0123456789"))
                    .add(
                            "join(self, iterable, /)",
                            (run, a) -> {
                                var out = new StringBuilder();
                                String glue = "";
                                for (var items = run.each(a.get(1));
                                        items.hasNext();
                                        glue = text(a, 0)) {
                                    out.append(glue).append(text(items.next()));
                                    run.makes(out.length());
                                }
                                return Bytes.latin1(out.toString());
                            });

    private BytesMethods() {}

    private static String text(Bound a, int index) {
        return text(a.get(index));
    }

    private static String text(Value value) {
        if (value instanceof Bytes bytes) {
            return bytes.latin1();
        }
        throw Errors.type("a bytes-like object is required, not '" + value.typeName() + "'");
    }

    private static String ascii(String text, boolean upper) {
        var out = new StringBuilder();
        text.chars()
                .forEach(
                        c ->
                                out.append(
                                        (char)
                                                (c > 127
                                                        ? c
                                                        : upper
                                                                ? Character.toUpperCase(c)
                                                                : Character.toLowerCase(c))));
        return out.toString();
    }

    private static Value strip(Bound a, boolean left, boolean right) {
        String chars = a.isNone(1) ? " \t\n\r\u000b\f" : text(a, 1);
        return Bytes.latin1(Words.stripped(text(a, 0), c -> chars.indexOf(c) >= 0, left, right));
    }

    private static Value list(List<String> parts) {
        return new ListValue(parts.stream().map(part -> (Value) Bytes.latin1(part)).toList());
    }

    private static Value split(Bound a) {
        long most = Numbers.index(a.get(2));
        if (!a.isNone(1) && text(a, 1).isEmpty()) {
            throw Errors.value("empty separator");
        }
        return list(
                a.isNone(1)
                        ? Words.bySpace(text(a, 0), most)
                        : Words.by(text(a, 0), text(a, 1), most));
    }

    private static Value all(Bound a, String allowed) {
        String text = text(a, 0);
        return Bool.of(!text.isEmpty() && text.chars().allMatch(c -> allowed.indexOf(c) >= 0));
    }
}
