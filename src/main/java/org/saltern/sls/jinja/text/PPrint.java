package org.saltern.sls.jinja.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.saltern.sls.jinja.JinjaError;
import org.saltern.sls.jinja.values.Compare;
import org.saltern.sls.jinja.values.DictValue;
import org.saltern.sls.jinja.values.Errors;
import org.saltern.sls.jinja.values.ListValue;
import org.saltern.sls.jinja.values.Repr;
import org.saltern.sls.jinja.values.SetValue;
import org.saltern.sls.jinja.values.Str;
import org.saltern.sls.jinja.values.TupleValue;
import org.saltern.sls.jinja.values.Value;

/** Python's {@code pprint.pformat}: as {@code repr}, with sorted keys, and broken into lines of 80 characters. */
public final class PPrint {
    private static final int WIDTH = 80;
    private static final int LONGEST = 10 * 1024 * 1024;
    private static final Pattern PIECE = Pattern.compile("\\S*\\s*");

    private final StringBuilder out = new StringBuilder();

    private PPrint() {}

    public static String format(Value value) {
        var print = new PPrint();
        print.add(value, 0, 0, 0);
        return print.out.toString();
    }

    private void add(Value value, int indent, int allowance, int level) {
        String repr = flat(value);
        if (out.length() > LONGEST) {
            throw Errors.limit("a printed value is longer than " + LONGEST + " characters");
        }
        if (repr.length() <= WIDTH - indent - allowance) {
            out.append(repr);
            return;
        }
        switch (value) {
            case DictValue d when d.kind() == DictValue.Kind.DICT ->
                    dict(d, indent, allowance, level);
            case DictValue d when d.kind() == DictValue.Kind.ORDERED && d.truth() ->
                    ordered(d, indent, allowance, level);
            case ListValue l -> {
                out.append('[');
                items(l.items(), indent + 1, allowance + 1, level);
                out.append(']');
            }
            case TupleValue t -> {
                out.append('(');
                String end = t.items().size() == 1 ? ",)" : ")";
                items(t.items(), indent + 1, allowance + end.length(), level);
                out.append(end);
            }
            case SetValue s when s.truth() -> {
                String start = s.isFrozen() ? "frozenset({" : "{";
                String end = s.isFrozen() ? "})" : "}";
                out.append(start);
                items(
                        sorted(new ArrayList<>(s.ordered())),
                        indent + start.length(),
                        allowance + end.length(),
                        level);
                out.append(end);
            }
            case Str s when !s.isMarkup() && s.truth() -> text(s.text(), indent, allowance, level);
            default -> out.append(repr);
        }
    }

    /** {@code repr} with sorted keys. */
    private static String flat(Value value) {
        String text = unlimited(value);
        if (text.length() > LONGEST) {
            throw Errors.limit("a printed value is longer than " + LONGEST + " characters");
        }
        return text;
    }

    private static String unlimited(Value value) {
        return switch (value) {
            case DictValue d when d.kind() == DictValue.Kind.DICT -> {
                var parts = new ArrayList<String>();
                entries(d).forEach(e -> parts.add(flat(e.getKey()) + ": " + flat(e.getValue())));
                yield "{" + String.join(", ", parts) + "}";
            }
            case ListValue l ->
                    "[" + String.join(", ", l.items().stream().map(PPrint::flat).toList()) + "]";
            case TupleValue t ->
                    "("
                            + String.join(", ", t.items().stream().map(PPrint::flat).toList())
                            + (t.items().size() == 1 ? ",)" : ")");
            default -> Repr.repr(value);
        };
    }

    private static List<Map.Entry<Value, Value>> entries(DictValue dict) {
        var all = new ArrayList<>(dict.entries().entrySet());
        all.sort(Comparator.comparing(Map.Entry::getKey, PPrint::order));
        return all;
    }

    private static List<Value> sorted(List<Value> values) {
        values.sort(PPrint::order);
        return values;
    }

