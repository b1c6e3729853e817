package org.saltern.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saltern.base.HostId;
import org.saltern.base.Jid;
import org.saltern.base.Json;
import org.saltern.hosts.Group;
import org.saltern.hosts.Host;
import org.saltern.hosts.HostStatus;
import org.saltern.hosts.SignIn;
import org.saltern.hosts.Target;
import org.saltern.jobs.Call;
import org.saltern.jobs.Job;
import org.saltern.jobs.JobQuery;
import org.saltern.jobs.JobRequest;

class PagesTest {
    @TempDir Path states;
    private Console console;
    private Console.Browser ada;

    @BeforeEach
    void start() {
        console = new Console(states).withUsers();
        ada = console.browserOf("ada");
        ada.get("/");
    }

    @AfterEach
    void stop() {
        console.close();
    }

    private HostStatus status(String host) {
        return console.hosts.find(Console.ADA, new HostId(host)).orElseThrow().status();
    }

    private Job newest() {
        return console.jobs.find(Console.ADA, JobQuery.newest(1)).jobs().getFirst();
    }

    private int jobs() {
        return console.jobs.find(Console.ADA, JobQuery.newest(1)).total();
    }

    /** The value of a hidden field of a page. */
    private static String field(String page, String name) {
        var found = Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\"").matcher(page);
        return found.find() ? found.group(1) : "";
    }

    @Test
    void one_search_finds_pages_hosts_groups_jobs_and_files() throws Exception {
        console.joins("harbour1");
        console.groups.save(Console.ADA, new Group("harbour", "", "harbour*", List.of()), true);
        Files.writeString(states.resolve("harbour.sls"), "a: b\n");
        console.jobs.start(
                Console.ADA,
                JobRequest.of(Target.glob("harbour*"), new Call("test.ping", List.of())));
        assertThat(ada.get("/search?q=HARB", "HX-Request", "true").body())
                .doesNotContain("<html")
                .contains(
                        "href=\"/hosts/harbour1\"",
                        "href=\"/groups/edit/harbour\"",
                        "href=\"/jobs/" + newest().jid() + "\"",
                        "path=harbour.sls\"");
        assertThat(ada.get("/search?q=aud").body()).contains("href=\"/audit\"");
        assertThat(console.browserOf("vera").get("/search?q=aud").body())
                .contains("Nothing is called like that.");
    }

    @Test
    void home_counts_old_minions_and_leads_to_them() {
        console.joins("web1");
        console.keys.judge(
                new SignIn(new HostId("old1"), Console.pem(), 2, "192.0.2.8", Json.object()));
        assertThat(ada.get("/").body())
                .containsSubsequence("href=\"/hosts?protocol=legacy\"", "need-count\">1<");
        assertThat(ada.get("/hosts?protocol=legacy").body())
                .contains("/hosts/old1")
                .doesNotContain("/hosts/web1");
    }

    @Test
    void the_first_run_makes_the_administrator_and_signs_in() {
        try (var fresh = new Console(states)) {
            var browser = fresh.browser();
            assertThat(browser.get("/hosts").headers().firstValue("Location"))
                    .contains("/first-run");
            String code = fresh.access.newFirstRunCode();
            browser.get("/first-run?code=" + code);
            var differs =
                    browser.post(
                            "/first-run",
                            "code",
                            code,
                            "user",
                            "ada",
                            "password",
                            Console.PASSWORD,
                            "again",
                            "x");
            assertThat(differs.statusCode()).isEqualTo(422);
            assertThat(differs.body())
                    .contains("The two passwords are not the same.")
                    .contains("value=\"ada\"");
            var done =
                    browser.post(
                            "/first-run",
                            "code",
                            code,
                            "user",
                            "ada",
                            "password",
                            Console.PASSWORD,
                            "again",
                            Console.PASSWORD);
            assertThat(done.statusCode()).isEqualTo(303);
            assertThat(browser.get("/about").body())
                    .contains("Welcome, ada.")
                    .contains("master_finger");
        }
    }

    @Test
    void only_the_fingerprint_that_was_looked_at_is_accepted() {
        Host web1 = console.knocks("web1");
        assertThat(ada.get("/keys").body()).contains(web1.fingerprint().substring(0, 11));
        assertThat(ada.post("/keys/web1/accept", "fingerprint", "aa:bb").statusCode())
                .isEqualTo(409);
        assertThat(status("web1")).isEqualTo(HostStatus.WAITING);
        String[] form = {"fingerprint", web1.fingerprint(), "unverified", "yes"};
        assertThat(ada.post("/keys/web1/accept", form).statusCode()).isEqualTo(303);
        assertThat(status("web1")).isEqualTo(HostStatus.ACCEPTED);
        assertThat(ada.get("/keys").body()).contains("The key of web1 is accepted.");
    }

    @Test
    void a_key_that_shows_what_its_host_printed_is_marked_and_needs_no_more() {
        Host web1 = console.knocks("web1");
        Host web2 = console.knocks("web2");
        ada.get("/keys");
        String[] unseen = {"fingerprint", web1.fingerprint()};
        assertThat(ada.post("/keys/web1/accept", unseen).body())
                .contains("No fingerprint that was noted matches the key of web1");
        String printed = "web1:\n    " + web1.fingerprint().toUpperCase(Locale.ROOT) + "\n";
        assertThat(ada.post("/keys/expected", "fingerprints", printed).statusCode()).isEqualTo(303);
        assertThat(ada.get("/keys").body())
                .containsSubsequence("Fingerprint matches", "Accept unverified")
                .contains("one fingerprint noted");
        assertThat(ada.post("/keys/web1/accept", unseen).statusCode()).isEqualTo(303);
        ada.post("/keys/web2/accept", "fingerprint", web2.fingerprint(), "unverified", "yes");
        assertThat(List.of(status("web1"), status("web2"))).containsOnly(HostStatus.ACCEPTED);
        assertThat(ada.get("/audit").body()).contains("(as expected)", "(unverified)");
    }

    @Test
    void ticked_keys_are_accepted_together() {
        List<Host> waiting =
                List.of(console.knocks("web1"), console.knocks("web 2"), console.knocks("db1"));
        ada.get("/keys");
        ada.post(
                "/keys/accept",
                "key",
                waiting.get(0).fingerprint() + " web1",
                "key",
                waiting.get(1).fingerprint() + " web 2",
                "unverified",
                "yes");
        assertThat(List.of(status("web1"), status("web 2"), status("db1")))
                .containsExactly(HostStatus.ACCEPTED, HostStatus.ACCEPTED, HostStatus.WAITING);
    }

    @Test
    void a_second_key_for_a_name_is_shown_and_can_take_its_place() {
        console.joins("web1");
        console.keys.judge(
                new SignIn(new HostId("web1"), Console.pem(), 3, "192.0.2.9", Json.object()));
        String claimed = console.keys.claims(Console.ADA).getFirst().fingerprint();
        assertThat(ada.get("/").body()).contains("A known name, another key.");
        assertThat(ada.get("/keys?show=refused").body()).contains("192.0.2.9");
        ada.get("/keys/web1/replace?fingerprint=" + claimed);
        assertThat(ada.post("/keys/web1/replace", "fingerprint", claimed).statusCode())
                .isEqualTo(303);
        assertThat(console.hosts.find(Console.ADA, new HostId("web1")).orElseThrow().fingerprint())
                .isEqualTo(claimed);
    }

    @Test
    void a_job_runs_on_exactly_the_hosts_that_were_looked_at() {
        console.joins("web1");
        String page = ada.get("/run?by=expression&expression=web*&function=test.ping").body();
        String seen = field(page, "seen");
        console.joins("web2");
        String[] form = {
            "by",
            "expression",
            "expression",
            "web*",
            "type",
            "glob",
            "function",
            "test.ping",
            "timeout",
            "15",
            "seen",
            seen
        };
        var grown = ada.post("/run", form);
        assertThat(grown.statusCode()).isEqualTo(409);
        assertThat(grown.body()).contains("other hosts than those you looked at");
        assertThat(jobs()).isZero();
        form[form.length - 1] = field(grown.body(), "seen");
        var sent = ada.post("/run", form);
        assertThat(sent.headers().firstValue("Location")).contains("/jobs/" + newest().jid());
        assertThat(newest().total()).isEqualTo(2);
    }

    @Test
    void states_can_be_asked_first_what_they_would_do() {
        console.joins("web1");
        String page =
                ada.get("/run?by=expression&expression=web*&function=state.apply&arguments=web")
                        .body();
        assertThat(page)
                .contains("salt -t 15 &#39;web*&#39; state.apply web".replace("&#39;", "'"));
        ada.post(
                "/run",
                "by",
                "expression",
                "expression",
                "web*",
                "function",
                "state.apply",
                "arguments",
                "web",
                "seen",
                field(page, "seen"),
                "test",
                "yes");
        assertThat(Json.text(newest().calls().getFirst().arguments().getLast()))
                .contains("\"test\":true");
        assertThat(ada.get("/run?by=expression&expression=web*&function=test.ping").body())
                .doesNotContain("id=\"test-run\"");
    }

    @Test
    void a_shell_command_for_every_host_needs_their_number() {
        console.joins("web1");
        String[] form = {
            "by",
            "expression",
            "expression",
            "*",
            "type",
            "glob",
            "function",
            "cmd.run",
            "arguments",
            "id\ncwd=/tmp",
            "timeout",
            "5"
        };
        String page = ada.post("/run", form).body();
        var withSeen = new ArrayList<>(List.of(form));
        withSeen.addAll(List.of("seen", field(page, "seen")));
        var unconfirmed = ada.post("/run", withSeen.toArray(String[]::new));
        assertThat(unconfirmed.statusCode()).isEqualTo(422);
        assertThat(unconfirmed.body())
                .contains("Type the number of hosts, 1, to confirm.")
                .contains("cwd=/tmp");
        withSeen.addAll(List.of("count", "1"));
        assertThat(ada.post("/run", withSeen.toArray(String[]::new)).statusCode()).isEqualTo(303);
        assertThat(Json.text(newest().calls().getFirst().arguments().getLast()))
                .contains("\"cwd\":\"/tmp\"")
                .contains("__kwarg__");
    }

    @Test
    void a_wrong_run_form_keeps_what_was_typed() {
        console.joins("web1");
        var answer =
                ada.post(
                        "/run",
                        "by",
                        "expression",
                        "expression",
                        "G@",
                        "type",
                        "compound",
                        "function",
                        "test.ping",
                        "arguments",
                        "keep me");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("keep me").contains("value=\"G@\"");
    }

    @Test
    void a_job_page_is_complete_and_adds_up() {
        console.joins("web1");
        console.joins("web2");
        Job job =
                console.jobs.start(
                        Console.ADA,
                        JobRequest.of(Target.glob("web*"), new Call("test.ping", List.of())));
        console.answers(job.jid(), "web1", TextNode.valueOf("hello from web1"));
        String page = ada.get("/jobs/" + job.jid()).body();
        assertThat(page)
                .contains("hello from web1")
                .contains("1 of 2 done")
                .contains("href=\"/hosts/web2\"");
        assertThat(ada.get("/jobs/" + job.jid() + "?state=ok").body())
                .contains("web1")
                .doesNotContain("href=\"/hosts/web2\"");
        assertThat(ada.get("/jobs/" + job.jid() + "/json").body())
                .contains("\"return\":\"hello from web1\"");
        assertThat(ada.get("/jobs/" + job.jid() + "/hosts/web1/text").body())
                .isEqualTo("hello from web1");
        assertThat(ada.get("/jobs/20200101000000000000").statusCode()).isEqualTo(404);
    }

    @Test
    void a_stream_sends_what_came_and_goes_on_where_it_ended() throws Exception {
        console.joins("web1");
        console.joins("web2");
        Job job =
                console.jobs.start(
                        Console.ADA,
                        JobRequest.of(Target.glob("web*"), new Call("test.ping", List.of())));
        String feed =
                "/feed/jobs/"
                        + job.jid()
                        + "?after="
                        + console.jobs.position(Console.ADA, job.jid());
        try (var stream = Stream.open(console, ada, feed, null)) {
            stream.next();
            console.answers(job.jid(), "web1", TextNode.valueOf("first answer"));
            Stream.Frame frame = stream.nextWith("first answer");
            assertThat(frame.data()).contains("1 of 2 done").doesNotContain("href=\"/hosts/web2\"");
            console.answers(job.jid(), "web2", TextNode.valueOf("second answer"));
            try (var again = Stream.open(console, ada, feed, frame.id())) {
                assertThat(again.nextWith("second answer").data())
                        .contains("2 of 2 done")
                        .doesNotContain("first answer");
            }
        }
    }

    @Test
    void signing_out_ends_the_streams() throws Exception {
        try (var stream = Stream.open(console, ada, "/feed/keys", null)) {
            stream.next();
            ada.get("/");
            ada.post("/sign-out");
            assertThat(stream.ends()).isTrue();
        }
    }

    @Test
    void the_second_of_two_editors_is_told() throws Exception {
        Files.writeString(states.resolve("web.sls"), "one\n");
        String page = ada.get("/files/edit?env=base&path=web.sls").body();
        String version = field(page, "version");
        assertThat(
                        ada.post(
                                        "/files/save",
                                        "env",
                                        "base",
                                        "path",
                                        "web.sls",
                                        "version",
                                        version,
                                        "text",
                                        "two\r\n")
                                .statusCode())
                .isEqualTo(303);
        assertThat(Files.readString(states.resolve("web.sls"))).isEqualTo("two\n");
        var late =
                ada.post(
                        "/files/save",
                        "env",
                        "base",
                        "path",
                        "web.sls",
                        "version",
                        version,
                        "text",
                        "three\n");
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.body()).contains("three").contains("two").contains("What is stored now");
        assertThat(
                        ada.post(
                                        "/files/save",
                                        "env",
                                        "base",
                                        "path",
                                        "web.sls",
                                        "version",
                                        field(late.body(), "version"),
                                        "text",
                                        "three\n")
                                .statusCode())
                .isEqualTo(303);
    }

    @Test
    void a_path_out_of_the_tree_is_refused_beside_its_field() {
        ada.get("/files/new");
        var answer =
                ada.post(
                        "/files/save",
                        "env",
                        "base",
                        "path",
                        "../../etc/passwd",
                        "version",
                        "",
                        "text",
                        "x");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("role=\"alert\"").contains("../../etc/passwd");
    }

    @Test
    void a_group_is_made_changed_and_deleted() {
        console.joins("web1");
        console.joins("db1");
        ada.get("/groups/new");
        assertThat(ada.post("/groups/new", "name", "bad name", "rule", "").statusCode())
                .isEqualTo(422);
        assertThat(
                        ada.post(
                                        "/groups/new",
                                        "name",
                                        "front",
                                        "description",
                                        "",
                                        "rule",
                                        "web*",
                                        "member",
                                        "db1")
                                .statusCode())
                .isEqualTo(303);
        assertThat(console.groups.hosts(Console.ADA).get("front"))
                .extracting(HostId::value)
                .containsExactlyInAnyOrder("web1", "db1");
        String page = ada.get("/groups/edit/front").body();
        assertThat(page).contains("value=\"web*\"");
        ada.post(
                "/groups/edit/front",
                "description",
                "x",
                "rule",
                "web*",
                "version",
                field(page, "version"));
        assertThat(console.groups.find(Console.ADA, "front"))
                .map(Group::members)
                .contains(List.of());
        ada.get("/groups/delete/front");
        ada.post("/groups/delete/front");
        assertThat(console.groups.find(Console.ADA, "front")).isEmpty();
    }

    @Test
    void language_and_colours_are_remembered() {
        ada.post("/preferences", "language", "zh-CN", "theme", "dark", "back", "/hosts");
        assertThat(ada.get("/hosts").body())
                .contains("lang=\"zh-CN\"")
                .contains("data-bs-theme=\"dark\"")
                .contains("主机");
        var elsewhere = console.browserOf("ada");
        assertThat(elsewhere.get("/hosts").body()).contains("lang=\"zh-CN\"");
    }

    @Test
    void users_are_made_disabled_and_given_passwords() {
        ada.get("/users");
        ada.post("/users", "user", "nina", "password", Console.PASSWORD, "role", "OPERATOR");
        ada.post("/users/nina", "role", "VIEWER", "disabled", "yes");
        assertThat(console.access.users(Console.ADA))
                .anyMatch(u -> u.name().equals("nina") && u.disabled());
        var last = ada.post("/users/ada", "role", "VIEWER");
        assertThat(last.statusCode()).isEqualTo(409);
        assertThat(
                        ada.post("/users", "user", "x", "password", "short", "role", "VIEWER")
                                .statusCode())
                .isEqualTo(422);
    }

    @Test
    void styles_and_scripts_are_kept_by_the_browser() {
        var address =
                Pattern.compile("/assets/[0-9a-f]+/saltern.css").matcher(ada.get("/hosts").body());
        assertThat(address.find()).isTrue();
        var answer = console.browser().get(address.group());
        assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(console.browser().get("/assets/x/../messages_en.properties").statusCode())
                .isNotEqualTo(200);
        assertThat(console.browser().get("/assets/x/%2e%2e/messages_en.properties").statusCode())
                .isEqualTo(404);
    }

    @Test
    void ids_of_any_form_have_their_pages() {
        for (String id :
                List.of("a b", "a%b", "a?b#c", "a;b", "a+b", "é中", "x".repeat(253), "<b>\"'&")) {
            console.joins(id);
            var answer = ada.get(Web.path("/hosts/{}", id));
            assertThat(answer.statusCode()).as(id).isEqualTo(200);
        }
        assertThat(ada.get("/hosts").statusCode()).isEqualTo(200);
    }

    @Test
    void jids_that_are_none_are_refused() {
        assertThat(ada.get("/jobs/nonsense").statusCode()).isEqualTo(422);
        assertThat(Jid.isValid("nonsense")).isFalse();
    }
}
