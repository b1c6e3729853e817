package org.saltern.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.saltern.base.Json;
import org.saltern.yaml.Arguments;

/** Function and arguments as typed after the target. Several functions: {@code a.x,b.y arg-of-a , arg-of-b}. */
final class RunWords {
    private RunWords() {}

    /** Puts {@code fun}, {@code arg} and {@code kwarg} into a chunk. */
    static void into(ObjectNode chunk, String function, List<String> words) {
        List<String> functions = List.of(function.split(","));
        if (functions.size() == 1) {
            Arguments arguments = Arguments.parse(words);
            chunk.put("fun", function);
            chunk.set("arg", Json.array().addAll(arguments.positional()));
            if (!arguments.keywords().isEmpty()) {
                chunk.set("kwarg", arguments.keywords());
            }
            return;
        }
        ArrayNode names = chunk.putArray("fun");
        functions.forEach(names::add);
        ArrayNode arg = chunk.putArray("arg");
        List<List<String>> parts = parts(words);
        for (int i = 0; i < functions.size(); i++) {
            arg.add(wire(i < parts.size() ? parts.get(i) : List.of()));
        }
    }

    private static List<List<String>> parts(List<String> words) {
        List<List<String>> parts = new ArrayList<>();
        parts.add(new ArrayList<>());
        for (String word : words) {
            if (word.equals(",")) {
                parts.add(new ArrayList<>());
            } else {
                parts.getLast().add(word);
            }
        }
        return parts;
    }

    private static ArrayNode wire(List<String> words) {
        Arguments arguments = Arguments.parse(words);
        ArrayNode out = Json.array().addAll(arguments.positional());
        return arguments.keywords().isEmpty()
                ? out
                : out.add(arguments.keywords().put("__kwarg__", true));
    }
}
