package org.saltern.yaml;

import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Which plain scalars are not text: YAML 1.1 as PyYAML resolves it, which Salt uses. {@code yes} is a boolean, {@code 1e3} is
 * text. Dates are told apart so that text which looks like one is written in quotes; {@link TreeBuilder} reads them as text,
 * as Salt does.
 */
final class SaltResolver extends Resolver {
    private static final Pattern BOOLEAN =
            Pattern.compile(
                    "yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF");
    private static final Pattern FLOATING =
            Pattern.compile(
                    "[-+]?[0-9][0-9_]*\\.[0-9_]*(?:[eE][-+][0-9]+)?"
                            + "|\\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?"
                            + "|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\\.[0-9_]*"
                            + "|[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN)");
    private static final Pattern INTEGER =
            Pattern.compile(
                    "[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)"
                            + "|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+");
    private static final Pattern NOTHING = Pattern.compile("~|null|Null|NULL|");
    private static final Pattern DATE =
            Pattern.compile(
                    "[0-9]{4}-[0-9]{2}-[0-9]{2}"
                            + "|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \\t]+)"
                            + "[0-9]{1,2}:[0-9]{2}:[0-9]{2}"
                            + "(?:\\.[0-9]*)?(?:[ \\t]*(?:Z|[-+][0-9]{1,2}(?::?[0-9]{2})?))?");
    private static final Pattern EQUALS = Pattern.compile("=");
    private static final Pattern MERGE = Pattern.compile("<<");
    private static final int LONGEST = 1024;

    @Override
    protected void addImplicitResolvers() {
        add(Tag.BOOL, BOOLEAN, "yYnNtTfFoO");
        add(Tag.INT, INTEGER, "-+0123456789");
        add(Tag.FLOAT, FLOATING, "-+0123456789.");
        add(Tag.TIMESTAMP, DATE, "0123456789");
        add(TreeBuilder.EQUALS, EQUALS, "=");
        add(Tag.MERGE, MERGE, "<");
        add(Tag.NULL, NOTHING, "~nN\0");
        add(Tag.NULL, NOTHING, null);
    }

    private void add(Tag tag, Pattern whole, String first) {
        addImplicitResolver(tag, Pattern.compile("^(?:" + whole.pattern() + ")$"), first, LONGEST);
    }
}
