package org.saltern.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saltern.base.Problem;

/** What the rooms say about problems, read from their sources, against the translations. */
class ProblemTextsTest {
    private static final Path SOURCES = Path.of("src/main/java/org/saltern");
    private static final List<String> ROOMS =
            List.of(
                    "base",
                    "yaml",
                    "targets",
                    "hosts",
                    "jobs",
                    "files",
                    "access",
                    "web",
                    "store",
                    "health",
                    "Checks.java");

    /** Problems that end the start of Saltern, or answer a minion: they are never on a page. */
    private static final Set<String> NEVER_ON_A_PAGE =
            Set.of(
                    "Connections",
                    "DatabaseFile",
                    "DatabaseSettings",
                    "Migrations",
                    "FileSettings",
                    "AccessSettings",
                    "WebDoor",
                    "AnswerReader",
                    "SpaceLimits",
                    "SpilledReturns",
                    "KeyDoor",
                    "Mine",
                    "Problem");

    private static final String LITERAL = "\"(?:[^\"\\\\]|\\\\.)*+\"";
    private static final String LITERALS = LITERAL + "(?:\\s*\\+\\s*" + LITERAL + ")*+";
    private static final Pattern WITH_VALUES =
            Pattern.compile("Problem\\.text\\(\\s*(" + LITERALS + ")\\s*[,)]");
    private static final Pattern WITHOUT =
            Pattern.compile(
                    "new Problem\\.\\w+\\(\\s*("
                            + LITERALS
                            + "),\\s*[^;]*?,\\s*("
                            + LITERALS
                            + ")\\s*[,)]");
    private static final Pattern GLUED =
            Pattern.compile(
                    "(?:new Problem\\.\\w+|Problem\\.text)\\(\\s*(?:"
                            + LITERALS
                            + "\\s*\\+\\s*[^\"\\s]|[\\w.()]+\\s*\\+)");
    private static final Pattern HOLE = Pattern.compile("\\{[0-9]}");

    @TempDir Path states;

    private static List<String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(ProblemTextsTest::isOnPages).map(TemplateText::read).toList();
        }
    }

    private static boolean isOnPages(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".java")
                && ROOMS.contains(SOURCES.relativize(file).getName(0).toString())
                && !NEVER_ON_A_PAGE.contains(name.replace(".java", ""));
    }

    private static Set<String> said() throws IOException {
        return sources().stream()
                .flatMap(ProblemTextsTest::sentences)
                .filter(sentence -> !sentence.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> sentences(String source) {
        return Stream.concat(
                WITH_VALUES.matcher(source).results().map(found -> joined(found.group(1))),
                WITHOUT.matcher(source)
                        .results()
                        .flatMap(
                                found ->
                                        Stream.of(joined(found.group(1)), joined(found.group(2)))));
    }

    /** The value of literals that are added up in the source. */
    private static String joined(String literals) {
        return Pattern.compile(LITERAL)
                .matcher(literals)
                .results()
                .map(MatchResult::group)
                .map(literal -> literal.substring(1, literal.length() - 1).translateEscapes())
                .collect(Collectors.joining());
    }

    private static List<String> holes(String text) {
        return HOLE.matcher(text).results().map(MatchResult::group).distinct().sorted().toList();
    }

    @Test
    void each_sentence_about_a_problem_is_translated_and_each_translation_is_used()
            throws IOException {
        assertThat(Words.problems("zh-CN").keySet()).containsExactlyInAnyOrderElementsOf(said());
    }

    @Test
    void translations_fill_in_the_same_values() {
        Words.problems("zh-CN")
                .forEach(
                        (english, text) ->
                                assertThat(holes(text)).as(english).isEqualTo(holes(english)));
    }

    @Test
    void translations_of_one_sentence_end_as_it_does() {
        Map<String, String> all = Words.problems("zh-CN");
        assertThat(all.keySet()).allMatch(e -> e.endsWith(".") == all.get(e).endsWith("。"));
    }

    @Test
    void values_are_put_into_holes_and_not_glued_to_the_words() throws IOException {
        assertThat(sources().stream().flatMap(source -> GLUED.matcher(source).results()))
                .extracting(MatchResult::group)
                .isEmpty();
    }

    @Test
    void what_the_scan_finds_is_what_the_code_says() {
        String code =
                "throw new Problem.BadInput(\"One \\\\ \" + \"two\", at(\"x\"), \"Three.\");"
                        + "Problem.text(\"Four {0}\", text(5))";
        assertThat(sentences(code)).containsExactlyInAnyOrder("One \\ two", "Three.", "Four {0}");
        assertThat(
                        Arrays.asList(
                                "new Problem.NotFound(\"No \" + name",
                                "Problem.text(\"No \" + name"))
                .allMatch(glued -> GLUED.matcher(glued).find());
    }

    @Test
    void a_refused_form_is_explained_in_the_language_of_the_page() {
        try (var console = new Console(states).withUsers()) {
            var ada = console.browserOf("ada");
            ada.get("/");
            ada.post("/preferences", "language", "zh-CN", "theme", "light", "back", "/");
            var answer =
                    ada.post(
                            "/users",
                            "user",
                            "<b>bob</b>",
                            "password",
                            Console.PASSWORD,
                            "role",
                            "VIEWER");
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.body())
                    .contains("“&lt;b&gt;bob&lt;/b&gt;”不是有效的用户名")
                    .contains("请使用 1 到 64 个字母")
                    .doesNotContain("<b>bob")
                    .doesNotContain("Not a user name");
        }
    }

    @Test
    void a_page_that_is_not_there_is_explained_in_the_language_of_the_page() {
        try (var console = new Console(states).withUsers()) {
            var ada = console.browserOf("ada");
            ada.get("/");
            ada.post("/preferences", "language", "zh-CN", "theme", "light", "back", "/");
            assertThat(ada.get("/users/nobody").body())
                    .contains("没有名为 nobody 的用户")
                    .contains("请查看用户列表。");
        }
    }

    @Test
    void both_sentences_in_a_row_are_parted_by_one_full_stop() {
        Words english = Words.all().get("en");
        assertThat(english.say(new Problem.NotFound("No role", "role", "Choose one.")))
                .isEqualTo("No role. Choose one.");
        assertThat(english.say(new Problem.NotFound("No role.", "role", "Choose one.")))
                .isEqualTo("No role. Choose one.");
        assertThat(english.say(new Problem.NotFound("Choose one.", "role", "")))
                .isEqualTo("Choose one.");
    }
}
