package org.saltern.sls;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.saltern.yaml.PythonNumber;

/** Values as Python prints them, for the errors that show what was found. */
public final class PythonText {
    private PythonText() {}

    /** {@code str(value)}. */
    public static String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : shown(value);
    }

    /** {@code repr(value)}. */
    public static String shown(JsonNode value) {
        return switch (value.getNodeType()) {
            case NULL, MISSING -> "None";
            case BOOLEAN -> value.booleanValue() ? "True" : "False";
            case NUMBER ->
                    value.isIntegralNumber()
                            ? value.asText()
                            : PythonNumber.text(value.doubleValue());
            case ARRAY -> list(value);
            case OBJECT -> map(value);
            default -> quoted(value.asText());
        };
    }

    /** Python's name of the value's type. */
    public static String type(JsonNode value) {
        return switch (value.getNodeType()) {
            case NULL, MISSING -> "NoneType";
            case BOOLEAN -> "bool";
            case NUMBER -> value.isIntegralNumber() ? "int" : "float";
            case ARRAY -> "list";
            case OBJECT -> "dict";
            case BINARY -> "bytes";
            default -> "str";
        };
    }

    private static String list(JsonNode value) {
        List<String> parts = new ArrayList<>();
        value.forEach(v -> parts.add(shown(v)));
        return "[" + String.join(", ", parts) + "]";
    }

    private static String map(JsonNode value) {
        List<String> parts = new ArrayList<>();
        value.properties().forEach(e -> parts.add(quoted(e.getKey()) + ": " + shown(e.getValue())));
        return "{" + String.join(", ", parts) + "}";
    }

    private static String quoted(String text) {
        char quote = text.contains("'") && !text.contains("\"") ? '"' : '\'';
        var out = new StringBuilder().append(quote);
        text.codePoints()
                .forEach(
                        c -> {
                            switch (c) {
                                case '\n' -> out.append("\\n");
                                case '\t' -> out.append("\\t");
                                case '\r' -> out.append("\\r");
                                case '\\' -> out.append("\\\\");
                                default -> {
                                    if (c == quote) {
                                        out.append('\\');
                                    }
                                    if (c < ' ' || c == 0x7f) {
                                        out.append(String.format("\\x%02x", c));
                                    } else {
                                        out.appendCodePoint(c);
                                    }
                                }
                            }
                        });
        return out.append(quote).toString();
    }
}
