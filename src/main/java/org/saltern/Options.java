package org.saltern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.saltern.base.Problem;
import org.saltern.yaml.Yaml;

/**
 * Option values by name, from a YAML file and from {@code SALTERN_…} environment variables, which win. Each getter names the
 * option's form; a value of another form is a {@link Problem.BadInput} that says where it was given. Names that nobody asked
 * for are reported by {@link #warnings()}, so nothing is silently ignored.
 */
final class Options {
    private static final String PREFIX = "SALTERN_";

    /** Variables of that prefix which are no options: the clients' and the launcher's. */
    private static final Set<String> NOT_OPTIONS =
            Set.of("URL", "USER", "PASSWORD", "TOKEN", "ADMIN_PASSWORD", "JAVA_OPTIONS");

    private static final int LONGEST_TYPO = 3;

    private record Given(JsonNode value, String where) {}

    private final Map<String, Given> given;
    private final Set<String> asked = new TreeSet<>();

    private final Path file;

    private Options(Map<String, Given> given, Path file) {
        this.given = given;
        this.file = file;
    }

    /** The file they were read from; null when there is none. */
    Path file() {
        return file;
    }

    /**
     * @param file a YAML mapping, or null for none
     * @throws Problem.BadInput the file cannot be read or is no mapping
     */
    static Options read(Path file, Map<String, String> environment) {
        Map<String, Given> given = new LinkedHashMap<>();
        if (file != null) {
            readFile(file, given);
        }
        environment.forEach(
                (name, value) -> {
                    if (name.startsWith(PREFIX) && !ignored(name.substring(PREFIX.length()))) {
                        String option = name.substring(PREFIX.length()).toLowerCase(Locale.ROOT);
                        given.put(
                                option,
                                new Given(Yaml.read(value, name), "environment variable " + name));
                    }
                });
        return new Options(given, file);
    }

    private static boolean ignored(String name) {
        return NOT_OPTIONS.contains(name) || name.startsWith("SALT_") || name.startsWith("TEST_");
    }

