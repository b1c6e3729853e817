package org.saltern.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.saltern.base.Jid;
import org.saltern.hosts.Group;
import org.saltern.hosts.Target;
import org.saltern.jobs.Call;
import org.saltern.jobs.JobRequest;
import org.saltern.web.Routes.Route;

/**
 * Every form of the console with input that will not do: it comes back with what was typed, and with the reason beside its field,
 * in both languages. A new form fails here until it has its lines in the table.
 */
class FormsTest {
    private static final String HOSTILE = "<script>alert(1)</script>\"'";
    private static final String LONG = "x".repeat(20_000);

    /** Forms of one button: nothing is typed, so nothing can be kept. */
    private static final Set<String> BUTTONS =
            Set.of(
                    "/audit/check",
                    "/sign-out",
                    "/hosts/{host}/legacy/end",
                    "/keys/expected/remove");

    /** Tested on a console of their own, which has no user yet. */
    private static final Set<String> BEFORE_USERS = Set.of("/first-run");

    /**
     * One refused form.
     *
     * @param field beside which the reason stands, empty when it is about the whole
     */
    private record Bad(
            String route, String path, int status, String field, Map<String, String> typed) {
        String name() {
            String all = typed.toString().replace(LONG, "x…");
            return route + " " + status + " " + field + " " + all;
        }
    }

    /** The inside of a tag: attributes, whose values may hold anything but quotes. */
    private static final String INSIDE = "(?:\"[^\"]*\"|[^\">])*";

    private static final String VERSION = new Group("web", "", "web*", List.of()).version();

    private static final String JOB = "20261125000000000001";

    @TempDir Path states;
    private final Map<String, Console.Browser> browsers = new HashMap<>();
    private Console console;

    @BeforeEach
    void start() throws Exception {
        console = new Console(states).withUsers();
        console.joins("web1");
        console.joins("web2");
        console.knocks("new1");
        console.groups.save(Console.ADA, new Group("web", "", "web*", List.of()), true);
        console.groups.save(Console.ADA, new Group("all", "", "N@web or db*", List.of()), true);
        Files.writeString(states.resolve("there.sls"), "a: b\n");
        console.jobs.start(
                Console.ADA,
                new JobRequest(
                        Target.glob("web1"),
                        List.of(new Call("test.ping", List.of())),
                        JobRequest.TIMEOUT,
                        "",
                        null,
                        new Jid(JOB),
                        Duration.ZERO));
    }

    @AfterEach
    void stop() {
        console.close();
    }

    private static Bad bad(String route, int status, String field, String... typed) {
        return at(route, route, status, field, typed);
    }

