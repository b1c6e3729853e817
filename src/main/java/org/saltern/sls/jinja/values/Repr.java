package org.saltern.sls.jinja.values;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Python's {@code repr} and {@code str}. */
public final class Repr {
    private static final int LONGEST = 10 * 1024 * 1024;

    private final StringBuilder out = new StringBuilder();
    private final List<Value> open = new ArrayList<>();

    private Repr() {}

    /** {@code repr(value)}. */
    public static String repr(Value value) {
        if (value instanceof Str s && !s.isMarkup()) {
            return quoted(s.text());
        }
        var repr = new Repr();
        repr.add(value);
        return repr.out.toString();
    }

    /** {@code str(value)}; an error when the value is strictly undefined. */
    public static String str(Value value) {
        return switch (value) {
            case Str s -> s.text();
            case Undefined u -> u.text();
            case Obj o -> o.text();
            case DictValue d when d.kind() == DictValue.Kind.PRINTABLE -> {
                var repr = new Repr();
                repr.printable(d);
                yield repr.out.toString();
            }
            default -> repr(value);
        };
    }

    private void add(Value value) {
        if (out.length() > LONGEST) {
            throw Errors.limit("a printed value is longer than " + LONGEST + " characters");
        }
        switch (value) {
            case None ignored -> out.append("None");
            case Bool b -> out.append(b.value() ? "True" : "False");
            case Int i -> out.append(Numbers.digits(i));
            case Float f -> out.append(Numbers.repr(f.value()));
            case Str s ->
                    out.append(
                            s.isMarkup() ? "Markup(" + quoted(s.text()) + ")" : quoted(s.text()));
            case Bytes b -> bytes(b);
            case ListValue l -> inside(value, "[...]", () -> items("[", l.items(), "]"));
            case TupleValue t ->
                    inside(
                            value,
                            "(...)",
                            () -> items("(", t.items(), t.items().size() == 1 ? ",)" : ")"));
            case SetValue s -> inside(value, s.typeName() + "(...)", () -> set(s));
            case DictValue d ->
                    inside(value, d.kind() == DictValue.Kind.DICT ? "{...}" : "...", () -> dict(d));
            case Undefined ignored -> out.append("Undefined");
            case Obj o -> out.append(o.repr());
        }
    }

    private void inside(Value value, String again, Runnable print) {
        for (Value outer : open) {
            if (outer == value) {
                out.append(again);
                return;
            }
        }
        open.add(value);
        print.run();
        open.remove(open.size() - 1);
    }

    private void items(String before, Collection<Value> items, String after) {
        out.append(before);
        boolean first = true;
        for (Value item : items) {
            if (!first) {
                out.append(", ");
            }
            first = false;
            add(item);
        }
        out.append(after);
    }

    private void set(SetValue set) {
        if (set.items().isEmpty()) {
            out.append(set.typeName()).append("()");
        } else if (set.isFrozen()) {
            items("frozenset({", set.ordered(), "})");
        } else {
            items("{", set.ordered(), "}");
        }
    }

    private void dict(DictValue dict) {
        if (dict.kind() == DictValue.Kind.ORDERED) {
            if (dict.entries().isEmpty()) {
                out.append("OrderedDict()");
                return;
            }
            List<Value> pairs = new ArrayList<>();
            dict.entries().forEach((k, v) -> pairs.add(TupleValue.of(k, v)));
            items("OrderedDict([", pairs, "])");
            return;
        }
        out.append('{');
        boolean first = true;
        for (var entry : dict.entries().entrySet()) {
            if (!first) {
                out.append(", ");
            }
            first = false;
            add(entry.getKey());
            out.append(": ");
            add(entry.getValue());
        }
        out.append('}');
    }

    /** Salt's form of a printed dict: texts are quoted, all else as {@code str} prints it. */
    private void printable(DictValue dict) {
        out.append('{');
        boolean first = true;
        for (var entry : dict.entries().entrySet()) {
            if (!first) {
                out.append(", ");
            }
            first = false;
            add(entry.getKey());
            out.append(": ");
            if (entry.getValue() instanceof Str) {
                add(entry.getValue());
            } else {
                out.append(str(entry.getValue()));
            }
        }
        out.append('}');
    }

    private void bytes(Bytes bytes) {
        String text = bytes.latin1();
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        out.append('b').append(quote);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!simpleEscape(out, c, quote)) {
                if (c < 0x20 || c >= 0x7f) {
                    out.append(String.format("\\x%02x", (int) c));
                } else {
                    out.append(c);
                }
            }
        }
        out.append(quote);
    }

    /** {@code repr} of a text: single quotes unless it has some and no double ones; what does not print is escaped. */
    public static String quoted(String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        var out = new StringBuilder(text.length() + 2).append(quote);
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (!simpleEscape(out, c, quote)) {
                if (isPrintable(c)) {
                    out.appendCodePoint(c);
                } else if (c < 0x100) {
                    out.append(String.format("\\x%02x", c));
                } else if (c < 0x10000) {
                    out.append(String.format("\\u%04x", c));
                } else {
                    out.append(String.format("\\U%08x", c));
                }
            }
        }
        return out.append(quote).toString();
    }

    private static boolean simpleEscape(StringBuilder out, int c, char quote) {
        switch (c) {
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '\\' -> out.append("\\\\");
            default -> {
                if (c != quote) {
                    return false;
                }
                out.append('\\').append(quote);
            }
        }
        return true;
    }

    /** Python's {@code str.isprintable} of one character. */
    public static boolean isPrintable(int c) {
        if (c >= 0x20 && c < 0x7f) {
            return true;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