    private static void readFile(Path file, Map<String, Given> given) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new Problem.BadInput(
                    "The settings file cannot be read: " + e,
                    file.toString(),
                    "Check the path, that it is UTF-8, and its permissions.",
                    e);
        }
        JsonNode tree = Yaml.read(text, file.toString());
        if (tree.isNull()) {
            return;
        }
        if (!(tree instanceof ObjectNode map)) {
            throw new Problem.BadInput(
                    "The settings file is no mapping of option names to values",
                    file.toString(),
                    "Write lines such as 'publish_port: 4505'.");
        }
        map.properties()
                .forEach(
                        e ->
                                given.put(
                                        e.getKey(),
                                        new Given(
                                                e.getValue(),
                                                file + ":" + line(text, e.getKey()))));
    }

    private static int line(String text, String option) {
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith(option + ":")
                    || line.startsWith("'" + option + "'")
                    || line.startsWith("\"" + option + "\"")) {
                return i + 1;
            }
        }
        return 1;
    }

    String text(String option, String otherwise) {
        JsonNode value = value(option);
        if (value == null || value.isNull()) {
            return otherwise;
        }
        if (!value.isValueNode()) {
            throw wrong(option, "a text");
        }
        return value.asText();
    }

    int number(String option, int otherwise, int least, int most) {
        JsonNode value = value(option);
        if (value == null) {
            return otherwise;
        }
        if (!value.isIntegralNumber() || value.asLong() < least || value.asLong() > most) {
            throw wrong(option, "a whole number from " + least + " to " + most);
        }
        return value.asInt();
    }

    int port(String option, int otherwise) {
        return number(option, otherwise, 0, 65535);
    }

    boolean flag(String option, boolean otherwise) {
        JsonNode value = value(option);
        if (value == null) {
            return otherwise;
        }
        if (!value.isBoolean()) {
            throw wrong(option, "True or False");
        }
        return value.asBoolean();
    }

    /** A time given in seconds. */
    Duration seconds(String option, Duration otherwise) {
        return Duration.ofSeconds(
                number(option, Math.toIntExact(otherwise.toSeconds()), 0, Integer.MAX_VALUE));
    }

    /** One text or a list of texts; empty when not given. */
    List<String> texts(String option) {
        JsonNode value = value(option);
        if (value == null || value.isNull()) {
            return List.of();
        }
        if (value.isTextual()) {
            return List.of(value.asText());
        }
        if (!value.isArray()) {
            throw wrong(option, "a text or a list of texts");
        }
        List<String> texts = new ArrayList<>();
        value.forEach(
                item -> {
                    if (!item.isValueNode()) {
                        throw wrong(option, "a list of texts");
                    }
                    texts.add(item.asText());
                });
        return texts;
    }

    /** A mapping from names to one text or a list of texts; empty when not given. */
    Map<String, List<String>> lists(String option) {
        JsonNode value = value(option);
        Map<String, List<String>> lists = new LinkedHashMap<>();
        if (value == null || value.isNull()) {
            return lists;
        }
        if (!value.isObject()) {
            throw wrong(option, "a mapping of names to lists");
        }
        value.properties()
                .forEach(e -> lists.put(e.getKey(), items(option, e.getKey(), e.getValue())));
        return lists;
    }

    /** A mapping as it is. */
    ObjectNode object(String option, ObjectNode otherwise) {
        JsonNode value = value(option);
        if (value == null || value.isNull()) {
            return otherwise;
        }
        if (!(value instanceof ObjectNode map)) {
            throw wrong(option, "a mapping");
        }
        return map;
    }

    private List<String> items(String option, String name, JsonNode value) {
        JsonNode list = value.isTextual() ? new TextNode(value.asText()) : value;
        Options one =
                new Options(
                        Map.of(option, new Given(list, where(option) + " (" + name + ")")), file);
        return one.texts(option);
    }

    private JsonNode value(String option) {
        asked.add(option);
        Given found = given.get(option);
        return found == null ? null : found.value();
    }

    /** Where an option was given, for messages: {@code path:line} or the variable's name; the option's name when it was not. */
    String where(String option) {
        Given found = given.get(option);
        return found == null ? option : found.where();
    }

    private Problem.BadInput wrong(String option, String expected) {
        return new Problem.BadInput(
                "The option '"
                        + option
                        + "' is "
                        + Problem.shown(String.valueOf(given.get(option).value()))
                        + ", not "
                        + expected,
                where(option),
                "Give " + expected + ", or leave the option out for its default.");
    }

    /** The names asked for so far, which is what this Saltern understands. */
    Set<String> known() {
        return Set.copyOf(asked);
    }

    /** A line for each option that was given and has no effect. Complete once every getter was called. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        Set<String> upstream = upstreamNames();
        given.forEach(
                (option, value) -> {
                    if (asked.contains(option)) {
                        return;
                    }
                    String name = Problem.shown(option);
                    if (upstream.contains(option)) {
                        warnings.add(
                                value.where()
                                        + ": Salt's option '"
                                        + name
                                        + "' has no effect here: Saltern does not support it yet.");
                    } else {
                        warnings.add(
                                value.where()
                                        + ": unknown option '"
                                        + name
                                        + "'"
                                        + closest(option)
                                        + ". It has no effect.");
                    }
                });
        return warnings;
    }

    private String closest(String option) {
        return asked.stream()
                .filter(known -> distance(known, option) <= LONGEST_TYPO)
                .min(java.util.Comparator.comparingInt(known -> distance(known, option)))
                .map(known -> "; did you mean '" + known + "'?")
                .orElse("");
    }

    /** Edit distance of two short names (Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }

    private static Set<String> upstreamNames() {
        try (InputStream in = Options.class.getResourceAsStream("/salt-master-options.txt")) {
            return new TreeSet<>(
                    new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(
                    "The list of Salt's option names is missing from the jar", e);
        }
    }
}
