package org.saltern.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import org.saltern.base.Json;
import org.saltern.base.Problem;

/**
 * Sentences in a column, so that they can be said in the reader's language: the English words alone, or {@code [words, value, …]}
 * when they have holes. Words that were stored without their values are said as they are.
 */
final class Sentence {
    private Sentence() {}

    /** At most so many UTF-16 units; a sentence that is longer is stored in English and cut. */
    static String write(Problem.Text text, int most) {
        String whole = isPlain(text) ? text.pattern() : Json.text(tree(text));
        if (whole.length() <= most) {
            return whole;
        }
        String english = text.toString();
        return english.substring(0, Math.min(english.length(), most));
    }

    static Problem.Text read(String stored) {
        if (!stored.startsWith("[")) {
            return Problem.text(stored);
        }
        try {
            return text(Json.parse(stored));
        } catch (Problem.BadInput cut) {
            return Problem.text(
                    stored); // words that begin with a bracket, or the rest of a long sentence
        }
    }

    private static boolean isPlain(Problem.Text text) {
        return text.values().isEmpty() && !text.pattern().startsWith("[");
    }

    private static JsonNode tree(Problem.Text text) {
        ArrayNode tree = Json.array().add(text.pattern());
        for (Object value : text.values()) {
            tree.add(
                    value instanceof Problem.Text part
                            ? tree(part)
                            : TextNode.valueOf(value.toString()));
        }
        return tree;
    }

    private static Problem.Text text(JsonNode tree) {
        var values = new ArrayList<Object>();
        for (int i = 1; i < tree.size(); i++) {
            JsonNode value = tree.get(i);
            values.add(value.isArray() ? text(value) : value.asText());
        }
        return new Problem.Text(tree.path(0).asText(), values);
    }
}