    private static Bad at(String route, String path, int status, String field, String... typed) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < typed.length; i += 2) {
            fields.put(typed[i], typed[i + 1]);
        }
        return new Bad(route, path, status, field, fields);
    }

    private static List<Bad> table() {
        return Stream.of(
                        session(), account(), keys(), hosts(), groups(), run(), jobs(), files(),
                        users())
                .flatMap(Collection::stream)
                .toList();
    }

    private static List<Bad> session() {
        String signIn = "/sign-in";
        return List.of(
                bad(signIn, 422, "user", "user", "", "password", "x"),
                bad(signIn, 422, "password", "user", "ada", "password", ""),
                bad(signIn, 403, "", "user", HOSTILE, "password", "x"),
                bad(signIn, 403, "", "user", "x".repeat(5_000), "password", "x"));
    }

    private static List<Bad> account() {
        String route = "/account";
        String good = "another good one";
        String now = Console.PASSWORD;
        return List.of(
                bad(route, 422, "current", "current", "", "password", good, "again", good),
                bad(route, 422, "password", "current", now, "password", "", "again", ""),
                bad(route, 422, "password", "current", now, "password", "short", "again", "short"),
                bad(route, 422, "password", "current", now, "password", LONG, "again", LONG),
                bad(route, 422, "again", "current", now, "password", good, "again", "x"),
                bad("/tokens", 422, "label", "label", "", "role", "VIEWER", "life", "12"),
                bad("/tokens", 422, "label", "label", HOSTILE, "role", "VIEWER", "life", "12"),
                bad("/tokens", 422, "role", "label", "ci", "role", "KING", "life", "12"),
                bad("/tokens", 422, "life", "label", "ci", "role", "VIEWER", "life", "13"),
                at("/tokens/{id}/revoke", "/tokens/77/revoke", 404, ""),
                at("/tokens/{id}/revoke", "/tokens/x/revoke", 404, ""),
                bad("/preferences", 422, "", "language", "xx"),
                bad("/preferences", 422, "", "theme", HOSTILE));
    }

    private static List<Bad> keys() {
        String key = "/keys/{host}/";
        return List.of(
                bad("/keys/accept", 422, "", "back", "/keys"),
                bad("/keys/expected", 422, "fingerprints", "fingerprints", ""),
                bad("/keys/expected", 422, "fingerprints", "fingerprints", HOSTILE),
                bad("/keys/expected", 422, "fingerprints", "fingerprints", "local: aa:bb:cc"),
                bad("/keys/accept", 422, "", "key", HOSTILE.replace(" ", "")),
                bad("/keys/accept", 422, "", "key", "aa:bb " + "x".repeat(300)),
                bad("/keys/accept", 409, "", "key", "aa:bb new1"),
                at(key + "accept", "/keys/new1/accept", 409, "", "fingerprint", "aa:bb"),
                at(key + "accept", "/keys/new1/accept", 409, "", "fingerprint", HOSTILE),
                at(key + "reject", "/keys/new1/reject", 409, "", "fingerprint", ""),
                at(key + "delete", "/keys/web1/delete", 409, "", "fingerprint", LONG),
                at(key + "replace", "/keys/web1/replace", 404, "", "fingerprint", "aa:bb"),
                at(key + "dismiss", "/keys/web1/dismiss", 404, "", "fingerprint", "aa:bb"));
    }

    private static List<Bad> hosts() {
        String route = "/hosts/{host}/legacy";
        String legacy = "/hosts/web1/legacy";
        return List.of(
                at(route, legacy, 422, "reason", "reason", "", "days", "7"),
                at(route, legacy, 422, "reason", "reason", "x".repeat(2_000), "days", "7"),
                at(route, legacy, 422, "reason", "reason", "two\nlines", "days", "7"),
                at(route, legacy, 422, "days", "reason", HOSTILE, "days", ""),
                at(route, legacy, 422, "days", "reason", "old", "days", "soon"),
                at(route, legacy, 422, "days", "reason", "old", "days", "-1"),
                at(route, legacy, 422, "days", "reason", "old", "days", "999"));
    }

    private static List<Bad> groups() {
        String route = "/groups/new";
        String edit = "/groups/edit/{name}";
        String web = "/groups/edit/web";
        return List.of(
                bad(route, 422, "name", "name", "", "rule", "web*"),
                bad(route, 422, "name", "name", HOSTILE, "rule", "web*"),
                bad(route, 422, "name", "name", LONG, "rule", "web*"),
                bad(route, 409, "name", "name", "web", "description", "mine"),
                bad(route, 422, "rule", "name", "g", "rule", "G@", "description", "mine"),
                bad(route, 422, "rule", "name", "g", "rule", "( " + HOSTILE),
                bad(route, 422, "rule", "name", "g", "rule", LONG),
                bad(route, 422, "rule", "name", "g", "rule", "N@nowhere"),
                bad(route, 422, "description", "name", "g", "description", LONG),
                bad(route, 422, "description", "name", "g", "description", "a\u0001b"),
                bad(route, 422, "member", "name", "g", "member", "stranger"),
                bad(route, 422, "member", "name", "g", "description", "d", "member", "a/b"),
                at(edit, web, 409, "version", "rule", "web1", "version", "stale"),
                at(edit, web, 422, "rule", "rule", "( web1", "version", VERSION),
                at(edit, web, 422, "description", "description", LONG, "version", VERSION),
                at("/groups/delete/{name}", "/groups/delete/web", 409, ""));
    }

    private static List<Bad> run() {
        List<Bad> rows = new ArrayList<>();
        String[][] wrong = {
            {"function", "function", ""},
            {"function", "function", "  "},
            {"expression", "expression", ""},
            {"expression", "expression", "nobody*"},
            {"expression", "expression", "G@", "type", "compound"},
            {"expression", "expression", HOSTILE},
            {"expression", "expression", "(".repeat(5_000), "type", "compound"},
            {"type", "type", HOSTILE},
            {"type", "type", "nonsense"},
            {"timeout", "timeout", "soon"},
            {"timeout", "timeout", "0"},
            {"timeout", "timeout", "-5"},
            {"timeout", "timeout", "99999999999"},
            {"timeout", "timeout", "1.5"},
            {"arguments", "arguments", "'never closed", "style", "words"},
            {"park", "park", "for ever"},
            {"park", "park", HOSTILE},
            {"group", "by", "group", "group", ""},
            {"group", "by", "group", "group", "nowhere"},
            {"group", "by", "group", "group", HOSTILE},
            {"job", "by", "job", "job", "20200101000000000000"},
            {"job", "by", "job", "job", HOSTILE},
            {"job", "by", "job", "job", JOB, "of", "failed"},
            {"host", "by", "hosts"},
            {"host", "by", "hosts", "host", "a/b"},
        };
        for (String[] row : wrong) {
            Map<String, String> typed = whole();
            for (int i = 1; i < row.length; i += 2) {
                typed.put(row[i], row[i + 1]);
            }
            rows.add(new Bad("/run", "/run", 422, row[0], typed));
        }
        for (String count : List.of("", "7", HOSTILE)) {
            Map<String, String> typed = whole();
            typed.put("expression", "*");
            typed.put("function", "cmd.run");
            typed.put("seen", "as looked at");
            typed.put("count", count);
            rows.add(new Bad("/run", "/run", 422, "count", typed));
        }
        return rows;
    }

    private static Map<String, String> whole() {
        Map<String, String> typed = new LinkedHashMap<>();
        typed.put("by", "expression");
        typed.put("expression", "web*");
        typed.put("type", "glob");
        typed.put("function", "test.arg");
        typed.put("arguments", "kept argument");
        typed.put("timeout", "15");
        return typed;
    }

    private static List<Bad> jobs() {
        String end = "/jobs/{jid}/kill";
        String again = "/jobs/{jid}/again";
        return List.of(
                at(end, "/jobs/" + JOB + "/kill", 422, "", "how", HOSTILE),
                at(end, "/jobs/" + JOB + "/kill", 422, "", "how", "65"),
                at(end, "/jobs/" + JOB + "/kill", 409, "", "how", "term", "host", "stranger"),
                at(again, "/jobs/" + JOB + "/again", 422, "", "host", "a/b"));
    }

    private static List<Bad> files() {
        String save = "/files/save";
        String path = "path";
        return List.of(
                bad(save, 422, path, "env", "base", path, "", "version", "", "text", "kept"),
                bad(save, 422, path, "env", "base", path, "../x", "version", "", "text", "kept"),
                bad(save, 422, path, "env", "base", path, "/etc/x", "version", "", "text", "kept"),
                bad(save, 422, path, "env", "base", path, LONG, "version", "", "text", "kept"),
                bad(save, 404, "", "env", HOSTILE, path, "n.sls", "version", "", "text", "kept"),
                bad(save, 409, "", "env", "base", path, "there.sls", "version", "", "text", "kept"),
                bad(save, 409, "", "env", "base", path, "there.sls", "version", "old", "text", "k"),
                bad(save, 404, "", "env", "base", path, "gone.sls", "version", "old", "text", "k"),
                bad("/files/delete", 409, "", "env", "base", path, "there.sls", "version", "old"));
    }

    private static List<Bad> users() {
        String route = "/users";
        String olga = "/users/olga";
        String good = Console.PASSWORD;
        String pass = "password";
        String set = "/users/{name}/password";
        return List.of(
                bad(route, 422, "user", "user", "", pass, good, "role", "VIEWER"),
                bad(route, 422, "user", "user", HOSTILE, pass, good, "role", "VIEWER"),
                bad(route, 422, "user", "user", LONG, pass, good, "role", "VIEWER"),
                bad(route, 409, "user", "user", "OLGA", pass, good, "role", "VIEWER"),
                bad(route, 422, pass, "user", "nina", pass, "", "role", "VIEWER"),
                bad(route, 422, pass, "user", "nina", pass, "short", "role", "VIEWER"),
                bad(route, 422, pass, "user", "nina", pass, LONG, "role", "VIEWER"),
                bad(route, 422, "role", "user", "nina", pass, good, "role", "KING"),
                at("/users/{name}", olga, 422, "role", "role", "", "disabled", "yes"),
                at("/users/{name}", olga, 422, "role", "role", HOSTILE),
                at("/users/{name}", "/users/ada", 409, "role", "role", "VIEWER"),
                at(set, olga + "/password", 422, pass, pass, "short"),
                at(set, olga + "/password", 422, pass, pass, LONG));
    }

    @TestFactory
    Stream<DynamicTest> a_refused_form_keeps_what_was_typed_and_says_why_beside_its_field() {
        return Stream.of("en", "zh-CN")
                .flatMap(
                        language ->
                                table().stream()
                                        .map(
                                                bad ->
                                                        DynamicTest.dynamicTest(
                                                                language + " " + bad.name(),
                                                                () -> send(bad, language))));
    }

    private void send(Bad bad, String language) {
        boolean isVisitor = bad.route().equals("/sign-in");
        var browser =
                browsers.computeIfAbsent(
                        language + isVisitor,
                        b -> isVisitor ? console.browser() : console.browserOf("ada"));
        browser.get(isVisitor ? "/sign-in" : "/about");
        browser.post("/preferences", "language", language, "theme", "light", "back", "/about");
        browser.get(isVisitor ? "/sign-in" : "/about");
        List<String> fields = new ArrayList<>();
        bad.typed().forEach((name, value) -> fields.addAll(List.of(name, value)));
        if (bad.typed().containsKey("count")) {
            String looked = browser.post("/run/preview", fields.toArray(String[]::new)).body();
            var seen = Pattern.compile("name=\"seen\" value=\"([0-9a-f]+)\"").matcher(looked);
            assertThat(seen.find()).isTrue();
            fields.set(fields.indexOf("as looked at"), seen.group(1));
        }
        var answer = browser.post(bad.path(), fields.toArray(String[]::new));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(bad.status());
        says(answer.body(), bad.field(), language);
        bad.typed().forEach((name, value) -> keeps(answer.body(), bad, name, value));
    }

    private static void says(String page, String field, String language) {
        var alert = Pattern.compile("(?s)role=\"alert\".*?</div></div>|error-text.*?</p>");
        String said =
                alert.matcher(page).results().map(m -> m.group()).collect(Collectors.joining());
        assertThat(said).as(page).isNotBlank();
        assertThat(said.codePoints().anyMatch(c -> Character.isIdeographic(c)))
                .as(said)
                .isEqualTo(language.equals("zh-CN"));
        if (!field.isEmpty() && !field.equals("version")) {
            assertThat(page)
                    .contains("id=\"problem-" + field + "\"")
                    .contains("href=\"#" + field + "\"");
            var control =
                    Pattern.compile("<[a-z]+ " + INSIDE + "\\bid=\"" + field + "\"" + INSIDE + ">")
                            .matcher(page);
            assertThat(control.find()).as("an element with the id " + field).isTrue();
            assertThat(control.group()).contains("problem-" + field);
        }
        assertThat(page.replaceAll("=\"[^\"]*\"", "")).doesNotContain("<script>alert");
    }

    private static void keeps(String page, Bad bad, String name, String value) {
        if (Set.of("password", "again", "current").contains(name)) {
            if (value.length() > 1 && !value.equals(Console.PASSWORD)) {
                assertThat(page).doesNotContain(">" + value).doesNotContain("\"" + value + "\"");
            }
        } else if (Pattern.compile("<(input|textarea)[^>]* name=\"" + name + "\"")
                        .matcher(page)
                        .find()
                && !Set.of("version", "seen", "host", "member", "key", "fingerprint", "disabled")
                        .contains(name)
                && bad.status() != 404
                && !bad.typed().containsKey("env")) {
            String shown =
                    page.replace("&#34;", "\"")
                            .replace("&#39;", "'")
                            .replace("&lt;", "<")
                            .replace("&gt;", ">");
            assertThat(shown).as(name).contains(value.strip());
        }
    }

    @Test
    void each_form_of_the_console_is_in_the_table() {
        Set<String> posted =
                console.door.routes().stream()
                        .filter(route -> route.method().name().equals("POST"))
                        .map(Route::path)
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> tested = new TreeSet<>(BUTTONS);
        tested.addAll(BEFORE_USERS);
        tested.addAll(PREVIEWS);
        table().forEach(bad -> tested.add(bad.route()));
        assertThat(tested).isEqualTo(posted);
    }

    /** Forms that are looked through before they are sent: what is wrong is said where the hosts would stand. */
    private static final Set<String> PREVIEWS = Set.of("/run/preview", "/groups/preview");

    @Test
    void a_preview_says_what_is_wrong_with_and_without_scripts() {
        var ada = console.browserOf("ada");
        ada.get("/about");
        for (String part : List.of("false", "true")) {
            String[] run = {"by", "expression", "expression", "G@", "type", "compound"};
            var answer = ada.postAs(part, "/run/preview", run);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("match-problem");
            var group = ada.postAs(part, "/groups/preview", "rule", "G@", "name", "kept");
            assertThat(group.body()).contains("match-problem");
            assertThat(group.body().contains("<html")).isEqualTo(part.equals("false"));
        }
    }

    @Test
    void a_text_of_more_than_ten_mebibytes_comes_back_with_the_reason() {
        var ada = console.browserOf("ada");
        ada.get("/files/new");
        String much = "y".repeat(10 * 1024 * 1024 + 1);
        var answer =
                ada.post(
                        "/files/save", "env", "base", "path", "m.sls", "version", "", "text", much);
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("id=\"problem-text\"").contains(much);
    }

    @Test
    void the_first_run_keeps_the_name_and_says_what_is_wrong() {
        try (var fresh = new Console(states)) {
            String code = fresh.access.newFirstRunCode();
            String good = Console.PASSWORD;
            String[][] rows = {
                {"user", code, "", good, good},
                {"user", code, HOSTILE, good, good},
                {"password", code, "ada", "short", "short"},
                {"again", code, "ada", good, "x"},
                {"", "wrong code", "ada", good, good},
            };
            var browser = fresh.browser();
            for (String[] row : rows) {
                browser.get("/first-run?code=" + code);
                var answer =
                        browser.post(
                                "/first-run",
                                "code",
                                row[1],
                                "user",
                                row[2],
                                "password",
                                row[3],
                                "again",
                                row[4]);
                assertThat(answer.statusCode()).isEqualTo(422);
                says(answer.body(), row[0], "en");
            }
        }
    }

    @Test
    void the_second_of_two_who_change_a_group_is_told() {
        var ada = console.browserOf("ada");
        String page = ada.get("/groups/edit/web").body();
        var version = Pattern.compile("name=\"version\" value=\"([0-9a-f]+)\"").matcher(page);
        assertThat(version.find()).isTrue();
        console.groups.save(Console.ADA, new Group("web", "", "web1", List.of()), false);
        var told = ada.post("/groups/edit/web", "rule", "web2", "version", version.group(1));
        assertThat(told.statusCode()).isEqualTo(409);
        assertThat(told.body()).contains("What is stored now").contains("<code>web1</code>");
        var now = Pattern.compile("name=\"version\" value=\"([0-9a-f]+)\"").matcher(told.body());
        assertThat(now.find()).isTrue();
        assertThat(
                        ada.post("/groups/edit/web", "rule", "web2", "version", now.group(1))
                                .statusCode())
                .isEqualTo(303);
    }

    @Test
    void a_refused_form_leads_back_to_a_page_that_is_there() {
        var ada = console.browserOf("ada");
        for (Bad bad : table()) {
            if (bad.route().startsWith("/sign") || bad.route().equals("/account")) {
                continue;
            }
            ada.get("/about");
            List<String> fields = new ArrayList<>();
            bad.typed().forEach((name, value) -> fields.addAll(List.of(name, value)));
            String page = ada.post(bad.path(), fields.toArray(String[]::new)).body();
            var back = Pattern.compile("name=\"back\" value=\"([^\"]+)\"").matcher(page);
            assertThat(back.find()).as(bad.name()).isTrue();
            assertThat(ada.get(back.group(1).replace("&amp;", "&")).statusCode())
                    .as(bad.name())
                    .isEqualTo(200);
        }
    }
}
