package org.saltern.targets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.saltern.base.Problem;

/**
 * A path and a value to find under it, as in {@code os:Debian} or {@code roles:web*}, with upstream's way of walking: every
 * split of the words into path and value is tried, longest path first; {@code *} as the first word stands for any key; a list
 * matches when one member does; the existence of a key matches too. Values are compared as text without regard to case.
 * Thread-safe.
 */
final class PathPattern {
    /** How a value is compared. */
    enum By {
        GLOB,
        REGEX,
        EQUALITY
    }

    private static final String USUAL = ":";
    private static final Predicate<String> NEVER = text -> false;

    private final String expression;
    private final String delimiter;
    private final By by;
    private final Map<String, Predicate<String>> compiled = new ConcurrentHashMap<>();

    /**
     * @throws Problem.BadInput no value after the path, or a regular expression that is none whichever way the words are split
     */
    PathPattern(String expression, String delimiter, By by) {
        this.expression = expression;
        this.delimiter = delimiter;
        this.by = by;
        int at = expression.indexOf(delimiter);
        if (at < 0) {
            throw new Problem.BadInput(
                    Problem.text("'{0}' names no value", Problem.shown(expression)),
                    "target",
                    Problem.text("Write path{0}value, for example os{0}Debian.", delimiter));
        }
        if (by == By.REGEX) {
            requireRegex(at + delimiter.length());
        }
    }

    /** At least one split must leave a regular expression; the complaint is about the shortest path's. */
    private void requireRegex(int from) {
        String shortest = expression.substring(from);
        for (int at = from; at >= delimiter.length(); ) {
            String rest = expression.substring(at);
            if (rest.startsWith("*") || regex(rest) != NEVER) { // a '*' asks for any key
                return;
            }
            at = expression.indexOf(delimiter, at) + delimiter.length();
        }
        Regex.of(shortest);
    }

    boolean matches(ObjectNode data) {
        return split(data, expression, delimiter);
    }

    private boolean split(JsonNode data, String words, String between) {
        String[] parts = words.split(java.util.regex.Pattern.quote(between), -1);
        for (int keys = parts.length - 1; keys > 0; keys--) {
            String path = String.join(between, Arrays.asList(parts).subList(0, keys));
            String rest = String.join(between, Arrays.asList(parts).subList(keys, parts.length));
            boolean all = path.equals("*");
            if (found(all ? data : walk(data, parts, keys), all ? words : rest)) {
                return true;
            }
        }
        return false;
    }

    private boolean found(JsonNode value, String pattern) {
        if (value == null || value.isObject() && value.isEmpty()) {
            return false;
        } else if (value.isObject()) {
            return inMap(value, pattern);
        } else if (value.isArray()) {
            return any(
                    value, item -> item.isObject() && inMap(item, pattern) || same(item, pattern));
        }
        return same(value, pattern);
    }

    private boolean inMap(JsonNode map, String words) {
        boolean anyKey = words.startsWith("*:");
        String pattern = anyKey ? words.substring(2) : words;
        return pattern.equals("*")
                || map.has(pattern)
                || split(map, pattern, USUAL)
                || anyKey && any(map, value -> underAnyKey(value, pattern));
    }

    private boolean underAnyKey(JsonNode value, String pattern) {
        if (value.isObject()) {
            return inMap(value, pattern);
        }
        return value.isArray() ? any(value, item -> same(item, pattern)) : same(value, pattern);
    }

    private static boolean any(JsonNode container, Predicate<JsonNode> test) {
        for (JsonNode item : container) {
            if (test.test(item)) {
                return true;
            }
        }
        return false;
    }

    private boolean same(JsonNode value, String pattern) {
        return compiled.computeIfAbsent(pattern.toLowerCase(Locale.ROOT), this::compile)
                .test(PyText.of(value).toLowerCase(Locale.ROOT));
    }

    private Predicate<String> compile(String pattern) {
        return switch (by) {
            case GLOB -> Glob.of(pattern)::matches;
            case EQUALITY -> pattern::equals;
            case REGEX -> regex(pattern);
        };
    }

    /** A split that leaves no regular expression matches nothing; another split may. */
    private static Predicate<String> regex(String pattern) {
        try {
            return Regex.of(pattern)::matchesStart;
        } catch (Problem.BadInput none) {
            return NEVER;
        }
    }

    /** The value under the first so many keys; null when there is none. */
    private static JsonNode walk(JsonNode data, String[] parts, int keys) {
        JsonNode now = data;
        for (int i = 0; i < keys && now != null; i++) {
            now = now.isArray() ? inList(now, parts[i]) : now.get(parts[i]);
        }
        return now;
    }

    private static JsonNode inList(JsonNode list, String key) {
        if (key.matches("[+-]?[0-9]{1,6}")) {
            int index = Integer.parseInt(key);
            return list.get(index < 0 ? list.size() + index : index);
        }
        List<JsonNode> holders = new ArrayList<>();
        list.forEach(item -> holders.add(item.isObject() ? item.get(key) : null));
        return holders.stream().filter(found -> found != null).findFirst().orElse(null);
    }
}
