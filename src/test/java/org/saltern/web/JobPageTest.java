package org.saltern.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.hosts.Target;
import org.saltern.jobs.Call;
import org.saltern.jobs.HostState;
import org.saltern.jobs.Job;
import org.saltern.jobs.JobRequest;

/** One job with many hosts: by answers, by hosts, against states, raw; searched, filtered, downloaded, run again, ended. */
class JobPageTest {
    private static final int HOSTS = 9;

    @TempDir static Path states;
    private static Console console;
    private static Console.Browser ada;
    private static Job command;
    private static Job state;

    @BeforeAll
    static void start() {
        console = new Console(states).withUsers();
        IntStream.rangeClosed(1, HOSTS).forEach(i -> console.joins("web" + i));
        ada = console.browserOf("ada");
        ada.get("/");
        command = start("cmd.run");
        for (int i = 1; i <= 6; i++) {
            console.answers(command.jid(), "web" + i, TextNode.valueOf("one\ntwo\nthree"));
        }
        console.answers(
                command.jid(), "web7", TextNode.valueOf("one\n2 \u001B[31mwrong\u001B[0m\nthree"));
        console.answers(command.jid(), "web8", TextNode.valueOf("=HYPERLINK(\"x\")"));
        state = start("state.apply");
        for (int i = 1; i <= 7; i++) {
            console.answers(state.jid(), "web" + i, run(true, i));
        }
        console.answers(state.jid(), "web8", run(false, 8));
    }

    private static Job start(String function) {
        return console.jobs.start(
                Console.ADA, JobRequest.of(Target.glob("web*"), new Call(function, List.of())));
    }

    private static JsonNode run(boolean motd, int duration) {
        ObjectNode run = Json.object();
        run.set("pkg_|-nginx_|-nginx_|-installed", one(true, "There", duration));
        run.set("file_|-motd_|-/etc/motd_|-managed", one(motd, motd ? "Fine" : "No", duration));
        return run;
    }

