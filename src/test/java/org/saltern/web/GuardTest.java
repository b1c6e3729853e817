package org.saltern.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.HttpCookie;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saltern.access.Role;
import org.saltern.hosts.Group;
import org.saltern.hosts.Host;
import org.saltern.hosts.HostStatus;
import org.saltern.hosts.Target;
import org.saltern.jobs.Call;
import org.saltern.jobs.JobRequest;
import org.saltern.web.Routes.Route;

class GuardTest {
    @TempDir Path states;
    private Console console;

    @BeforeEach
    void start() {
        console = new Console(states).withUsers();
    }

    @AfterEach
    void stop() {
        console.close();
    }

    private static String location(HttpResponse<?> answer) {
        return answer.headers().firstValue("Location").orElse("");
    }

    /** The path of a route with each parameter filled in. */
    private static String path(Route route) {
        return route.path()
                .replaceAll("\\{jid}", "20261121070000000000")
                .replaceAll("[{<][a-z]+[}>]", "nobody");
    }

    @Test
    void a_visitor_reaches_only_what_is_open() {
        for (Route route : console.door.routes()) {
            if (route.method().name().equals("GET")
                    && route.need() != Need.OPEN
                    && !route.path().startsWith("/feed")) {
                HttpResponse<String> answer = console.browser().get(path(route));
                assertThat(location(answer)).as(route.path()).startsWith("/sign-in");
            }
        }
    }

    @Test
    void a_stream_is_refused_to_a_visitor() {
        for (Route route : console.door.routes()) {
            if (route.path().startsWith("/feed")) {
                HttpResponse<String> answer =
                        console.browser().get(path(route), "Accept", "text/event-stream");
                assertThat(answer.statusCode()).as(route.path()).isEqualTo(403);
            }
        }
    }

    @Test
    void s40_each_role_reaches_what_it_may_and_nothing_else() {
        Map<String, Role> users =
                Map.of("ada", Role.ADMINISTRATOR, "olga", Role.OPERATOR, "vera", Role.VIEWER);
        users.forEach(
                (user, role) -> {
                    var browser = console.browserOf(user);
                    browser.get("/");
                    for (Route route : console.door.routes()) {
                        if (route.path().startsWith("/feed")
                                || route.need() == Need.OPEN
                                || route.path().equals("/sign-out")) {
                            continue;
                        }
                        boolean isGet = route.method().name().equals("GET");
                        var answer = isGet ? browser.get(path(route)) : browser.post(path(route));
                        boolean may = route.need().permission().map(role::may).orElse(true);
                        assertThat(answer.statusCode() == 403)
                                .as("%s %s %s", user, route.method(), route.path())
                                .isEqualTo(!may);
                        assertThat(answer.statusCode()).as(route.path()).isNotEqualTo(500);
                    }
                });
    }

    /** Role × route × object: what there is to look at or change makes no difference, on pages and on streams. */
    @Test
    void s40_objects_that_are_there_are_no_more_open_than_those_that_are_not() throws Exception {
        console.joins("web1");
        console.knocks("new1");
        console.groups.save(Console.ADA, new Group("web", "", "web*", List.of()), true);
        Files.writeString(states.resolve("top.sls"), "base: {}\n");
        var ping = JobRequest.of(Target.glob("web1"), new Call("test.ping", List.of()));
        String jid = console.jobs.start(Console.ADA, ping).jid().value();
        Map<String, Role> users = Map.of("olga", Role.OPERATOR, "vera", Role.VIEWER);
        users.forEach(
                (user, role) -> {
                    var browser = console.browserOf(user);
                    browser.get("/");
                    for (Route route : console.door.routes()) {
                        if (route.need() == Need.OPEN || route.path().equals("/sign-out")) {
                            continue;
                        }
                        boolean may = route.need().permission().map(role::may).orElse(true);
                        boolean isStream = route.path().startsWith("/feed");
                        if (may && (isStream || route.method().name().equals("POST"))) {
                            continue; // who may is asked elsewhere; here nothing is to change
                        }
                        for (String path : objects(route, jid)) {
                            var answer =
                                    route.method().name().equals("GET")
                                            ? browser.get(path)
                                            : browser.post(path);
                            assertThat(answer.statusCode() == 403)
                                    .as("%s %s %s", user, route.method(), path)
                                    .isEqualTo(!may);
                        }
                    }
                });
        assertThat(console.hosts.counts(Console.ADA).get(HostStatus.WAITING)).isOne();
        assertThat(console.groups.find(Console.ADA, "web")).isPresent();
    }

    private static List<String> objects(Route route, String jid) {
        String path = route.path().replaceAll("\\{jid}", jid);
        return Stream.of("web1", "new1", "web", "ada", "1")
                .map(name -> path.replaceAll("[{<][a-z]+[}>]", name))
                .distinct()
                .toList();
    }

