package org.saltern.targets;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.saltern.base.Problem;

/** Reads a regular expression in Python's syntax. */
final class RegexParser {
    /** The tree and how many groups it has. */
    record Parsed(RegexNode root, int groups) {}

    /** Deeper nesting of brackets than anybody writes. */
    private static final int DEEPEST = 50;

    private static final int ENDLESS = Integer.MAX_VALUE;

    private final RegexSource in;
    private final RegexEscapes escapes;
    private final Map<String, Integer> names = new HashMap<>();
    private RegexFlags flags = RegexFlags.NONE;
    private int groups;
    private int depth;

    RegexParser(String text) {
        this.in = new RegexSource(text);
        this.escapes = new RegexEscapes(in);
    }

    Parsed parse() {
        RegexNode root = choice();
        if (in.more()) {
            throw in.bad(Problem.text("a ')' without its '('"));
        }
        return new Parsed(root, groups);
    }

    private RegexNode choice() {
        var options = new ArrayList<RegexNode>();
        do {
            options.add(sequence());
        } while (in.take('|'));
        return options.size() == 1 ? options.get(0) : new RegexNode.Choice(List.copyOf(options));
    }

    private RegexNode sequence() {
        var parts = new ArrayList<RegexNode>();
        while (skipped() && in.peek() != '|' && in.peek() != ')') {
            RegexNode part = part();
            if (part != null) {
                parts.add(repeated(part));
            }
        }
        return parts.size() == 1 ? parts.get(0) : new RegexNode.Sequence(List.copyOf(parts));
    }

    /** Passes over what a verbose expression does not count; whether anything is left. */
    private boolean skipped() {
        while (flags.verbose() && in.more()) {
            if (in.peek() == '#') {
                in.skipTo('\n');
            } else if (Character.isWhitespace(in.peek())) {
                in.next();
            } else {
                break;
            }
        }
        return in.more();
    }

    /** The next part, or null for something that matches nothing by itself, such as a flag. */
    private RegexNode part() {
        int c = in.next();
        return switch (c) {
            case '.' -> new RegexNode.One(flags.dotAll() ? CodePoints.ALL : p -> p != '\n');
            case '^' ->
                    new RegexNode.Anchor(
                            flags.multiline() ? RegexEscapes::lineStart : RegexEscapes::start);
            case '$' ->
                    new RegexNode.Anchor(
                            flags.multiline()
                                    ? RegexEscapes::lineEnd
                                    : RegexEscapes::endOrLastLine);
            case '[' -> new RegexNode.One(escapes.set(flags.ignoreCase()));
            case '(' -> group();
            case '\\' -> escaped();
            case '*', '+', '?' ->
                    throw in.bad(Problem.text("nothing to repeat before '{0}'", (char) c));
            default -> one(CodePoints.range(c, c));
        };
    }

    private RegexNode one(CodePoints set) {
        return new RegexNode.One(flags.ignoreCase() ? set.ignoringCase() : set);
    }

    private RegexNode escaped() {
        if (in.more() && in.peek() >= '1' && in.peek() <= '9') {
            int group = in.number(2);
            if (group > groups) {
                throw in.bad(Problem.text("no group {0} before this", group));
            }
            return new RegexNode.Again(group, flags.ignoreCase());
        }
        RegexNode.Anchor.Property property = escapes.anchor();
        return property != null ? new RegexNode.Anchor(property) : one(escapes.one());
    }

    private RegexNode repeated(RegexNode part) {
        RegexNode now = part;
        int[] bounds = skipped() ? bounds() : null;
        if (bounds != null) {
            boolean lazy = in.take('?');
            boolean possessive = !lazy && in.take('+');
            now = new RegexNode.Repeat(part, bounds[0], bounds[1], !lazy);
            now = possessive ? new RegexNode.Atomic(now) : now;
            if (skipped() && bounds() != null) {
                throw in.bad(Problem.text("a repeat right after a repeat"));
            }
        }
        return now;
    }

    /** The bounds of a repeat that begins here; null when none does. */
    private int[] bounds() {
        if (in.take('*')) {
            return new int[] {0, ENDLESS};
        } else if (in.take('+')) {
            return new int[] {1, ENDLESS};
        } else if (in.take('?')) {
            return new int[] {0, 1};
        }
        return in.more() && in.peek() == '{' ? counted() : null;
    }

