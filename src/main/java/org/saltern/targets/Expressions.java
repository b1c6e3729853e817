package org.saltern.targets;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.saltern.base.Problem;
import org.saltern.targets.Expression.ByValue.Source;
import org.saltern.targets.PathPattern.By;

/** Reads target expressions of every type upstream has. */
public final class Expressions {
    /** The longest expression, in characters: a list of some thousand hosts. */
    public static final int LONGEST = 1_000_000;

    private Expressions() {}

    /**
     * Reads an expression that names no groups, as a minion gets it.
     *
     * @param type upstream's word in {@code tgt_type}: glob, pcre, list, grain, grain_pcre, pillar, pillar_pcre, pillar_exact,
     *     ipcidr, compound; {@code range} needs {@link Ranges}
     * @param text the expression; for a list the ids joined by ','
     * @param delimiter between the words of a grain or pillar path, ':' normally; a compound expression has its own
     * @throws Problem.BadInput it does not parse, asks for a range, or is of an unknown type
     */
    public static Expression parse(String type, String text, String delimiter) {
        return parse(type, text, delimiter, name -> Optional.empty(), Ranges.NONE);
    }

    /**
     * As {@link #parse(String, String, String)}, with groups (type nodegroup, {@code N@} in compound expressions) and ranges
     * (type range, {@code R@}), which are looked up while this reads.
     *
     * @throws Problem.NotFound no such group
     * @throws Problem.BadInput it does not parse, a group is part of itself, or the range server does not understand a range
     * @throws Problem.Unavailable a range cannot be looked up
     */
    public static Expression parse(
            String type,
            String text,
            String delimiter,
            Function<String, Optional<GroupRule>> groups,
            Ranges ranges) {
        if (text.length() > LONGEST) {
            throw new Problem.BadInput(
                    Problem.text("The target has {0} characters", text.length()),
                    "target",
                    Problem.text("Make a group of these hosts and name that."));
        }
        return switch (type) {
            case "glob" -> new Expression.ByGlob(Glob.of(text));
            case "pcre" -> new Expression.ByRegex(Regex.of(text));
            case "list" -> list(text);
            case "grain" -> value(Source.GRAINS, By.GLOB, text, delimiter);
            case "grain_pcre" -> value(Source.GRAINS, By.REGEX, text, delimiter);
            case "pillar" -> value(Source.PILLAR, By.GLOB, text, delimiter);
            case "pillar_pcre" -> value(Source.PILLAR, By.REGEX, text, delimiter);
            case "pillar_exact" -> value(Source.PILLAR, By.EQUALITY, text, delimiter);
            case "ipcidr" -> new Expression.ByAddress(text, Network.parse(text));
            case "compound" -> new CompoundParser(groups, ranges).parse(text);
            case "nodegroup" -> new CompoundParser(groups, ranges).group(text);
            case "range" -> range(text, ranges);
            default ->
                    throw new Problem.BadInput(
                            Problem.text("Unknown target type '{0}'", Problem.shown(type)),
                            "tgt_type",
                            Problem.text(
                                    "Use glob, pcre, list, grain, grain_pcre, pillar, pillar_pcre,"
                                            + " pillar_exact, ipcidr, range, compound or nodegroup."));
        };
    }

    static Expression list(String text) {
        Set<String> ids =
                Arrays.stream(text.split(",", -1))
                        .map(String::strip)
                        .filter(id -> !id.isEmpty())
                        .collect(Collectors.toCollection(java.util.LinkedHashSet::new));
        return new Expression.ByName(ids);
    }

    static Expression value(Source source, By by, String path, String delimiter) {
        if (delimiter.isEmpty()) {
            throw new Problem.BadInput(
                    "The delimiter is empty", "delimiter", "Use ':' or another character.");
        }
        return new Expression.ByValue(
                source, by, path, delimiter, new PathPattern(path, delimiter, by));
    }

    static Expression range(String text, Ranges ranges) {
        return new Expression.ByRange(text, ranges.hosts(text));
    }
}
