package org.saltern.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitUntilState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.saltern.browser.Chromium;
import org.saltern.hosts.Group;
import org.saltern.hosts.Target;
import org.saltern.hosts.TargetType;
import org.saltern.jobs.Call;
import org.saltern.jobs.Job;
import org.saltern.jobs.JobRequest;

/** Ids, grains, output, file names and descriptions that would be markup, on every page of a real browser. */
@Tag("browser")
class HostileTest {
    private static final List<String> CORPUS =
            List.of(
                    "<img src=x onerror=alert(1)>",
                    "\"><img src=x onerror=alert(2)>",
                    "'-alert(3)-'",
                    "<script>alert(4)<\u2215script>",
                    "<svg onload=alert(5)>",
                    "javascript:alert(6)",
                    "{{7*7}}${7*7}#{7*7}",
                    "<div hx-get=x hx-trigger=load data-hx-get=x>",
                    "turn\u202Eround");

    @TempDir static Path states;
    private static Console console;
    private static Chromium chromium;
    private static Job job;

    @BeforeAll
    static void plant() throws Exception {
        chromium = Chromium.start();
        console = new Console(states).withUsers();
        for (String text : CORPUS) {
            console.joins(text);
            console.hosts.recordGrains(
                    new HostId(text),
                    Json.object()
                            .put("os", text)
                            .put("osfinger", text)
                            .put("saltversion", text)
                            .put("kernelrelease", text));
        }
        console.knocks("<img src=y onerror=alert(8)>");
        console.groups.save(
                Console.ADA, new Group("evil", CORPUS.getFirst(), "E@.*alert.*", List.of()), true);
        Files.writeString(
                states.resolve("</textarea><script>alert(9)<".replace('/', '_') + ".sls"),
                "</textarea><script>alert(10)</script>");
        var call =
                new Call(
                        "cmd.run",
                        List.of(TextNode.valueOf("echo </title><script>alert(11)</script>")));
        job = console.jobs.start(Console.ADA, JobRequest.of(Target.of("*", TargetType.GLOB), call));
        for (int i = 0; i < CORPUS.size(); i++) {
            String text = CORPUS.get(i);
            console.answers(
                    job.jid(),
                    text,
                    i % 2 == 0
                            ? TextNode.valueOf((text + "\n\u0000\u001B[31mred\n").repeat(10))
                            : Json.object()
                                    .set(
                                            "file_|-" + text + "_|-" + text + "_|-managed",
                                            Json.object()
                                                    .put("result", false)
                                                    .put("comment", text)
                                                    .set(
                                                            "changes",
                                                            Json.object()
                                                                    .put("diff", "+" + text))));
        }
    }

    @AfterAll
    static void stop() {
        chromium.close();
        console.close();
    }

    private static List<String> pages() {
        List<String> pages =
                new ArrayList<>(
                        List.of(
                                "/",
                                "/keys",
                                "/keys?show=accepted",
                                "/hosts",
                                "/groups",
                                "/groups/edit/evil",
                                "/run",
                                "/run?by=expression&expression=*&function=test.ping",
                                "/jobs",
                                "/jobs/" + job.jid(),
                                "/jobs/" + job.jid() + "?state=failed",
                                "/jobs/" + job.jid() + "?view=hosts",
                                "/jobs/" + job.jid() + "?view=raw",
                                Web.url("/jobs/" + job.jid(), "q", "<img src=x onerror=alert(18)>"),
                                Web.url("/search", "q", "alert"),
                                "/files",
                                "/users",
                                "/audit",
                                "/about",
                                "/account",
                                "/tokens",
                                Web.url("/hosts", "q", "\"><script>alert(12)</script>"),
                                Web.url("/jobs", "q", "<img src=x onerror=alert(13)>"),
                                Web.url(
                                        "/run",
                                        "function",
                                        "\"><script>alert(14)</script>",
                                        "arguments",
                                        "</textarea><script>alert(15)</script>"),
                                Web.url("/sign-in", "to", "javascript:alert(16)")));
        for (String text : CORPUS) {
            pages.add(Web.path("/hosts/{}", text));
            pages.add(Web.path("/keys/{}/delete", text));
            pages.add(Web.path("/jobs/{}/hosts/{}", job.jid(), text));
            pages.add(Web.url("/run", "by", "hosts", "host", text));
        }
        console.files
                .list(Console.ADA, "base")
                .forEach(f -> pages.add(Web.url("/files/edit", "env", "base", "path", f.path())));
        return pages;
    }

    @Test
    void foreign_text_is_only_ever_text() {
        Page page = chromium.window("en", 1280, false);
        LivePagesTest.signIn(page, console);
        for (String path : pages()) {
            var answer =
                    page.navigate(
                            LivePagesTest.origin(console) + path,
                            new Page.NavigateOptions().setWaitUntil(WaitUntilState.LOAD));
            assertThat(answer.status()).as(path).isEqualTo(200);
            assertThat(
                            page.locator(
                                            "main img, main script:not([src]), [onerror], [onload],"
                                                    + " main [hx-get*=x]:not(form)")
                                    .count())
                    .as(path)
                    .isZero();
            assertThat(page.locator("body").innerText()).as(path).doesNotContain("\u202E");
        }
        assertThat(page.title()).isNotEmpty();
        assertThat(chromium.complaints()).isEmpty();
    }

    @Test
    void a_refused_name_is_shown_as_text_too() {
        Page page = chromium.window("en", 1280, false);
        LivePagesTest.signIn(page, console);
        page.navigate(
                LivePagesTest.origin(console)
                        + "/run?by=expression&type=nodegroup&expression=%3Cimg%20src%3Dx%20onerror%3Dalert(17)%3E&function=test.ping");
        assertThat(page.locator("main img").count()).isZero();
        assertThat(Problem.shown("\u202E")).isEqualTo("\\u202e");
    }
}
