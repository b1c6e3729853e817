package org.saltern.web;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * All text of the pages in one language. Values are {@link MessageFormat} patterns when they are asked with arguments, so
 * plurals are choices: {@code {0,choice,0#no hosts|1#one host|1<{0} hosts}}. Immutable.
 */
public final class Words {
    /** The languages there are, the first one for everybody else. BCP 47. */
    public static final List<String> LANGUAGES = List.of("en", "zh-CN");

    private final String language;
    private final Locale locale;
    private final Map<String, String> texts;

    private Words(String language, Map<String, String> texts) {
        this.language = language;
        this.locale = Locale.forLanguageTag(language);
        this.texts = Map.copyOf(texts);
    }

    /** Every language by its tag. */
    static Map<String, Words> all() {
        Map<String, Words> all = new LinkedHashMap<>();
        LANGUAGES.forEach(tag -> all.put(tag, new Words(tag, read(tag))));
        return Map.copyOf(all);
    }

    /** The keys and patterns of one language. */
    static Map<String, String> read(String language) {
        String file = "/messages_" + language.replace('-', '_') + ".properties";
        try (var in = Words.class.getResourceAsStream(file);
                Reader text = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            var lines = new Properties();
            lines.load(text);
            Map<String, String> texts = new LinkedHashMap<>();
            lines.stringPropertyNames().forEach(k -> texts.put(k, lines.getProperty(k)));
            return texts;
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
                : new MessageFormat(text, locale).format(arguments, new StringBuffer(), null).toString();
    }
}
