package org.saltern.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.saltern.access.Role;
import org.saltern.health.Part;
import org.saltern.hosts.HostStatus;
import org.saltern.hosts.TargetType;
import org.saltern.jobs.HostState;

class WordsTest {
    private static final Pattern LITERAL = Pattern.compile("\"([a-z]+(?:\\.[A-Za-z0-9_-]+)+)\"");

    /** Keys that code puts together: constants, languages, grains, roles. */
    private static Set<String> composed() {
        Set<String> keys = new TreeSet<>();
        Stream.of(
                        Role.values(),
                        HostStatus.values(),
                        HostState.values(),
                        TargetType.values(),
                        StateResult.Outcome.values(),
                        JobFilter.Tab.values(),
                        Part.Status.values())
                .flatMap(Arrays::stream)
                .forEach(
                        c ->
                                keys.add(
                                        "word."
                                                + c.getDeclaringClass().getSimpleName()
                                                + "."
                                                + c.name()));
        Arrays.stream(Role.values()).forEach(role -> keys.add("users.roles." + role.name()));
        Words.LANGUAGES.forEach(tag -> keys.add("language." + tag));
        HostPage.FACTS.forEach(name -> keys.add("grain." + name));
        return keys;
    }

    /** What the rooms call their parts and facts where they tell how they are. */
    private static Set<String> healthOfParts() throws IOException {
        Pattern name = Pattern.compile("\"([a-z][A-Za-z]+)\"");
        try (Stream<Path> code = Files.walk(Path.of("src/main/java/org/saltern"))) {
            return code.filter(Files::isRegularFile)
                    .map(TemplateText::read)
                    .filter(text -> text.contains("org.saltern.health.Part"))
                    .flatMap(text -> name.matcher(text).results().map(m -> m.group(1)))
                    .flatMap(part -> Stream.of("health.part." + part, "health.fact." + part))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Set<String> literals() throws IOException {
        try (Stream<Path> templates = Files.walk(Path.of("src/main/jte"));
                Stream<Path> code = Files.walk(Path.of("src/main/java/org/saltern/web"))) {
            return Stream.concat(templates, code)
                    .filter(Files::isRegularFile)
                    .map(TemplateText::read)
                    .flatMap(
                            text ->
                                    LITERAL.matcher(text)
                                            .results()
                                            .map((MatchResult m) -> m.group(1)))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void both_languages_have_the_same_texts() {
        assertThat(Words.read("zh-CN").keySet()).isEqualTo(Words.read("en").keySet());
    }

    @Test
    void no_text_is_unused() throws IOException {
        Set<String> used = literals();
        used.addAll(composed());
        used.addAll(healthOfParts());
        assertThat(used).containsAll(Words.read("en").keySet());
    }

    @Test
    void no_text_is_missing() throws IOException {
        Set<String> asked = composed();
        Pattern call =
                Pattern.compile(
                        "(?:\\bt|\\.get|required)\\((?:[^\"()]*\\?"
                                + " )?\"([a-z]+(?:\\.[A-Za-z0-9_-]+)+)\"");
        try (Stream<Path> files =
                Stream.concat(
                        TemplateText.templates().stream(),
                        Files.list(Path.of("src/main/java/org/saltern/web")))) {
            files.map(TemplateText::read)
                    .forEach(
                            text ->
                                    call.matcher(text)
                                            .results()
                                            .forEach(m -> asked.add(m.group(1))));
        }
        literals().stream().filter(key -> key.startsWith("said.")).forEach(asked::add);
        assertThat(Words.read("en").keySet()).containsAll(asked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh-CN"})
    void each_text_is_a_pattern_that_can_be_filled(String language) {
        Words.read(language)
                .forEach(
                        (key, text) ->
                                assertThatCode(
                                                () ->
                                                        new MessageFormat(
                                                                        text,
                                                                        Locale.forLanguageTag(
                                                                                language))
                                                                .format(new Object[] {2, 3, 4}))
                                        .as(key)
                                        .doesNotThrowAnyException());
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh-CN"})
    void no_text_has_an_apostrophe_that_a_pattern_would_swallow(String language) {
        assertThat(Words.read(language).values()).noneMatch(text -> text.contains("'"));
    }

    @Test
    void translations_fill_in_the_same_values() {
        Map<String, String> chinese = Words.read("zh-CN");
        Pattern hole = Pattern.compile("\\{([0-9])");
        Words.read("en")
                .forEach(
                        (key, text) ->
                                assertThat(
                                                hole.matcher(chinese.get(key))
                                                        .results()
                                                        .map(m -> m.group(1))
                                                        .collect(Collectors.toSet()))
                                        .as(key)
                                        .isEqualTo(
                                                hole.matcher(text)
                                                        .results()
                                                        .map(m -> m.group(1))
                                                        .collect(Collectors.toSet())));
    }

    @Test
    void one_host_is_not_one_hosts() {
        Words english = Words.all().get("en");
        assertThat(english.get("hosts.count", 0)).isEqualTo("No hosts");
        assertThat(english.get("hosts.count", 1)).isEqualTo("1 host");
        assertThat(english.get("hosts.count", 2000)).isEqualTo("2,000 hosts");
    }

    @Test
    void the_users_choice_wins_over_the_browsers() {
        var languages = new Languages();
        assertThat(languages.choose("zh-CN", "en", "en-GB").language()).isEqualTo("zh-CN");
        assertThat(languages.choose(null, "zh-CN", "en-GB").language()).isEqualTo("zh-CN");
        assertThat(languages.choose(null, null, "fr-FR, zh-TW;q=0.8, en;q=0.5").language())
                .isEqualTo("zh-CN");
        assertThat(languages.choose(null, "xx", "fr").language()).isEqualTo("en");
        assertThat(languages.choose(null, null, ";;;=").language()).isEqualTo("en");
    }
}
