package org.saltern.targets;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.saltern.base.Problem;
import org.saltern.targets.Expression.ByValue.Source;
import org.saltern.targets.PathPattern.By;

/**
 * Reads compound expressions: words between spaces, joined by {@code and}, {@code or}, {@code not} and brackets (words of
 * their own), {@code not} binding closest and {@code or} least; {@code a not b} is {@code a and not b}. A word is a glob unless
 * it begins with {@code G@} (grain), {@code P@} (grain, regular expression), {@code I@}, {@code J@} (the same for pillar),
 * {@code L@} (list), {@code N@} (group), {@code S@} (address or network), {@code E@} (regular expression), {@code R@} (range). The first four may
 * name their delimiter: {@code G|@a|b}.
 */
final class CompoundParser {
    private static final Pattern WORD = Pattern.compile("\\S+");
    private static final Pattern PREFIX = Pattern.compile("([GPIJ])(.?)@(.*)|([LNSER])@(.*)");
    private static final int DEEPEST = 100;

    /** Groups that name groups may grow without bound; no real target has so many parts. */
    private static final int MOST_PARTS = 20_000;

    private record Word(String text, int number, int at) {}

    private final Function<String, Optional<GroupRule>> groups;
    private final Ranges ranges;
    private final Deque<String> open = new ArrayDeque<>();
    private Deque<Word> words = new ArrayDeque<>();
    private Word last;
    private int depth;
    private int parts;

    CompoundParser(Function<String, Optional<GroupRule>> groups, Ranges ranges) {
        this.groups = groups;
        this.ranges = ranges;
    }

    Expression parse(String text) {
        Deque<Word> outer = words;
        Word outerLast = last;
        words = split(text);
        last = null;
        Expression whole = any();
        if (!words.isEmpty()) {
            throw bad(
                    words.peek(),
                    Problem.text("'and' or 'or' is missing before it"),
                    Problem.text("Join words by 'and' or 'or'."));
        }
        words = outer;
        last = outerLast;
        return whole;
    }

