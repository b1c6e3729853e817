package org.saltern.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.saltern.base.Json;
import org.saltern.base.Problem;

/**
 * The arguments of a runner or wheel function: by position, or by name from {@code kwarg}, from {@code name=value} objects in
 * {@code arg}, or straight from the chunk. A name wins over a position; names nobody asks for are ignored.
 */
record Params(List<JsonNode> positional, ObjectNode named) {
    private static final Set<String> RESERVED =
            Set.of(
                    "client",
                    "fun",
                    "arg",
                    "kwarg",
                    "full_return",
                    "timeout",
                    "username",
                    "password",
                    "eauth",
                    "token",
                    "print_event",
                    "batch");

    static Params of(Chunk chunk) {
        List<JsonNode> positional = new ArrayList<>();
        ObjectNode named = Json.object();
        JsonNode arg = chunk.fields().path("arg");
        JsonNode list =
                arg.isArray() ? arg : arg.isMissingNode() ? Json.array() : Json.array().add(arg);
        for (JsonNode item : list) {
            if (item.path("__kwarg__").asBoolean()) {
                ObjectNode keywords = item.deepCopy();
                keywords.remove("__kwarg__");
                named.setAll(keywords);
            } else {
                positional.add(item);
            }
        }
        chunk.fields().properties().stream()
                .filter(e -> !RESERVED.contains(e.getKey()))
                .forEach(e -> named.set(e.getKey(), e.getValue()));
        if (chunk.fields().path("kwarg") instanceof ObjectNode kwarg) {
            named.setAll(kwarg);
        }
        return new Params(positional, named);
    }

    /** The value given under this name or at this position; missing when neither. */
    JsonNode value(String name, int position) {
        if (named.has(name)) {
            return named.get(name);
        }
        return position >= 0 && position < positional.size()
                ? positional.get(position)
                : MissingNode.getInstance();
    }

    /** A text, or the other when it was not given or is null. */
    String text(String name, int position, String otherwise) {
        JsonNode value = value(name, position);
        return value.isMissingNode() || value.isNull() ? otherwise : value.asText();
    }

    /** @throws Problem.BadInput it was not given */
    String required(String name, int position) {
        String text = text(name, position, "");
        if (text.isEmpty()) {
            throw new Problem.BadInput(
                    "The argument '" + name + "' is missing",
                    name,
                    "Give it by name or as argument " + (position + 1) + ".");
        }
        return text;
    }

    boolean flag(String name, int position) {
        return value(name, position).asBoolean();
    }

    /** One text, texts separated by ',', or a list of texts; empty when it was not given. */
    List<String> texts(String name, int position) {
        JsonNode value = value(name, position);
        List<String> out = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(item -> out.add(item.asText()));
        } else if (value.isTextual()) {
            out.addAll(List.of(value.textValue().split(",")));
        }
        return out.stream().map(String::strip).filter(s -> !s.isEmpty()).toList();
    }

    /** As upstream lists them in {@code fun_args}: positions, then the names as one object. */
    ArrayNode asFunArgs() {
        ArrayNode out = Json.array().addAll(positional);
        return named.isEmpty() ? out : out.add(named);
    }
}