    /** {@code {2}}, {@code {2,}}, {@code {,3}}, {@code {2,3}}; any other bracket stands for itself. */
    private int[] counted() {
        int from = in.at();
        in.next();
        int least = in.number(4);
        boolean comma = in.take(',');
        int most = comma ? in.number(4) : least;
        if (!in.take('}') || !comma && least < 0) {
            in.back(from);
            return null;
        }
        if (least > 1_000 || most > 1_000) {
            throw in.bad(Problem.text("a part repeated more than 1000 times"));
        }
        if (most >= 0 && least > most) {
            throw in.bad(Problem.text("a repeat whose lower bound is above its upper bound"));
        }
        return new int[] {Math.max(least, 0), most < 0 ? ENDLESS : most};
    }

    private RegexNode group() {
        if (!in.take('?')) {
            return numbered(null);
        } else if (in.take(':')) {
            return inner(this::choice);
        } else if (in.take('=')) {
            return new RegexNode.Look(inner(this::choice), false, true);
        } else if (in.take('!')) {
            return new RegexNode.Look(inner(this::choice), false, false);
        } else if (in.take('>')) {
            return new RegexNode.Atomic(inner(this::choice));
        } else if (in.take('#')) {
            in.skipTo(')');
            return null;
        } else if (in.take('P')) {
            return named();
        } else if (in.take('(')) {
            return conditional();
        } else if (in.take('<')) {
            return behind();
        }
        return flagged();
    }

    private RegexNode numbered(String name) {
        int number = ++groups;
        if (name != null && names.putIfAbsent(name, number) != null) {
            throw in.bad(Problem.text("two groups named {0}", name));
        }
        return new RegexNode.Group(number, inner(this::choice));
    }

    /** What stands up to the closing bracket; flags set inside end there. */
    private <T> T inner(Supplier<T> read) {
        RegexFlags before = flags;
        if (++depth > DEEPEST) {
            throw in.bad(Problem.text("brackets nested more than {0} deep", DEEPEST));
        }
        T found = read.get();
        if (!in.take(')')) {
            throw in.bad(Problem.text("a '(' without its ')'"));
        }
        depth--;
        flags = before;
        return found;
    }

    private RegexNode named() {
        if (in.take('<')) {
            return numbered(in.until('>'));
        } else if (in.take('=')) {
            return new RegexNode.Again(known(in.until(')')), flags.ignoreCase());
        }
        throw in.bad(Problem.text("an unknown kind of group"));
    }

    private int known(String nameOrNumber) {
        Integer group =
                nameOrNumber.matches("[0-9]{1,3}")
                        ? Integer.valueOf(nameOrNumber)
                        : names.get(nameOrNumber);
        if (group == null || group < 1 || group > groups) {
            throw in.bad(Problem.text("no group '{0}' before this", Problem.shown(nameOrNumber)));
        }
        return group;
    }

    private RegexNode conditional() {
        int group = known(in.until(')'));
        return inner(
                () -> {
                    RegexNode then = sequence();
                    RegexNode otherwise =
                            in.take('|') ? sequence() : new RegexNode.Sequence(List.of());
                    return new RegexNode.IfGroup(group, then, otherwise);
                });
    }

    private RegexNode behind() {
        boolean wanted = in.take('=');
        if (!wanted && !in.take('!')) {
            throw in.bad(Problem.text("an unknown kind of group"));
        }
        RegexNode part = inner(this::choice);
        if (part.width() < 0) {
            throw in.bad(Problem.text("a look behind of varying width"));
        }
        return new RegexNode.Look(part, true, wanted);
    }

    /** {@code (?i)} for the rest of the group, {@code (?i:…)} for the part in it. */
    private RegexNode flagged() {
        RegexFlags before = flags;
        RegexFlags now = flags;
        boolean on = true;
        while (in.more() && in.peek() != ')' && in.peek() != ':') {
            int c = in.next();
            if (c == '-') {
                on = false;
            } else {
                now = now.with(c, on);
            }
            if (now == null) {
                throw in.bad(Problem.text("an unknown flag or kind of group"));
            }
        }
        flags = now;
        if (in.take(')')) {
            return null;
        } else if (!in.take(':')) {
            throw in.bad(Problem.text("a '(' without its ')'"));
        }
        RegexNode part = inner(this::choice);
        flags = before;
        return part;
    }
}
