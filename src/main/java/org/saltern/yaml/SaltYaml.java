package org.saltern.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.saltern.base.Json;
import org.saltern.yaml.YamlFault.Kind;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * YAML of SLS and pillar files, read as Salt's loader reads it ({@code salt.utils.yamlloader}): merge keys come first, a key
 * given twice is refused at any level, {@code 0644} is 644, dates stay text. Errors are PyYAML's. Limits: 10 MiB of text,
 * depth 100, 200,000 values after aliases are followed.
 */
public final class SaltYaml {
    private static final int LONGEST = 10 * 1024 * 1024;
    private static final int DEEPEST = 100;
    private static final int MOST_VALUES = 200_000;
    private static final Set<String> TRUE = Set.of("yes", "true", "on");
    private static final Set<String> FALSE = Set.of("no", "false", "off");
    private static final Tag SET = Tag.SET;
    private static final Tag OMAP = Tag.OMAP;
    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<MappingNode> flat = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<String, String> oddKeys = new TreeMap<>();
    private int values;
    private int depth;

    private SaltYaml() {}

    /**
     * What was read.
     *
     * @param tree the null node for an empty text
     * @param oddKeys keys of the topmost map that are no text, with Python's name of their type ({@code int}, {@code bool},
     *     {@code float}, {@code NoneType})
     * @param root where everything stands; null for an empty text
     */
    public record Loaded(JsonNode tree, Map<String, String> oddKeys, Spot root) {}

    /** @throws YamlFault it is not YAML, or has what Salt refuses */
    public static Loaded load(String text) {
        if (text.length() > LONGEST) {
            throw limit("the text has more than " + LONGEST + " characters");
        }
        var options = new LoaderOptions();
        options.setCodePointLimit(LONGEST);
        options.setNestingDepthLimit(DEEPEST);
        options.setMaxAliasesForCollections(Integer.MAX_VALUE);
        options.setAllowRecursiveKeys(false);
        options.setTagInspector(tag -> true); // tags are refused below, in PyYAML's words
        var parser = new ParserImpl(new StreamReader(new StringReader(text)), options);
        var reader = new SaltYaml();
        try {
            Node root = new Composer(parser, new SaltResolver(), options).getSingleNode();
            JsonNode tree = root == null ? MAKE.nullNode() : reader.tree(root);
            if (root instanceof MappingNode map) {
                reader.describe(map);
            }
            return new Loaded(tree, reader.oddKeys, root == null ? null : Spot.of(root));
        } catch (MarkedYAMLException e) {
            throw Libyaml.fault(e);
        } catch (YAMLException e) {
            throw new YamlFault(Kind.READER, e.getMessage(), e.getMessage(), 0, 0, e);
        }
    }

    private static YamlFault limit(String why) {
        return new YamlFault(Kind.LIMIT, why, "YAML is refused: " + why, 0, 0, null);
    }

    private void describe(MappingNode map) {
        for (NodeTuple entry : map.getValue()) {
            if (entry.getKeyNode() instanceof ScalarNode key && !isText(key)) {
                oddKeys.put(keyText(key), pythonType(key));
            }
        }
    }

    private JsonNode tree(Node node) {
        if (++values > MOST_VALUES) {
            throw limit("it has more than " + MOST_VALUES + " values once aliases are followed");
        }
        if (!open.add(node)) {
            throw fault(node, "found unconstructable recursive node");
        }
        if (++depth > DEEPEST) {
            throw limit("it is deeper than " + DEEPEST + " levels");
        }
        try {
            return switch (node) {
                case MappingNode mapping -> mapping(mapping);
                case SequenceNode sequence -> sequence(sequence);
                case ScalarNode scalar -> scalar(scalar);
                default -> throw fault(node, "unexpected " + node.getNodeId());
            };
        } finally {
            open.remove(node);
            depth--;
        }
    }

    private JsonNode sequence(SequenceNode node) {
        if (node.getTag().equals(OMAP)) {
            ObjectNode out = Json.object();
            for (Node item : node.getValue()) {
                if (item instanceof MappingNode pair && pair.getValue().size() == 1) {
                    out.setAll(mapping(pair));
                } else {
                    throw fault(item, "expected a mapping of length 1");
                }
            }
            return out;
        }
        if (!node.getTag().equals(Tag.SEQ)) {
            throw noConstructor(node);
        }
        ArrayNode out = Json.array();
        node.getValue().forEach(item -> out.add(tree(item)));
        return out;
    }

