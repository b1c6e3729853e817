package org.saltern.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.saltern.yaml.Arguments;
import org.saltern.yaml.Yaml;

/** Request bodies of any accepted type as one tree. Limits: depth 64, 10,000 keys, and the size the caller names. */
final class Bodies {
    /** Bytes of any body but a login's. */
    static final int LARGEST = 1024 * 1024;

    /** Bytes of a login. */
    static final int LARGEST_LOGIN = 16 * 1024;

    private static final int DEEPEST = 64;
    private static final int MOST_KEYS = 10_000;
    private static final ObjectMapper STRICT =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(DEEPEST)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private Bodies() {}

    /**
     * The tree of a body; missing when the body is empty.
     *
     * @param contentType the header's value, null when there was none
     * @throws Refusal 400 it does not parse or is beyond a limit; 406 an unknown type
     */
    static JsonNode parse(String contentType, byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        if (text.isBlank()) {
            return MissingNode.getInstance();
        }
        String type = contentType == null ? "" : contentType.split(";", 2)[0].strip();
        JsonNode tree =
                switch (type.toLowerCase(Locale.ROOT)) {
                    case "application/json" -> json(text);
                    case "", "text/plain" -> jsonOrText(text);
                    case "application/x-yaml", "text/yaml", "application/yaml" -> yaml(text);
                    case "application/x-www-form-urlencoded" -> form(text);
                    default -> throw Refusal.notAcceptable("Content type not supported");
                };
        if (keys(tree) > MOST_KEYS) {
            throw Refusal.badRequest("The request holds more than " + MOST_KEYS + " keys");
        }
        return tree;
    }

    private static JsonNode json(String text) {
        try {
            return STRICT.readTree(text);
        } catch (IOException e) {
            throw Refusal.badRequest("Invalid JSON document");
        }
    }

    private static JsonNode jsonOrText(String text) {
        try {
            return STRICT.readTree(text);
        } catch (IOException notJson) {
            return TextNode.valueOf(text);
        }
    }

    private static JsonNode yaml(String text) {
        try {
            return Yaml.read(text, "body");
        } catch (Problem.BadInput e) {
            throw Refusal.badRequest("Invalid YAML document: " + e.what() + " (" + e.where() + ")");
        }
    }

    /** A repeated name becomes a list; {@code arg} and {@code kwarg} are read as words of a command line. */
    private static ObjectNode form(String text) {
        ObjectNode out = Json.object();
        List<String> words = new ArrayList<>();
        for (String pair : text.strip().split("&")) {
            String[] parts = pair.split("=", 2);
            String name = decoded(parts[0]);
            String value = parts.length > 1 ? decoded(parts[1]) : "";
            switch (name) {
                case "arg" -> out.withArray("arg").add(Arguments.value(value));
                case "kwarg" -> words.add(value);
                default -> add(out, name, value);
            }
        }
        if (!words.isEmpty()) {
            out.set("kwarg", Arguments.parse(words).keywords());
        }
        return out;
    }

    private static void add(ObjectNode out, String name, String value) {
        switch (out.get(name)) {
            case null -> out.put(name, value);
            case ArrayNode list -> list.add(value);
            case JsonNode first -> out.set(name, Json.array().add(first).add(value));
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("The form is not URL-encoded");
        }
    }

    private static int keys(JsonNode tree) {
        int sum = tree.isObject() ? tree.size() : 0;
        for (JsonNode child : tree) {
            sum += keys(child);
        }
        return sum;
    }
}
