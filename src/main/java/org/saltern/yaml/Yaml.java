package org.saltern.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.StringReader;
import java.io.StringWriter;
import org.saltern.base.Problem;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.representer.Representer;

/**
 * YAML text to trees and back, as Salt reads and writes it. Builds no Java objects but trees; knows no tags beyond the plain
 * types. Limits: 3 MiB of text, depth 50, 50 aliases, 100,000 nodes after aliases are followed.
 */
public final class Yaml {
    private static final int LONGEST = 3 * 1024 * 1024;
    private static final int DEEPEST = 50;
    private static final int MOST_ALIASES = 50;

    private Yaml() {}

    /**
     * The tree of one document; an empty text is the null node.
     *
     * @param where names the text in messages, for example {@code body} or a path
     * @throws Problem.BadInput not YAML, a tag that is not plain, a key given twice, or beyond a limit; names line and column
     */
    public static JsonNode read(String text, String where) {
        try {
            Node node = parser().compose(new StringReader(text));
            return new TreeBuilder(where).tree(node);
        } catch (MarkedYAMLException e) {
            throw bad(e.getProblem(), where, e.getProblemMark(), e);
        } catch (YAMLException e) {
            throw bad(e.getMessage(), where, null, e);
        }
    }

    /** Text of a tree in block style with sorted keys, ending in a line feed; what Salt's {@code yaml} outputter prints. */
    public static String write(JsonNode tree) {
        var out = new StringWriter();
        parser().serialize(NodeBuilder.node(tree), out);
        String text = out.toString();
        return text.endsWith("\n...\n") ? text.substring(0, text.length() - 4) : text;
    }

    static Problem.BadInput bad(String what, String where, Mark at, Throwable cause) {
        return new Problem.BadInput(
                Problem.text("Not usable YAML: {0}", Problem.shown(String.valueOf(what))),
                at == null ? where : where + ":" + (at.getLine() + 1) + ":" + (at.getColumn() + 1),
                Problem.text("Check indentation, quotes and brackets there."),
                cause);
    }

    private static org.yaml.snakeyaml.Yaml parser() {
        var loading = new LoaderOptions();
        loading.setAllowDuplicateKeys(false);
        loading.setCodePointLimit(LONGEST);
        loading.setNestingDepthLimit(DEEPEST);
        loading.setMaxAliasesForCollections(MOST_ALIASES);
        var writing = new DumperOptions();
        writing.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        return new org.yaml.snakeyaml.Yaml(
                new SafeConstructor(loading),
                new Representer(writing),
                writing,
                loading,
                new SaltResolver());
    }
}