    private ObjectNode mapping(MappingNode node) {
        if (!node.getTag().equals(Tag.MAP)
                && !node.getTag().equals(SET)
                && !node.getTag().equals(OMAP)) {
            throw noConstructor(node);
        }
        flatten(node);
        ObjectNode out = Json.object();
        Set<Object> seen = new HashSet<>();
        for (NodeTuple entry : node.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                throw Libyaml.fault(
                        Kind.CONSTRUCTOR,
                        "while constructing a mapping",
                        node.getStartMark(),
                        "found unacceptable key " + PythonNodes.shown(entry.getKeyNode()),
                        entry.getKeyNode().getStartMark(),
                        null);
            }
            JsonNode value = tree(entry.getValueNode());
            if (!seen.add(identity(key))) {
                throw Libyaml.fault(
                        Kind.CONSTRUCTOR,
                        "while constructing a mapping",
                        node.getStartMark(),
                        "found conflicting ID '" + PythonNodes.text(scalar(key)) + "'",
                        key.getStartMark(),
                        null);
            }
            out.set(keyText(key), value);
        }
        return out;
    }

    /** Puts what {@code <<} brings in front of the map's own entries, once per map. */
    private void flatten(MappingNode node) {
        if (!flat.add(node)) {
            return;
        }
        var merged = new ArrayList<NodeTuple>();
        var own = new ArrayList<NodeTuple>();
        for (NodeTuple entry : node.getValue()) {
            if (entry.getKeyNode().getTag().equals(Tag.MERGE)) {
                merge(node, entry.getValueNode(), merged);
            } else {
                own.add(entry);
            }
        }
        if (merged.isEmpty()) {
            node.setValue(own);
            return;
        }
        Set<String> names = new HashSet<>();
        for (NodeTuple entry : own) {
            if (entry.getKeyNode() instanceof ScalarNode key) {
                names.add(key.getValue());
            }
        }
        merged.removeIf(
                e -> e.getKeyNode() instanceof ScalarNode key && names.contains(key.getValue()));
        merged.addAll(own);
        node.setValue(merged);
    }

    private void merge(MappingNode node, Node value, List<NodeTuple> into) {
        if (value instanceof MappingNode map) {
            flatten(map);
            into.addAll(map.getValue());
        } else if (value instanceof SequenceNode list) {
            List<Node> items = list.getValue();
            for (int i = items.size() - 1; i >= 0; i--) {
                if (!(items.get(i) instanceof MappingNode map)) {
                    throw noMerge(node, items.get(i), "expected a mapping for merging, but found ");
                }
                flatten(map);
                into.addAll(map.getValue());
            }
        } else {
            throw noMerge(
                    node, value, "expected a mapping or list of mappings for merging, but found ");
        }
        if (into.size() > MOST_VALUES) {
            throw limit("merge keys bring more than " + MOST_VALUES + " entries");
        }
    }

    private static YamlFault noMerge(Node node, Node found, String words) {
        return Libyaml.fault(
                Kind.CONSTRUCTOR,
                "while constructing a mapping",
                node.getStartMark(),
                words + found.getNodeId().name().toLowerCase(Locale.ROOT),
                found.getStartMark(),
                null);
    }

    private static boolean isText(ScalarNode key) {
        Tag tag = key.getTag();
        return !tag.equals(Tag.INT)
                && !tag.equals(Tag.FLOAT)
                && !tag.equals(Tag.BOOL)
                && !tag.equals(Tag.NULL);
    }

    private static String pythonType(ScalarNode key) {
        Tag tag = key.getTag();
        if (tag.equals(Tag.INT)) {
            return "int";
        }
        if (tag.equals(Tag.FLOAT)) {
            return "float";
        }
        return tag.equals(Tag.BOOL) ? "bool" : "NoneType";
    }

    private static String keyText(ScalarNode key) {
        return scalar(key).asText();
    }

    /** What two keys that are the same in Python share: 1, 1.0 and true are one key. */
    private static Object identity(ScalarNode key) {
        JsonNode value = scalar(key);
        if (value.isBoolean()) {
            return value.booleanValue() ? 1.0 : 0.0;
        }
        if (value.isNumber()) {
            return value.isBigInteger() ? value.bigIntegerValue() : (Object) value.doubleValue();
        }
        return value.isNull() ? Tag.NULL : value.asText();
    }

    private static JsonNode scalar(ScalarNode node) {
        String text = node.getValue();
        Tag tag = node.getTag();
        if (tag.equals(Tag.STR)
                || tag.equals(Tag.TIMESTAMP)
                || tag.equals(TreeBuilder.EQUALS)
                || tag.equals(Tag.MERGE)
                || tag.getValue().equals(Tag.PREFIX + "python/unicode")) {
            return MAKE.textNode(text);
        }
        if (tag.equals(Tag.NULL)) {
            return MAKE.nullNode();
        }
        try {
            if (tag.equals(Tag.BOOL)) {
                return truth(text);
            }
            if (tag.equals(Tag.INT)) {
                return Numbers.integer(text);
            }
            if (tag.equals(Tag.FLOAT)) {
                return Numbers.floating(text);
            }
            if (tag.equals(Tag.BINARY)) {
                return MAKE.binaryNode(Base64.getMimeDecoder().decode(text));
            }
        } catch (IllegalArgumentException e) {
            throw fault(node, "failed to read '" + text + "' as " + tag.getValue());
        }
        throw noConstructor(node);
    }

    private static JsonNode truth(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (!TRUE.contains(lower) && !FALSE.contains(lower)) {
            throw new IllegalArgumentException(text);
        }
        return MAKE.booleanNode(TRUE.contains(lower));
    }

    private static YamlFault noConstructor(Node node) {
        return fault(
                node,
                "could not determine a constructor for the tag '" + node.getTag().getValue() + "'");
    }

    private static YamlFault fault(Node node, String problem) {
        return Libyaml.fault(Kind.CONSTRUCTOR, null, null, problem, node.getStartMark(), null);
    }
}