    private static ObjectNode one(boolean result, String comment, int duration) {
        ObjectNode one =
                Json.object()
                        .put("result", result)
                        .put("comment", comment)
                        .put("duration", duration);
        one.set("changes", Json.object());
        return one;
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    private static String page(Job job, String query) {
        var answer = ada.get("/jobs/" + job.jid() + query);
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    @Test
    void equal_answers_are_one_group_and_the_odd_ones_come_first() {
        String page = page(command, "");
        assertThat(page)
                .containsSubsequence("=HYPERLINK", "2 ", "6 hosts", "the usual answer", "sent");
        assertThat(page.split("<article ", -1)).hasSize(1 + 4);
    }

    @Test
    void a_group_shows_in_what_it_differs_from_the_usual_answer() {
        assertThat(page(command, ""))
                .containsSubsequence(
                        "In what it differs",
                        "<span class=\"diff-del\">- two",
                        "<span class=\"diff-add\">+ 2 wrong");
        assertThat(page(state, ""))
                .containsSubsequence(
                        "1 host", "In what it differs", "motd", "On most hosts", "7 hosts");
    }

    @Test
    void terminal_colours_are_classes_of_our_own() {
        assertThat(page(command, "?view=hosts&q=wrong"))
                .contains("<span class=\"ansi-1\">wrong</span>")
                .doesNotContain("\u001B");
    }

    @Test
    void a_text_is_found_in_all_output_and_in_names() {
        assertThat(page(command, "?view=hosts&q=WRONG"))
                .contains("One host matches", "id=\"job-hosts\"", "/hosts/web7\"")
                .doesNotContain("/hosts/web6\"");
        assertThat(page(command, "?view=hosts&q=web9")).contains("/hosts/web9\"");
        assertThat(page(command, "?q=nowhere")).contains("No host matches");
    }

    @Test
    void hosts_with_equal_outcomes_share_a_column() {
        String page = page(state, "?view=states");
        assertThat(page)
                .containsSubsequence(
                        "<th scope=\"col\">", "1 host", "7 hosts", "motd", "failed", "ok")
                .contains("One state in order on all hosts");
        assertThat(page.split("<th scope=\"col\">", -1)).hasSize(1 + 2);
        assertThat(page(command, "")).doesNotContain("view=states");
    }

    @Test
    void raw_is_what_is_stored() {
        assertThat(page(state, "?view=raw&state=failed"))
                .contains(
                        "file_|-motd_|-/etc/motd_|-managed",
                        "&#34;duration&#34; : 8".replace("&#34;", "\""));
    }

    @Test
    void what_is_shown_can_be_taken_home_without_formulas() {
        var csv = ada.get("/jobs/" + command.jid() + "/csv?q=hyperlink");
        assertThat(csv.headers().firstValue("Content-Type").orElse("")).startsWith("text/csv");
        assertThat(csv.body())
                .startsWith("\"host\",\"state\"")
                .contains("\"web8\",\"ok\"", "\"'=HYPERLINK(\"\"x\"\")\"")
                .doesNotContain("web7");
        assertThat(ada.get("/jobs/" + command.jid() + "/text?state=ok").body())
                .contains("web1:\n    one\n    two\n", "web7:")
                .doesNotContain("web9");
        assertThat(ada.get("/jobs/" + state.jid() + "/json?state=failed").body())
                .contains("\"web8\":{\"state\":\"failed\"")
                .doesNotContain("web7");
    }

    @Test
    void it_is_run_again_on_the_hosts_that_failed() {
        String page = page(state, "");
        String url =
                "/run?by=job&amp;job=" + state.jid() + "&amp;of=failed&amp;function=state.apply";
        assertThat(page).contains(url);
        String form = ada.get(url.replace("&amp;", "&")).body();
        assertThat(form).contains("value=\"state.apply\"", "Run on 1 host");
        var gone = ada.get("/run?by=job&job=" + command.jid() + "&of=failed&function=test.ping");
        assertThat(gone.body()).contains("stands like that any more");
    }

    @Test
    void it_is_run_again_on_ticked_hosts() {
        page(command, "?view=hosts");
        var form = ada.post("/jobs/" + command.jid() + "/again", "host", "web1", "host", "web9");
        assertThat(form.headers().firstValue("Location").orElseThrow())
                .startsWith("/run?by=hosts&host=web1&host=web9&function=cmd.run");
    }

    @Test
    void it_is_ended_on_one_host_alone() {
        Job job = start("test.sleep");
        page(job, "?view=hosts");
        var done = ada.post("/jobs/" + job.jid() + "/kill", "how", "term", "host", "web3");
        assertThat(done.statusCode()).isEqualTo(303);
        String audit = ada.get("/audit").body();
        assertThat(audit).contains("job.terminate", "hosts: 1, only: web3");
        var none = ada.post("/jobs/" + job.jid() + "/kill", "how", "kill", "host", "nobody");
        assertThat(none.statusCode()).isEqualTo(409);
        assertThat(none.body()).contains("has ended on the hosts you chose");
        assertThat(
                        console.jobs
                                .row(Console.ADA, job.jid(), new HostId("web3"))
                                .orElseThrow()
                                .state())
                .isEqualTo(HostState.PUBLISHED);
    }

    @Test
    void a_page_by_answers_follows_what_arrives() throws Exception {
        Job job = start("test.echo");
        String page = page(job, "");
        String feed = page.replaceAll("(?s).*data-feed=\"([^\"]*)\".*", "$1").replace("&amp;", "&");
        try (var stream = Stream.open(console, ada, feed, null)) {
            stream.next();
            console.answers(job.jid(), "web1", TextNode.valueOf("here I am"));
            assertThat(stream.nextWith("here I am").data())
                    .contains("id=\"job-groups\"", "1 of 9 done", "8 hosts");
        }
    }
}
