package org.saltern.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.saltern.base.Json;
import org.saltern.sls.Origins;

/**
 * Compares an answer with the recorded one: maps without order, texts with placeholders, failed requisites as a set, texts
 * with a traceback up to it.
 */
final class Comparison {
    private static final String TRACEBACK = "{{TRACEBACK}}";
    private static final String SECTION = "#### ";
    private static final String REQUISITES = "One or more requisite failed: ";
    private static final Map<String, String> PLACEHOLDERS =
            Map.of(
                    "{{PID}}", "[0-9]+",
                    "{{JID}}", "[0-9]+",
                    "{{TIME}}", "[0-9:.]+",
                    "{{MS}}", " *[0-9.]+",
                    "{{TMPFILE}}", "[^ \n'\"]+",
                    "{{OWNER}}", "[^ \n]+");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[A-Z]+}}");

    private Comparison() {}

    /** The first difference, with the path to it; empty when there is none. */
    static Optional<String> first(String path, JsonNode expected, JsonNode actual) {
        if (actual == null || actual.isMissingNode()) {
            return Optional.of(path + " is missing; expected " + shown(expected));
        }
        if (expected.isObject() && actual.isObject()) {
            return maps(path, expected, actual);
        }
        if (expected.isArray() && actual.isArray()) {
            return lists(path, expected, actual);
        }
        if (expected.isTextual()) {
            String text = actual.isTextual() ? actual.textValue() : Json.text(actual);
            boolean typed = actual.isTextual() || PLACEHOLDERS.containsKey(expected.textValue());
            return typed && texts(expected.textValue(), text)
                    ? Optional.empty()
                    : Optional.of(
                            path + ": expected " + shown(expected) + ", got " + shown(actual));
        }
        boolean same =
                expected.isNumber() && actual.isNumber()
                        ? expected.doubleValue() == actual.doubleValue()
                                && expected.isIntegralNumber() == actual.isIntegralNumber()
                        : expected.equals(actual);
        return same
                ? Optional.empty()
                : Optional.of(path + ": expected " + shown(expected) + ", got " + shown(actual));
    }

    private static String shown(JsonNode value) {
        return Json.text(value);
    }

    private static Optional<String> maps(String path, JsonNode expected, JsonNode actual) {
        Set<String> keys = new TreeSet<>();
        expected.fieldNames().forEachRemaining(keys::add);
        for (Map.Entry<String, JsonNode> entry : actual.properties()) {
            if (!expected.has(entry.getKey())) {
                return Optional.of(
                        path + "/" + entry.getKey() + " is too much: " + shown(entry.getValue()));
            }
        }
        for (String key : keys) {
            Optional<String> difference =
                    first(path + "/" + key, expected.get(key), actual.get(key));
            if (difference.isPresent()) {
                return difference;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> lists(String path, JsonNode expected, JsonNode actual) {
        if (expected.size() != actual.size()) {
            return Optional.of(path + ": expected " + shown(expected) + ", got " + shown(actual));
        }
        for (int i = 0; i < expected.size(); i++) {
            Optional<String> difference = first(path + "/" + i, expected.get(i), actual.get(i));
            if (difference.isPresent()) {
                return difference;
            }
        }
        return Optional.empty();
    }

    static boolean texts(String expected, String actual) {
        int traceback = expected.indexOf(TRACEBACK);
        if (traceback >= 0) {
            String begin = expected.substring(0, traceback).stripTrailing();
            return pattern(begin).matcher(actual).lookingAt();
        }
        if (expected.startsWith(SECTION) && actual.startsWith(SECTION)) {
            return sections(expected).equals(sections(actual));
        }
        if (expected.startsWith(REQUISITES) && actual.startsWith(REQUISITES)) {
            return set(expected).equals(set(actual));
        }
        return expected.equals(withoutPlace(expected, actual))
                || (expected.contains("{{") && pattern(expected).matcher(actual).matches());
    }

    /** Saltern adds lines that name the place behind Salt's words; those are the text that counts. */
    private static String withoutPlace(String expected, String actual) {
        boolean added =
                actual.length() > expected.length()
                        && actual.startsWith(expected)
                        && (actual.startsWith(Origins.AT, expected.length())
                                || expected.endsWith("\n")
                                        && actual.startsWith(Origins.AT, expected.length() - 1));
        return added ? expected : actual;
    }

    /** What {@code file.recurse} says of each file; the reference goes through them in no order. */
    private static Set<String> sections(String comment) {
        return Set.copyOf(
                java.util.Arrays.stream(comment.split("(?m)^" + SECTION))
                        .map(String::strip)
                        .distinct()
                        .toList());
    }

    private static Set<String> set(String comment) {
        return Set.copyOf(List.of(comment.substring(REQUISITES.length()).split(", ")));
    }

    private static Pattern pattern(String expected) {
        var out = new StringBuilder();
        int done = 0;
        for (var m = PLACEHOLDER.matcher(expected); m.find(); done = m.end()) {
            String before = expected.substring(done, m.start());
            // numbers of milliseconds are aligned: how many spaces depends on the number
            String fixed = m.group().equals("{{MS}}") ? before.stripTrailing() : before;
            out.append(Pattern.quote(fixed))
                    .append(PLACEHOLDERS.getOrDefault(m.group(), Pattern.quote(m.group())));
        }
        return Pattern.compile(out.append(Pattern.quote(expected.substring(done))).toString());
    }
}