    private static Deque<Word> split(String text) {
        var all = new ArrayDeque<Word>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            all.add(new Word(matcher.group(), all.size() + 1, matcher.start() + 1));
        }
        return all;
    }

    private Expression any() {
        var options = new ArrayList<Expression>();
        do {
            options.add(all());
        } while (take("or"));
        return options.size() == 1 ? options.get(0) : new Expression.AnyOf(List.copyOf(options));
    }

    private Expression all() {
        var needed = new ArrayList<Expression>();
        do {
            needed.add(one());
        } while (take("and") || isNext("not"));
        return needed.size() == 1 ? needed.get(0) : new Expression.AllOf(List.copyOf(needed));
    }

    private Expression one() {
        boolean wanted = true;
        while (take("not")) {
            wanted = !wanted;
        }
        Expression found = take("(") ? deeper(this::bracketed) : operand();
        return wanted ? found : new Expression.Not(found);
    }

    private Expression bracketed() {
        Word opening = last;
        Expression inside = any();
        if (!take(")")) {
            throw words.isEmpty()
                    ? bad(
                            opening,
                            Problem.text("it is never closed"),
                            Problem.text("Add a ')' as a word of its own."))
                    : bad(
                            words.peek(),
                            Problem.text("'and' or 'or' is missing before it"),
                            Problem.text("Join words by 'and' or 'or'."));
        }
        return inside;
    }

    private <T> T deeper(Supplier<T> read) {
        if (++depth > DEEPEST) {
            throw new Problem.BadInput(
                    Problem.text("The target nests more than {0} brackets and groups", DEEPEST),
                    "target",
                    Problem.text("Write it with fewer."));
        }
        T found = read.get();
        depth--;
        return found;
    }

    private Expression operand() {
        if (words.isEmpty()) {
            throw last == null
                    ? new Problem.BadInput(
                            "The target is empty", "target", "Write * for all hosts.")
                    : bad(
                            last,
                            Problem.text("nothing follows it"),
                            Problem.text("Write a host, group or condition after it."));
        }
        Word word = words.pop();
        last = word;
        if (List.of("and", "or", ")").contains(word.text)) {
            throw bad(
                    word,
                    Problem.text("a host, group or condition is missing before it"),
                    Problem.text("Write one there."));
        }
        if (++parts > MOST_PARTS) {
            throw bad(
                    word,
                    Problem.text("the target has more than {0} parts", MOST_PARTS),
                    Problem.text("Use fewer groups of groups."));
        }
        return prefixed(word);
    }

    private Expression prefixed(Word word) {
        Matcher prefix = PREFIX.matcher(word.text);
        if (!prefix.matches()) {
            return glob(word);
        }
        boolean hasPath = prefix.group(1) != null;
        String rest = hasPath ? prefix.group(3) : prefix.group(5);
        if (rest.isEmpty()) {
            throw bad(
                    word,
                    Problem.text("nothing follows its '@'"),
                    Problem.text("Write a pattern right after the '@'."));
        }
        try {
            return hasPath
                    ? path(prefix.group(1), prefix.group(2), rest)
                    : plain(prefix.group(4), rest);
        } catch (Problem.BadInput wrong) {
            throw wrong.where().startsWith(where(word))
                    ? wrong
                    : new Problem.BadInput(wrong.whatText(), where(word), wrong.fixText(), wrong);
        }
    }

    private Expression path(String engine, String delimiter, String path) {
        Source source = "GP".contains(engine) ? Source.GRAINS : Source.PILLAR;
        By by = "GI".contains(engine) ? By.GLOB : By.REGEX;
        return Expressions.value(source, by, path, delimiter.isEmpty() ? ":" : delimiter);
    }

    private Expression plain(String engine, String rest) {
        return switch (engine) {
            case "L" -> Expressions.list(rest);
            case "N" -> group(rest);
            case "S" -> new Expression.ByAddress(rest, Network.parse(rest));
            case "E" -> new Expression.ByRegex(Regex.of(rest));
            default -> Expressions.range(rest, ranges);
        };
    }

    private Expression glob(Word word) {
        if (List.of("AND", "OR", "NOT").contains(word.text)) {
            throw bad(
                    word,
                    Problem.text("it would be taken for a host name"),
                    Problem.text("Write and, or, not in lower case."));
        }
        if (word.text.startsWith("(") || word.text.endsWith(")")) {
            throw bad(
                    word,
                    Problem.text("a bracket is a word of its own"),
                    Problem.text("Put spaces around brackets."));
        }
        return new Expression.ByGlob(Glob.of(word.text));
    }

    /** The hosts of a group: its members and those its rule matches. */
    Expression group(String name) {
        if (open.contains(name)) {
            var path = new LinkedHashSet<>(open.reversed());
            throw new Problem.BadInput(
                    Problem.text(
                            "The group {0} is part of itself: {1} → {0}",
                            name, String.join(" → ", path)),
                    "group " + name,
                    Problem.text("Take one of these groups out of the other's rule."));
        }
        GroupRule group =
                groups.apply(name)
                        .orElseThrow(
                                () ->
                                        new Problem.NotFound(
                                                Problem.text(
                                                        "No group is named '{0}'",
                                                        Problem.shown(name)),
                                                "target",
                                                Problem.text(
                                                        "Choose one of the groups on the page"
                                                                + " Groups.")));
        open.push(name);
        Expression members = new Expression.ByName(new LinkedHashSet<>(group.members()));
        Expression whole =
                group.rule().isBlank()
                        ? members
                        : new Expression.AnyOf(List.of(members, deeper(() -> parse(group.rule()))));
        open.pop();
        return whole;
    }

    private boolean isNext(String text) {
        return !words.isEmpty() && words.peek().text.equals(text);
    }

    private boolean take(String text) {
        if (!isNext(text)) {
            return false;
        }
        last = words.pop();
        return true;
    }

    private static String where(Word word) {
        return "target, word " + word.number;
    }

    private static Problem bad(Word word, Problem.Text what, Problem.Text fix) {
        return new Problem.BadInput(
                Problem.text("The target fails at '{0}': {1}", Problem.shown(word.text), what),
                where(word) + " (character " + word.at + ")",
                fix);
    }
}
