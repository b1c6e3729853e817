package org.saltern.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Turns a tree into YAML nodes, keys sorted, scalars plain where they can be. */
final class NodeBuilder {
    /** Line and paragraph separators and the byte order mark: lost or changed unless escaped. */
    private static final String UNSAFE_UNQUOTED = "\u0085\u2028\u2029\ufeff";

    private NodeBuilder() {}

    static Node node(JsonNode tree) {
        return switch (tree.getNodeType()) {
            case OBJECT -> mapping(tree);
            case ARRAY -> sequence(tree);
            case STRING -> scalar(Tag.STR, tree.textValue());
            case BOOLEAN -> scalar(Tag.BOOL, tree.asText());
            case NUMBER ->
                    tree.isIntegralNumber()
                            ? scalar(Tag.INT, tree.asText())
                            : scalar(Tag.FLOAT, floating(tree.doubleValue()));
            case BINARY -> scalar(Tag.BINARY, tree.asText());
            case NULL, MISSING, POJO -> scalar(Tag.NULL, "null");
        };
    }

    private static Node mapping(JsonNode tree) {
        List<NodeTuple> entries = new ArrayList<>();
        tree.properties().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(
                        e ->
                                entries.add(
                                        new NodeTuple(
                                                scalar(Tag.STR, e.getKey()), node(e.getValue()))));
        return new MappingNode(Tag.MAP, entries, FlowStyle.BLOCK);
    }

    private static Node sequence(JsonNode tree) {
        List<Node> items = new ArrayList<>();
        tree.forEach(item -> items.add(node(item)));
        return new SequenceNode(Tag.SEQ, items, FlowStyle.BLOCK);
    }

    /** A float as PyYAML writes it, so that reading gives a float again. */
    private static String floating(double value) {
        if (Double.isNaN(value)) {
            return ".nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? ".inf" : "-.inf";
        }
        return PythonNumber.text(value, true);
    }

    private static Node scalar(Tag tag, String text) {
        boolean quoted = text.chars().anyMatch(c -> UNSAFE_UNQUOTED.indexOf(c) >= 0);
        ScalarStyle style = quoted ? ScalarStyle.DOUBLE_QUOTED : ScalarStyle.PLAIN;
        return new ScalarNode(tag, text, null, null, style);
    }
}
