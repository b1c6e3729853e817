package org.saltern.jobs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Base64;
import java.util.Set;
import java.util.TreeSet;
import org.saltern.base.Json;

/**
 * Trees as text and back without loss. JSON has no bytes, NaN or infinity: such a value is written as an object with the one
 * field {@value #BYTES} or {@value #NUMBER}, and a real object that looks like one is wrapped in {@value #OBJECT}.
 */
final class Trees {
    private static final String BYTES = "$bytes";
    private static final String NUMBER = "$number";
    private static final String OBJECT = "$object";
    private static final Set<String> WORDS = Set.of(BYTES, NUMBER, OBJECT);

    /** Reads what was written here, whatever the length of a text or name. */
    private static final ObjectMapper READER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxStringLength(Integer.MAX_VALUE)
                                                    .maxNameLength(Integer.MAX_VALUE)
                                                    .build())
                                    .build())
                    .build();

    private Trees() {}

    static String write(JsonNode tree) {
        return Json.text(escaped(tree));
    }

    /** @throws IllegalStateException the text was not written by {@link #write} */
    static JsonNode read(byte[] utf8) {
        try {
            return plain(READER.readTree(utf8));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored return is damaged", e);
        } catch (IOException e) {
            throw new IllegalStateException("Bytes in memory could not be read", e);
        }
    }

    /** The tree with the fields of each object in the order of their names. */
    static JsonNode sorted(JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            var out = Json.object();
            names(object).forEach(name -> out.set(name, sorted(object.get(name))));
            return out;
        }
        if (tree instanceof ArrayNode array) {
            var out = Json.array();
            array.forEach(item -> out.add(sorted(item)));
            return out;
        }
        return tree;
    }

    /** The names of an object's fields in order. */
    static Set<String> names(ObjectNode object) {
        var names = new TreeSet<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Whether the tree has at most so many levels. */
    static boolean isShallow(JsonNode tree, int levels) {
        if (levels == 0) {
            return false;
        }
        for (JsonNode child : tree) {
            if (child.isContainerNode() && !isShallow(child, levels - 1)) {
                return false;
            }
        }
        return true;
    }

    private static JsonNode escaped(JsonNode tree) {
        return switch (tree.getNodeType()) {
            case BINARY -> Json.object().put(BYTES, tree.asText());
            case NUMBER -> isFinite(tree) ? tree : Json.object().put(NUMBER, tree.asText());
            case ARRAY -> {
                var out = Json.array();
                tree.forEach(item -> out.add(escaped(item)));
                yield out;
            }
            case OBJECT -> {
                var out = Json.object();
                tree.properties().forEach(f -> out.set(f.getKey(), escaped(f.getValue())));
                yield word(tree).isEmpty() ? out : Json.object().set(OBJECT, out);
            }
            default -> tree;
        };
    }

    private static JsonNode plain(JsonNode tree) {
        return switch (word(tree)) {
            case BYTES ->
                    JsonNodeFactory.instance.binaryNode(
                            Base64.getDecoder().decode(tree.get(BYTES).asText()));
            case NUMBER -> DoubleNode.valueOf(Double.parseDouble(tree.get(NUMBER).asText()));
            case OBJECT -> children(tree.get(OBJECT));
            default -> children(tree);
        };
    }

    private static JsonNode children(JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            object.properties().forEach(f -> f.setValue(plain(f.getValue())));
        } else if (tree instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, plain(array.get(i)));
            }
        }
        return tree;
    }

    /** The word an object consists of, or nothing when it is an ordinary tree. */
    private static String word(JsonNode tree) {
        if (tree.isObject() && tree.size() == 1) {
            String name = tree.fieldNames().next();
            return WORDS.contains(name) ? name : "";
        }
        return "";
    }

    private static boolean isFinite(JsonNode number) {
        return !number.isFloatingPointNumber()
                || number.isBigDecimal()
                || Double.isFinite(number.doubleValue());
    }
}