    /** Values that cannot be compared are ordered by the names of their types. */
    private static int order(Value a, Value b) {
        try {
            return Compare.less(a, b) ? -1 : Compare.less(b, a) ? 1 : 0;
        } catch (JinjaError e) {
            if (!e.type().equals("TypeError")) {
                throw e;
            }
            return a.typeName().compareTo(b.typeName());
        }
    }

    private void dict(DictValue dict, int indent, int allowance, int level) {
        out.append('{');
        List<Map.Entry<Value, Value>> entries = entries(dict);
        for (int i = 0; i < entries.size(); i++) {
            boolean last = i == entries.size() - 1;
            String key = flat(entries.get(i).getKey());
            out.append(key).append(": ");
            add(
                    entries.get(i).getValue(),
                    indent + key.length() + 3,
                    last ? allowance + 1 : 1,
                    level + 1);
            if (!last) {
                out.append(",\n").append(" ".repeat(indent + 1));
            }
        }
        out.append('}');
    }

    private void ordered(DictValue dict, int indent, int allowance, int level) {
        out.append("OrderedDict([");
        int inner = indent + "OrderedDict(".length() + 1;
        List<Value> pairs = new ArrayList<>();
        dict.entries().forEach((k, v) -> pairs.add(TupleValue.of(k, v)));
        items(pairs, inner, allowance + 2, level);
        out.append("])");
    }

    private void items(List<Value> items, int indent, int allowance, int level) {
        for (int i = 0; i < items.size(); i++) {
            boolean last = i == items.size() - 1;
            add(items.get(i), indent, last ? allowance : 1, level + 1);
            if (!last) {
                out.append(",\n").append(" ".repeat(indent));
            }
        }
    }

    /** A long text is broken at its lines and between words, in brackets when it stands by itself. */
    private void text(String text, int indentGiven, int allowanceGiven, int level) {
        int indent = level == 0 ? indentGiven + 1 : indentGiven;
        int allowance = level == 0 ? allowanceGiven + 1 : allowanceGiven;
        var chunks = new ArrayList<String>();
        List<String> lines = lines(text);
        for (int i = 0; i < lines.size(); i++) {
            int width = WIDTH - indent - (i == lines.size() - 1 ? allowance : 0);
            if (Repr.quoted(lines.get(i)).length() <= width) {
                chunks.add(Repr.quoted(lines.get(i)));
            } else {
                broken(chunks, lines.get(i), i == lines.size() - 1, indent, allowance);
            }
        }
        if (chunks.size() == 1) {
            out.append(chunks.get(0));
            return;
        }
        out.append(level == 0 ? "(" : "");
        out.append(String.join("\n" + " ".repeat(indent), chunks));
        out.append(level == 0 ? ")" : "");
    }

    private static List<String> lines(String text) {
        var lines = new ArrayList<String>();
        int from = 0;
        for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
            lines.add(text.substring(from, at + 1));
            from = at + 1;
        }
        if (from < text.length()) {
            lines.add(text.substring(from));
        }
        return lines;
    }

    private static void broken(
            List<String> chunks, String line, boolean lastLine, int indent, int allowance) {
        var parts = new ArrayList<String>();
        PIECE.matcher(line)
                .results()
                .map(m -> m.group())
                .filter(p -> !p.isEmpty())
                .forEach(parts::add);
        String current = "";
        for (int i = 0; i < parts.size(); i++) {
            String candidate = current + parts.get(i);
            boolean last = lastLine && i == parts.size() - 1;
            if (Repr.quoted(candidate).length() > WIDTH - indent - (last ? allowance : 0)) {
                if (!current.isEmpty()) {
                    chunks.add(Repr.quoted(current));
                }
                current = parts.get(i);
            } else {
                current = candidate;
            }
        }
        if (!current.isEmpty()) {
            chunks.add(Repr.quoted(current));
        }
    }
}