    @Test
    void a_form_without_the_right_token_changes_nothing() {
        Host web1 = console.knocks("web1");
        var browser = console.browserOf("ada");
        browser.get("/keys");
        browser.forge("0".repeat(40));
        assertThat(
                        browser.post("/keys/web1/accept", "fingerprint", web1.fingerprint())
                                .statusCode())
                .isEqualTo(403);
        assertThat(console.hosts.find(Console.ADA, web1.hostname()).orElseThrow().status())
                .isEqualTo(web1.status());
    }

    @Test
    void a_form_of_another_site_changes_nothing() {
        Host web1 = console.knocks("web1");
        var browser = console.browserOf("ada");
        browser.get("/keys");
        var answer =
                browser.postFrom(
                        "http://evil.example",
                        "/keys/web1/accept",
                        "fingerprint",
                        web1.fingerprint());
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(console.hosts.find(Console.ADA, web1.hostname()).orElseThrow().status())
                .isEqualTo(web1.status());
    }

    @Test
    void signing_in_needs_the_token_of_the_page_too() {
        var browser = console.browser();
        browser.get("/sign-in");
        browser.forge("1".repeat(64));
        assertThat(
                        browser.post("/sign-in", "user", "ada", "password", Console.PASSWORD)
                                .statusCode())
                .isEqualTo(403);
    }

    @Test
    void s35_every_page_has_the_strict_headers() {
        for (String path : List.of("/sign-in", "/no-such-page", "/assets/x/saltern.css")) {
            var headers = console.browser().get(path).headers();
            assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'self'")
                    .contains("script-src 'self'")
                    .contains("frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
            assertThat(headers.firstValue("Strict-Transport-Security")).isEmpty();
        }
    }

    @Test
    void s38_behind_https_cookies_are_bound_to_the_host() {
        try (var secure = new Console(states, true).withUsers()) {
            var answer = secure.browser().get("/sign-in");
            assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
                    .startsWith("__Host-saltern-visitor=")
                    .contains("Secure")
                    .contains("HttpOnly")
                    .contains("SameSite=Strict")
                    .contains("Path=/");
            assertThat(answer.headers().firstValue("Strict-Transport-Security")).isPresent();
        }
    }

    @Test
    void s38_the_session_changes_when_one_signs_in() {
        var browser = console.browserOf("ada");
        String first = session(browser);
        browser.get("/");
        browser.post("/sign-out");
        assertThat(location(browser.get("/hosts"))).startsWith("/sign-in");
        browser.get("/sign-in");
        browser.post("/sign-in", "user", "ada", "password", Console.PASSWORD);
        assertThat(session(browser)).isNotEmpty().isNotEqualTo(first);
    }

    private static String session(Console.Browser browser) {
        return browser.cookies().stream()
                .filter(c -> c.getName().equals("saltern"))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElse("");
    }

    @Test
    void a_wrong_password_keeps_the_name_and_says_so() {
        var browser = console.browser();
        browser.get("/sign-in");
        var answer = browser.post("/sign-in", "user", "ada", "password", "wrong wrong wrong");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body())
                .contains("value=\"ada\"")
                .contains("role=\"alert\"")
                .doesNotContain("wrong wrong");
    }

    @Test
    void s39_h10_too_many_wrong_passwords_have_to_wait() {
        var browser = console.browser();
        browser.get("/sign-in");
        HttpResponse<String> answer = null;
        for (int i = 0; i < 6; i++) {
            answer = browser.post("/sign-in", "user", "ada", "password", "wrong wrong wrong");
        }
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After").orElse("")).matches("[1-9][0-9]*");
    }

    @Test
    void s39_a_name_that_is_unknown_is_answered_as_a_wrong_password_is() {
        var browser = console.browser();
        browser.get("/sign-in");
        var known = browser.post("/sign-in", "user", "olga", "password", "wrong wrong wrong");
        var unknown = browser.post("/sign-in", "user", "elsa", "password", "wrong wrong wrong");
        assertThat(unknown.statusCode()).isEqualTo(known.statusCode());
        assertThat(unknown.body().replace("elsa", "olga")).isEqualTo(known.body());
    }

    @Test
    void s35_pages_tell_htmx_to_evaluate_nothing_and_to_ask_only_this_site() {
        assertThat(console.browser().get("/sign-in").body())
                .contains("\"allowEval\":false")
                .contains("\"includeIndicatorStyles\":false")
                .contains("\"selfRequestsOnly\":true");
    }

    @Test
    void failures_are_pages_with_a_request_id() {
        var answer = console.browserOf("ada").get("/no/such/page");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body())
                .contains("There is no such page")
                .containsPattern("<code>[0-9a-f]{12}</code>");
    }
}
