package org.saltern.web;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.saltern.base.Problem;
import org.saltern.yaml.Yaml;

/**
 * All text of the pages in one language. Values are {@link MessageFormat} patterns when they are asked with arguments, so
 * plurals are choices: {@code {0,choice,0#no hosts|1#one host|1<{0} hosts}}. Immutable.
 */
public final class Words {
    /** The languages there are, the first one for everybody else. BCP 47. */
    public static final List<String> LANGUAGES = List.of("en", "zh-CN");

    private static final String ENGLISH = "en";

    private final String language;
    private final Locale locale;
    private final Map<String, String> texts;
    private final Map<String, String> problems;

    private Words(String language) {
        this.language = language;
        this.locale = Locale.forLanguageTag(language);
        this.texts = Map.copyOf(read(language));
        this.problems = Map.copyOf(problems(language));
    }

    /** Every language by its tag. */
    static Map<String, Words> all() {
        Map<String, Words> all = new LinkedHashMap<>();
        LANGUAGES.forEach(tag -> all.put(tag, new Words(tag)));
        return Map.copyOf(all);
    }

    /** The keys and patterns of one language. */
    static Map<String, String> read(String language) {
        try {
            var lines = new Properties();
            lines.load(new StringReader(file("messages", language, "properties")));
            Map<String, String> texts = new LinkedHashMap<>();
            lines.stringPropertyNames().forEach(k -> texts.put(k, lines.getProperty(k)));
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException("A text in memory cannot be read", e);
        }
    }

    /** The sentences of {@link Problem} by their English patterns; none for English, which the patterns are. */
    static Map<String, String> problems(String language) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (!language.equals(ENGLISH)) {
            Yaml.read(file("problems", language, "yaml"), "problems")
                    .fields()
                    .forEachRemaining(e -> texts.put(e.getKey(), e.getValue().textValue()));
        }
        return texts;
    }

    private static String file(String name, String language, String ending) {
        String file = "/" + name + "_" + language.replace('-', '_') + "." + ending;
        try (var in = Words.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The texts " + file + " cannot be read", e);
        }
    }

    String language() {
        return language;
    }

    Locale locale() {
        return locale;
    }

    boolean has(String key) {
        return texts.containsKey(key);
    }

    /** The text of a key. A key that is not there is a bug. */
    String get(String key, Object... arguments) {
        String text = texts.get(key);
        if (text == null) {
            throw new IllegalArgumentException("No text '" + key + "' in " + language);
        }
        return arguments.length == 0
                ? text
                : new MessageFormat(text, locale)
                        .format(arguments, new StringBuffer(), null)
                        .toString();
    }

    /** A sentence of a problem; in English when nobody has translated it. */
    String say(Problem.Text text) {
        return text.in(pattern -> problems.getOrDefault(pattern, pattern));
    }

    /** What failed and what to do about it, in a row. */
    String say(Problem problem) {
        String what = say(problem.whatText());
        return problem.fixText().isEmpty()
                ? what
                : get("problem.sentences", what.replaceFirst("[.。]$", ""), say(problem.fixText()));
    }
}
