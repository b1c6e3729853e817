package org.saltern.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** YAML nodes and scalars as Python prints them, for PyYAML's error texts. */
final class PythonNodes {
    private PythonNodes() {}

    /** The value of a map or list node, as {@code '{}'.format(node.value)}. */
    static String shown(Node node) {
        return switch (node) {
            case SequenceNode list -> list(list.getValue());
            case MappingNode map ->
                    map.getValue().stream()
                            .map(
                                    e ->
                                            "("
                                                    + whole(e.getKeyNode())
                                                    + ", "
                                                    + whole(e.getValueNode())
                                                    + ")")
                            .collect(Collectors.joining(", ", "[", "]"));
            case ScalarNode scalar -> scalar.getValue();
            default -> node.getNodeId().name();
        };
    }

    private static String list(List<Node> items) {
        return items.stream().map(PythonNodes::whole).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String whole(Node node) {
        String kind =
                node instanceof ScalarNode
                        ? "ScalarNode"
                        : node instanceof MappingNode ? "MappingNode" : "SequenceNode";
        String value = node instanceof ScalarNode s ? "'" + s.getValue() + "'" : shown(node);
        return kind + "(tag='" + node.getTag().getValue() + "', value=" + value + ")";
    }

    /** A scalar as {@code str()} gives it. */
    static String text(JsonNode scalar) {
        if (scalar.isBoolean()) {
            return scalar.booleanValue() ? "True" : "False";
        }
        if (scalar.isNull()) {
            return "None";
        }
        return scalar.isFloatingPointNumber()
                ? PythonNumber.text(scalar.doubleValue())
                : scalar.asText();
    }
}
