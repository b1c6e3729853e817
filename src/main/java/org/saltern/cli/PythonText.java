package org.saltern.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.saltern.base.Tuple;
import org.saltern.yaml.PythonNumber;

/** Values as Python prints them, which Salt's text outputters show. */
final class PythonText {
    private PythonText() {}

    /** What {@code str} gives: text as it is, everything else as {@link #repr}. */
    static String str(JsonNode value) {
        return value.isTextual() ? value.textValue() : repr(value);
    }

    /** What {@code repr} gives: {@code None}, {@code True}, {@code 'text'}, {@code [1, 2]}, {@code {'a': 1}}. */
    static String repr(JsonNode value) {
        return switch (value.getNodeType()) {
            case NULL, MISSING, POJO -> "None";
            case BOOLEAN -> value.booleanValue() ? "True" : "False";
            case NUMBER ->
                    value.isIntegralNumber()
                            ? value.asText()
                            : PythonNumber.text(value.doubleValue());
            case STRING, BINARY -> quoted(value.asText());
            case ARRAY ->
                    value instanceof Tuple
                            ? tuple(value)
                            : StreamSupport.stream(value.spliterator(), false)
                                    .map(PythonText::repr)
                                    .collect(Collectors.joining(", ", "[", "]"));
            case OBJECT ->
                    value.properties().stream()
                            .map(e -> quoted(e.getKey()) + ": " + repr(e.getValue()))
                            .collect(Collectors.joining(", ", "{", "}"));
        };
    }

    private static String tuple(JsonNode value) {
        String items =
                StreamSupport.stream(value.spliterator(), false)
                        .map(PythonText::repr)
                        .collect(Collectors.joining(", "));
        return "(" + items + (value.size() == 1 ? ",)" : ")");
    }

    private static String quoted(String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        var out = new StringBuilder().append(quote);
        text.codePoints().forEach(c -> out.append(escaped(c, quote)));
        return out.append(quote).toString();
    }

    private static String escaped(int c, char quote) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case '\\' -> "\\\\";
            default -> {
                if (c == quote) {
                    yield "\\" + quote;
                }
                if (isPrintable(c)) {
                    yield Character.toString(c);
                }
                yield c < 0x100
                        ? String.format("\\x%02x", c)
                        : String.format(c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
            }
        };
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            case Character.SPACE_SEPARATOR -> c == ' ';
            default -> true;
        };
    }
}
