package org.saltern.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.saltern.base.Json;
import org.saltern.base.Problem;

/**
 * The arguments of a function as typed after its name: {@code name=value} words are keyword arguments, values are YAML
 * ({@code 1} is a number, {@code [a, b]} a list), everything else is text. The rules are those of the {@code salt} command.
 *
 * @param positional in the order typed
 * @param keywords never null; empty when none was given
 */
public record Arguments(List<JsonNode> positional, ObjectNode keywords) {
    private static final Pattern KEYWORD =
            Pattern.compile("([\\p{L}_][\\p{L}\\p{N}_.-]*)=(?!=)([^\\n]*)\\n?");
    private static final Pattern DIGITS_AND_UNDERSCORES = Pattern.compile("[0-9_]*_[0-9_]*");

    public Arguments {
        positional = List.copyOf(positional);
    }

    /** The arguments these words mean. Never fails: what is no YAML is text. */
    public static Arguments parse(List<String> words) {
        List<JsonNode> positional = new ArrayList<>();
        ObjectNode keywords = Json.object();
        for (String word : words) {
            Matcher keyword = KEYWORD.matcher(word);
            if (keyword.matches()) {
                keywords.set(keyword.group(1), value(keyword.group(2)));
            } else {
                positional.add(value(word));
            }
        }
        return new Arguments(positional, keywords);
    }

    /** The value one word means, for example a number for {@code 12} and text for {@code 12:x}. */
    public static JsonNode value(String word) {
        JsonNode text = JsonNodeFactory.instance.textNode(word);
        if (word.isBlank()
                || word.startsWith("%")
                || DIGITS_AND_UNDERSCORES.matcher(word.strip()).matches()
                || word.chars().anyMatch(c -> c == '\t' || c == '\r' || c == '\n')) {
            return text;
        }
        if (word.equals("None")) {
            return JsonNodeFactory.instance.nullNode();
        }
        try {
            JsonNode read = Yaml.read(word, "argument");
            return kept(word, read) ? read : text;
        } catch (Problem.BadInput notYaml) {
            return text;
        }
    }

    /** Whether the YAML reading of a word is what its author meant, rather than the word itself. */
    private static boolean kept(String word, JsonNode read) {
        return switch (read.getNodeType()) {
            case OBJECT -> word.startsWith("{");
            case ARRAY -> word.startsWith("[");
            case NULL -> word.indexOf('#') < 0 && !word.equals("!");
            case STRING ->
                    word.indexOf('#') < 0 && !(read.textValue().isEmpty() && "|!".contains(word));
            default -> true;
        };
    }
}
