package org.saltern.sls.template;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.saltern.sls.jinja.JinjaError;
import org.saltern.sls.jinja.methods.Sorting;
import org.saltern.sls.jinja.values.Bool;
import org.saltern.sls.jinja.values.Bytes;
import org.saltern.sls.jinja.values.DictValue;
import org.saltern.sls.jinja.values.Float;
import org.saltern.sls.jinja.values.Hashing;
import org.saltern.sls.jinja.values.Int;
import org.saltern.sls.jinja.values.ListValue;
import org.saltern.sls.jinja.values.None;
import org.saltern.sls.jinja.values.Numbers;
import org.saltern.sls.jinja.values.Run;
import org.saltern.sls.jinja.values.SetValue;
import org.saltern.sls.jinja.values.Str;
import org.saltern.sls.jinja.values.TupleValue;
import org.saltern.sls.jinja.values.Value;
import org.saltern.yaml.YamlNodes;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;

/** Values from and to YAML, as Salt's loader and dumper have them: keys of any type, no key twice, dates as text. */
final class YamlText {
    private static final int MOST = 200_000;

    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private int count;

    private YamlText() {}

    /**
     * The value of a document.
     *
     * @throws JinjaError an {@code AttributeError}, as the reference fails on bad YAML, but in words that help
     */
    static Value load(String text) {
        try {
            Node root = YamlNodes.compose(text);
            return root == null ? None.NONE : new YamlText().value(root);
        } catch (MarkedYAMLException e) {
            String where =
                    e.getProblemMark() == null
                            ? ""
                            : " in line " + (e.getProblemMark().getLine() + 1) + " of it";
            throw bad(e.getProblem() + where);
        } catch (ReaderException e) {
            throw new JinjaError(
                    "TemplateRuntimeError",
                    String.format(
                            "Encountered error loading yaml: unacceptable character #x%04x: control"
                                    + " characters are not allowed\n"
                                    + "  in \"<unicode string>\", position %d",
                            e.getCodePoint(), e.getPosition()),
                    e);
        } catch (YAMLException | NumberFormatException e) {
            throw bad(e.getMessage());
        }
    }

    private static JinjaError bad(String why) {
        return new JinjaError("AttributeError", "Encountered error loading yaml: " + why);
    }

    /** What a text is as one scalar, such as 1 for {@code '1'}; null when it is no YAML. */
    static Value scalarOrNull(String text) {
        try {
            return load(text);
        } catch (JinjaError e) {
            return null;
        }
    }

    private Value value(Node node) {
        if (++count > MOST) {
            throw bad("it has more than " + MOST + " values once aliases are followed");
        } else if (!open.add(node)) {
            throw bad("found unconstructable recursive node");
        }
        Value value =
                switch (node) {
                    case ScalarNode scalar -> scalar(scalar);
                    case SequenceNode sequence -> {
                        requireTag(node, Tag.SEQ);
                        yield new ListValue(sequence.getValue().stream().map(this::value).toList());
                    }
                    case MappingNode mapping -> mapping(mapping);
                    default -> throw bad("unexpected " + node.getNodeId());
                };
        open.remove(node);
        return value;
    }

