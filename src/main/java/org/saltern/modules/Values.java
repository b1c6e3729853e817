package org.saltern.modules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.saltern.base.Json;

/** Tree values seen as Salt's users see them: its truth, its text form of a value, and short ways to make trees. */
public final class Values {
    private static final double PLAIN_FLOAT = 1e16;

    private Values() {}

    public static JsonNode text(String value) {
        return value == null ? NullNode.instance : TextNode.valueOf(value);
    }

    public static JsonNode of(boolean value) {
        return BooleanNode.valueOf(value);
    }

    /** The shortest integer node that holds it. */
    public static JsonNode of(long value) {
        return value == (int) value ? IntNode.valueOf((int) value) : LongNode.valueOf(value);
    }

    public static JsonNode of(double value) {
        return DoubleNode.valueOf(value);
    }

    public static JsonNode none() {
        return NullNode.instance;
    }

    public static ArrayNode texts(Collection<String> values) {
        ArrayNode list = Json.array();
        values.forEach(list::add);
        return list;
    }

    /** The names in a map, in order; none for anything else. */
    public static List<String> keys(JsonNode map) {
        return map.properties().stream().map(Map.Entry::getKey).toList();
    }

    public static ArrayNode list(Collection<? extends JsonNode> values) {
        ArrayNode list = Json.array();
        values.forEach(list::add);
        return list;
    }

    /** False for null, false, 0, empty text, list or map; true for all else. */
    public static boolean isTrue(JsonNode value) {
        if (value == null || value.isNull() || value.isMissingNode()) {
            return false;
        }
        if (value.isNumber()) {
            return value.doubleValue() != 0;
        }
        if (value.isContainerNode()) {
            return !value.isEmpty();
        }
        return value.isBoolean() ? value.booleanValue() : !value.asText().isEmpty();
    }

    /** The value as text: text as it is, everything else as {@link #shown}. */
    public static String asText(JsonNode value) {
        return value.isTextual() ? value.textValue() : shown(value);
    }

    /** The value as Salt prints it in messages: {@code None}, {@code True}, {@code 'a'}, {@code [1, 'b']}. */
    public static String shown(JsonNode value) {
        return switch (value.getNodeType()) {
            case NULL, MISSING -> "None";
            case BOOLEAN -> value.booleanValue() ? "True" : "False";
            case NUMBER -> number(value);
            case ARRAY -> listed(value, '[', ']', Values::shown);
            case OBJECT -> pairs(value);
            default -> quoted(value.asText());
        };
    }

    private static String number(JsonNode value) {
        if (value.isIntegralNumber()) {
            return value.asText();
        }
        double d = value.doubleValue();
        if (d == Math.rint(d) && Math.abs(d) < PLAIN_FLOAT) {
            return BigDecimal.valueOf(d)
                    .setScale(1, java.math.RoundingMode.UNNECESSARY)
                    .toPlainString();
        }
        return Double.toString(d);
    }

    private static String listed(
            JsonNode values,
            char open,
            char close,
            java.util.function.Function<JsonNode, String> form) {
        List<String> parts = new ArrayList<>();
        values.forEach(v -> parts.add(form.apply(v)));
        return open + String.join(", ", parts) + close;
    }

    private static String pairs(JsonNode map) {
        List<String> parts = new ArrayList<>();
        for (Map.Entry<String, JsonNode> e : map.properties()) {
            parts.add(quoted(e.getKey()) + ": " + shown(e.getValue()));
        }
        return "{" + String.join(", ", parts) + "}";
    }

    private static String quoted(String text) {
        char quote = text.contains("'") && !text.contains("\"") ? '"' : '\'';
        var out = new StringBuilder().append(quote);
        for (char c : text.toCharArray()) {
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '\r' -> out.append("\\r");
                case '\\' -> out.append("\\\\");
                default -> out.append(c == quote ? "\\" + c : String.valueOf(c));
            }
        }
        return out.append(quote).toString();
    }
}
