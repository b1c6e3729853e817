package org.saltern.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Turns one parsed document into a tree; not shared between documents. */
final class TreeBuilder {
    /** YAML 1.1's "default value" key, which Salt does not know: plain text. */
    static final Tag EQUALS = new Tag(Tag.PREFIX + "value");

    private static final int MOST_NODES = 100_000;
    private static final Set<String> TRUE = Set.of("yes", "true", "on");
    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

    private final String where;
    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private int nodes;

    TreeBuilder(String where) {
        this.where = where;
    }

    /** The tree of a node; null (an empty document) is the null node. */
    JsonNode tree(Node node) {
        if (node == null) {
            return MAKE.nullNode();
        }
        if (++nodes > MOST_NODES) {
            throw refuse(
                    node, "it has more than " + MOST_NODES + " values once aliases are followed");
        }
        if (!open.add(node)) {
            throw refuse(node, "it contains itself");
        }
        try {
            return switch (node) {
                case MappingNode mapping -> mapping(mapping);
                case SequenceNode sequence -> sequence(sequence);
                case ScalarNode scalar -> scalar(scalar);
                default -> throw refuse(node, "unexpected " + node.getNodeId());
            };
        } finally {
            open.remove(node);
        }
    }

    private ArrayNode sequence(SequenceNode node) {
        requireTag(node, Tag.SEQ);
        ArrayNode out = Json.array();
        node.getValue().forEach(item -> out.add(tree(item)));
        return out;
    }

    private ObjectNode mapping(MappingNode node) {
        requireTag(node, Tag.MAP);
        ObjectNode out = Json.object();
        for (NodeTuple entry : node.getValue()) {
            if (entry.getKeyNode().getTag().equals(Tag.MERGE)) {
                continue;
            }
            String key = key(entry.getKeyNode());
            if (out.has(key)) {
                throw refuse(
                        entry.getKeyNode(), "the key '" + Problem.shown(key) + "' is given twice");
            }
            out.set(key, tree(entry.getValueNode()));
        }
        for (MappingNode merged : merged(node)) {
            mapping(merged).properties().forEach(e -> out.putIfAbsent(e.getKey(), e.getValue()));
        }
        return out;
    }

    /** The maps behind {@code <<}, the strongest first. */
    private List<MappingNode> merged(MappingNode node) {
        List<MappingNode> out = new ArrayList<>();
        for (NodeTuple entry : node.getValue()) {
            if (entry.getKeyNode().getTag().equals(Tag.MERGE)) {
                Deque<Node> left = new ArrayDeque<>(List.of(entry.getValueNode()));
                while (!left.isEmpty()) {
                    switch (left.poll()) {
                        case MappingNode map when !open.contains(map) -> out.add(map);
                        case SequenceNode list -> left.addAll(list.getValue());
                        case Node other ->
                                throw refuse(other, "'<<' wants a map or a list of maps");
                    }
                }
            }
        }
        return out;
    }

    private String key(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar(scalar).asText();
        }
        throw refuse(node, "a key has to be a word or a number");
    }

    private JsonNode scalar(ScalarNode node) {
        String text = node.getValue();
        Tag tag = node.getTag();
        if (tag.equals(Tag.STR) || tag.equals(Tag.TIMESTAMP) || tag.equals(EQUALS)) {
            return MAKE.textNode(text);
        }
        if (tag.equals(Tag.NULL)) {
            return MAKE.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return MAKE.booleanNode(TRUE.contains(text.toLowerCase(Locale.ROOT)));
        }
        try {
            if (tag.equals(Tag.INT)) {
                return Numbers.integer(text);
            }
            if (tag.equals(Tag.FLOAT)) {
                return Numbers.floating(text);
            }
        } catch (NumberFormatException e) {
            throw refuse(node, "'" + Problem.shown(text) + "' is no number");
        }
        throw refuse(node, "the tag " + tag.getValue() + " is not allowed");
    }

    private void requireTag(Node node, Tag tag) {
        if (!node.getTag().equals(tag)) {
            throw refuse(node, "the tag " + node.getTag().getValue() + " is not allowed");
        }
    }

    private Problem.BadInput refuse(Node node, String why) {
        return Yaml.bad(why, where, node.getStartMark(), null);
    }
}