    /** Salt decodes what it loads: bytes become text where they are UTF-8. */
    private static Value decoded(byte[] bytes) {
        try {
            return Str.of(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            return Bytes.of(bytes);
        }
    }

    private static void requireTag(Node node, Tag tag) {
        if (!node.getTag().equals(tag)) {
            throw bad(
                    "could not determine a constructor for the tag '"
                            + node.getTag().getValue()
                            + "'");
        }
    }

    private static Value scalar(ScalarNode node) {
        Tag tag = node.getTag();
        if (tag.equals(Tag.BINARY)) {
            return decoded(Base64.getMimeDecoder().decode(node.getValue()));
        } else if (!tag.startsWith(Tag.PREFIX) || tag.equals(Tag.MERGE) || isDefaultValue(tag)) {
            throw bad("could not determine a constructor for the tag '" + tag.getValue() + "'");
        }
        return JsonValues.ofTree(YamlNodes.scalar(node));
    }

    private Value mapping(MappingNode node) {
        if (node.getTag().equals(Tag.SET)) {
            var items = new ArrayList<Value>();
            node.getValue().forEach(entry -> items.add(value(entry.getKeyNode())));
            return new SetValue(items);
        }
        requireTag(node, Tag.MAP);
        var out = new DictValue();
        for (NodeTuple entry : flat(node)) {
            Node given = entry.getKeyNode();
            Value key =
                    given instanceof ScalarNode s && isDefaultValue(s.getTag())
                            ? Str.of(s.getValue())
                            : value(given);
            if (!Hashing.isHashable(key)) {
                throw bad("found unhashable key");
            } else if (out.entries().containsKey(key)) {
                throw bad(
                        "found conflicting ID '"
                                + org.saltern.sls.jinja.values.Repr.str(key)
                                + "'");
            }
            out.put(key, value(entry.getValueNode()));
        }
        return out;
    }

    /** YAML 1.1's {@code =}, which as a key is text and as a value nothing that the loader knows. */
    private static boolean isDefaultValue(Tag tag) {
        return tag.getValue().equals(Tag.PREFIX + "value");
    }

    /** The entries with those of merged maps before them, except where a key is given again. */
    private List<NodeTuple> flat(MappingNode node) {
        var merged = new ArrayList<NodeTuple>();
        var own = new ArrayList<NodeTuple>();
        for (NodeTuple entry : node.getValue()) {
            if (entry.getKeyNode().getTag().equals(Tag.MERGE)) {
                switch (entry.getValueNode()) {
                    case MappingNode map -> merged.addAll(flat(map));
                    case SequenceNode list ->
                            list.getValue().forEach(each -> merged.addAll(flat(asMap(each))));
                    default -> throw bad("expected a mapping or list of mappings for merging");
                }
            } else {
                own.add(entry);
            }
        }
        merged.removeIf(m -> own.stream().anyMatch(o -> isSameKey(o, m)));
        merged.addAll(own);
        return merged;
    }

    private static boolean isSameKey(NodeTuple a, NodeTuple b) {
        return a.getKeyNode() instanceof ScalarNode x
                && b.getKeyNode() instanceof ScalarNode y
                && x.getTag().equals(y.getTag())
                && x.getValue().equals(y.getValue());
    }

    private static MappingNode asMap(Node node) {
        if (node instanceof MappingNode map) {
            return map;
        }
        throw bad("expected a mapping for merging");
    }

    /** Text of a value, without white space around it. */
    static String dump(Run run, Value value, boolean flow) {
        String text =
                YamlNodes.emit(node(run, value, flow ? FlowStyle.FLOW : FlowStyle.BLOCK), flow)
                        .strip();
        run.makes(text.length());
        text = text.endsWith("\n...") ? text.substring(0, text.length() - 4) : text;
        return escaped(text);
    }

    /** PyYAML escapes characters beyond the basic plane; those are in double quotes then. */
    private static String escaped(String text) {
        if (text.codePoints().allMatch(c -> c < 0x10000)) {
            return text;
        }
        var out = new StringBuilder();
        text.codePoints()
                .forEach(
                        c ->
                                out.append(
                                        c < 0x10000
                                                ? Character.toString(c)
                                                : String.format("\\U%08X", c)));
        return out.toString();
    }

    private static Node node(Run run, Value value, FlowStyle style) {
        run.step();
        return switch (value) {
            case None ignored -> plain(Tag.NULL, "null");
            case Bool b -> plain(Tag.BOOL, String.valueOf(b.value()));
            case Int i -> plain(Tag.INT, Numbers.digits(i));
            case Float f -> plain(Tag.FLOAT, floating(f.value()));
            case Str s when s.isMarkup() -> plain(Tag.NULL, "NULL");
            case Str s -> text(s.text());
            case Bytes b -> new ScalarNode(Tag.BINARY, base64(b), null, null, ScalarStyle.LITERAL);
            case ListValue l -> sequence(run, l.items(), style);
            case TupleValue t when t.names().isEmpty() -> sequence(run, t.items(), style);
            case SetValue s when !s.isFrozen() ->
                    mapping(
                            Tag.SET,
                            run,
                            s.ordered().stream().map(k -> List.of(k, (Value) None.NONE)).toList(),
                            style);
            case DictValue d -> {
                List<Value> keys = List.copyOf(d.entries().keySet());
                if (d.kind() == DictValue.Kind.DICT) {
                    keys = sorted(run, keys);
                }
                yield mapping(
                        Tag.MAP,
                        run,
                        keys.stream().map(k -> List.of(k, d.entries().get(k))).toList(),
                        style);
            }
            default -> plain(Tag.NULL, "NULL");
        };
    }

    /** Keys that cannot be compared stay as they are. */
    private static List<Value> sorted(Run run, List<Value> keys) {
        try {
            return Sorting.sorted(run, keys, key -> key, false);
        } catch (JinjaError e) {
            if (!e.type().equals("TypeError")) {
                throw e;
            }
            return keys;
        }
    }

    private static String base64(Bytes bytes) {
        return Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(bytes.content()) + "\n";
    }

    private static Node mapping(Tag tag, Run run, List<List<Value>> entries, FlowStyle style) {
        var tuples = new ArrayList<NodeTuple>();
        entries.forEach(
                e ->
                        tuples.add(
                                new NodeTuple(
                                        node(run, e.get(0), style), node(run, e.get(1), style))));
        return new MappingNode(tag, tuples, style);
    }

    private static Node sequence(Run run, List<Value> items, FlowStyle style) {
        return new SequenceNode(
                Tag.SEQ,
                new ArrayList<>(items.stream().map(each -> node(run, each, style)).toList()),
                style);
    }

    private static Node plain(Tag tag, String text) {
        return new ScalarNode(tag, text, null, null, ScalarStyle.PLAIN);
    }

    private static Node text(String text) {
        boolean quoted =
                text.codePoints()
                        .anyMatch(c -> c >= 0x10000 || "\u0085\u2028\u2029\ufeff".indexOf(c) >= 0);
        ScalarStyle style = text.indexOf('\n') >= 0 ? ScalarStyle.SINGLE_QUOTED : ScalarStyle.PLAIN;
        return new ScalarNode(
                Tag.STR, text, null, null, quoted ? ScalarStyle.DOUBLE_QUOTED : style);
    }

    /** A float as PyYAML writes it: {@code 1.0e+20}. */
    static String floating(double value) {
        if (Double.isNaN(value)) {
            return ".nan";
        } else if (Double.isInfinite(value)) {
            return value > 0 ? ".inf" : "-.inf";
        }
        String text = Numbers.repr(value);
        return text.indexOf('.') < 0 && text.indexOf('e') > 0 ? text.replace("e", ".0e") : text;
    }
}
