package org.saltern.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.Locale;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/** YAML as nodes whose tags are resolved as PyYAML resolves them, for those who build values of their own from them. */
public final class YamlNodes {
    private static final Set<String> TRUE = Set.of("yes", "true", "on");

    private YamlNodes() {}

    /**
     * The root node of one document; null when it is empty.
     *
     * @throws org.yaml.snakeyaml.error.YAMLException it is not YAML, or beyond a limit (10 MiB, depth 100)
     */
    public static Node compose(String text) {
        return yaml(DumperOptions.FlowStyle.AUTO).compose(new StringReader(text));
    }

    /** Text of a node. */
    public static String emit(Node node, boolean flow) {
        var out = new StringWriter();
        yaml(flow ? DumperOptions.FlowStyle.FLOW : DumperOptions.FlowStyle.BLOCK)
                .serialize(node, out);
        return out.toString();
    }

    /**
     * The value of a plain scalar: null, a Boolean, a number, or its text; dates are text, as in Salt.
     *
     * @throws NumberFormatException it looks like a number and is none
     */
    public static JsonNode scalar(ScalarNode node) {
        JsonNodeFactory make = JsonNodeFactory.instance;
        Tag tag = node.getTag();
        if (tag.equals(Tag.NULL)) {
            return make.nullNode();
        } else if (tag.equals(Tag.BOOL)) {
            return make.booleanNode(TRUE.contains(node.getValue().toLowerCase(Locale.ROOT)));
        } else if (tag.equals(Tag.INT)) {
            return Numbers.integer(node.getValue());
        } else if (tag.equals(Tag.FLOAT)) {
            return Numbers.floating(node.getValue());
        }
        return make.textNode(node.getValue());
    }

    private static org.yaml.snakeyaml.Yaml yaml(DumperOptions.FlowStyle style) {
        var loading = new LoaderOptions();
        loading.setCodePointLimit(10 * 1024 * 1024);
        loading.setNestingDepthLimit(100);
        loading.setMaxAliasesForCollections(1_000);
        var writing = new DumperOptions();
        writing.setDefaultFlowStyle(style);
        writing.setWidth(80);
        writing.setAllowUnicode(true);
        return new org.yaml.snakeyaml.Yaml(
                new SafeConstructor(loading),
                new Representer(writing),
                writing,
                loading,
                new SaltResolver());
    }
}
