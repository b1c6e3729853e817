package org.saltern.sls.jinja.text;

import java.util.Iterator;
import java.util.List;
import org.saltern.sls.jinja.methods.Sorting;
import org.saltern.sls.jinja.values.Bool;
import org.saltern.sls.jinja.values.DictValue;
import org.saltern.sls.jinja.values.Errors;
import org.saltern.sls.jinja.values.Float;
import org.saltern.sls.jinja.values.Int;
import org.saltern.sls.jinja.values.ListValue;
import org.saltern.sls.jinja.values.None;
import org.saltern.sls.jinja.values.Numbers;
import org.saltern.sls.jinja.values.Run;
import org.saltern.sls.jinja.values.Str;
import org.saltern.sls.jinja.values.TupleValue;
import org.saltern.sls.jinja.values.Undefined;
import org.saltern.sls.jinja.values.Value;

/** Writes a value as Python's {@code json.dumps} does. For one text. */
public final class JsonText {
    private final Run run;
    private final StringBuilder out = new StringBuilder();
    private String indent;
    private boolean sorted;
    private boolean ascii = true;
    private String itemSeparator;
    private String keySeparator = ": ";

    public JsonText(Run run) {
        this.run = run;
    }

    /** @param by none for one line, a number of blanks, or a text */
    public JsonText indent(Value by) {
        indent =
                switch (by) {
                    case None ignored -> null;
                    case Str s -> s.text();
                    case Undefined u -> throw u.failure();
                    default -> " ".repeat((int) Math.max(0, Math.min(1_000, Numbers.index(by))));
                };
        return this;
    }

    /** Whether keys are sorted. */
    public JsonText sorted(boolean on) {
        sorted = on;
        return this;
    }

    /** Whether characters outside ASCII are escaped. */
    public JsonText ascii(boolean on) {
        ascii = on;
        return this;
    }

    /** What stands between items and after keys. */
    public JsonText separators(String items, String keys) {
        itemSeparator = items;
        keySeparator = keys;
        return this;
    }

    /** The text; a {@code TypeError} when JSON has no such value. */
    public String write(Value value) {
        if (itemSeparator == null) {
            itemSeparator = indent == null ? ", " : ",";
        }
        add(value, 0);
        return out.toString();
    }

    /** With the characters escaped that matter in HTML. */
    public static String htmlSafe(String json) {
        return json.replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .replace("'", "\\u0027");
    }

    private void add(Value value, int depth) {
        run.makes(out.length() > 1_000_000 ? out.length() : 0);
        run.step();
        if (depth > 500) {
            throw new org.saltern.sls.jinja.JinjaError(
                    "RecursionError", "maximum recursion depth exceeded");
        }
        switch (value) {
            case None ignored -> out.append("null");
            case Bool b -> out.append(b.value());
            case Int i -> out.append(Numbers.digits(i));
            case Float f -> out.append(number(f.value()));
            case Str s -> quote(s.text());
            case ListValue l -> items(l.items(), depth);
            case TupleValue t -> items(t.items(), depth);
            case DictValue d -> dict(d, depth);
            default ->
                    throw Errors.type(
                            "Object of type " + value.typeName() + " is not JSON serializable");
        }
    }

    private static String number(double value) {
        return Double.isNaN(value)
                ? "NaN"
                : Double.isInfinite(value)
                        ? (value > 0 ? "Infinity" : "-Infinity")
                        : Numbers.repr(value);
    }

    private void line(int depth) {
        if (indent != null) {
            out.append('\n').append(indent.repeat(depth));
        }
    }

    private void items(List<Value> items, int depth) {
        if (items.isEmpty()) {
            out.append("[]");
            return;
        }
        out.append('[');
        String before = "";
        for (Value item : items) {
            out.append(before);
            before = itemSeparator;
            line(depth + 1);
            add(item, depth + 1);
        }
        line(depth);
        out.append(']');
    }

    private void dict(DictValue dict, int depth) {
        if (dict.entries().isEmpty()) {
            out.append("{}");
            return;
        }
        out.append('{');
        String before = "";
        Iterator<Value> keys = List.copyOf(dict.entries().keySet()).iterator();
        if (sorted) {
            keys =
                    Sorting.sorted(run, List.copyOf(dict.entries().keySet()), key -> key, false)
                            .iterator();
        }
        while (keys.hasNext()) {
            Value key = keys.next();
            out.append(before);
            before = itemSeparator;
            line(depth + 1);
            quote(key(key));
            out.append(keySeparator);
            add(dict.entries().get(key), depth + 1);
        }
        line(depth);
        out.append('}');
    }

    private static String key(Value key) {
        return switch (key) {
            case Str s -> s.text();
            case None ignored -> "null";
            case Bool b -> String.valueOf(b.value());
            case Int i -> Numbers.digits(i);
            case Float f -> number(f.value());
            default ->
                    throw Errors.type(
                            "keys must be str, int, float, bool or None, not " + key.typeName());
        };
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\f' -> out.append("\\f");
                case '\b' -> out.append("\\b");
                default -> {
                    if (c < 0x20 || ascii && c > 0x7e) {
                        out.append(c == 0x7f ? "\u007f" : String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
