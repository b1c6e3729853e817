package org.saltern.targets;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.StringJoiner;

/** The text Python's {@code str()} makes of a value; grains are compared by it. */
final class PyText {
    private PyText() {}

    static String of(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> value.textValue();
            case NULL, MISSING -> "None";
            case BOOLEAN -> value.booleanValue() ? "True" : "False";
            case ARRAY -> list(value);
            case OBJECT -> map(value);
            default -> value.asText();
        };
    }

    private static String inside(JsonNode value) {
        return value.isTextual() ? quoted(value.textValue()) : of(value);
    }

    private static String quoted(String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        String escaped = text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t");
        return quote + (quote == '\'' ? escaped.replace("'", "\\'") : escaped) + quote;
    }

    private static String list(JsonNode value) {
        var out = new StringJoiner(", ", "[", "]");
        value.forEach(item -> out.add(inside(item)));
        return out.toString();
    }

    private static String map(JsonNode value) {
        var out = new StringJoiner(", ", "{", "}");
        value.properties()
                .forEach(
                        field -> out.add(quoted(field.getKey()) + ": " + inside(field.getValue())));
        return out.toString();
    }
}
