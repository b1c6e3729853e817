package org.saltern.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import com.microsoft.playwright.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.browser.Chromium;
import org.saltern.hosts.Group;
import org.saltern.hosts.SignIn;
import org.saltern.hosts.Target;
import org.saltern.hosts.TargetType;
import org.saltern.jobs.Call;
import org.saltern.jobs.Job;
import org.saltern.jobs.JobRequest;

/** No page has a serious or critical finding of axe-core or is wider than its window, whatever its width and colours. */
@Tag("browser")
class AccessibilityTest {
    @TempDir static Path states;
    private static final Axe AXE = new Axe();
    private static Console console;
    private static Chromium chromium;
    private static Job job;
    private static String claim;

    @BeforeAll
    static void furnish() throws Exception {
        chromium = Chromium.start();
        console = new Console(states).withUsers();
        console.joins("web1");
        console.joins("web2");
        console.joins("db1");
        console.joins("a-rather-long-name.with.many.labels.in.a.far.away.department.example.com");
        console.hosts.recordGrains(
                new HostId("web1"),
                Json.object().put("os", "Debian").put("osfinger", "Debian-13").put("num_cpus", 2));
        console.knocks("new1");
        console.knocks("new2");
        console.keys.judge(
                new SignIn(new HostId("db1"), Console.pem(), 3, "192.0.2.9", Json.object()));
        claim = console.keys.claims(Console.ADA).getFirst().fingerprint();
        console.groups.save(Console.ADA, new Group("web", "Front ends", "web*", List.of()), true);
        Files.createDirectories(states.resolve("web"));
        Files.writeString(states.resolve("web/init.sls"), "nginx:\n  pkg.installed: []\n");
        job =
                console.jobs.start(
                        Console.ADA,
                        JobRequest.of(
                                Target.of("*", TargetType.GLOB),
                                new Call("state.apply", List.of(TextNode.valueOf("web")))));
        console.answers(job.jid(), "web1", TextNode.valueOf("one\ntwo\nthree\nfour\nfive"));
        console.answers(
                job.jid(), "web2", TextNode.valueOf("x".repeat(3000) + "\n" + "y ".repeat(500)));
        console.answers(
                job.jid(),
                "db1",
                Json.object()
                        .set(
                                "file_|-motd_|-/etc/motd_|-managed",
                                Json.object()
                                        .put("result", false)
                                        .put("comment", "No such folder")
                                        .set("changes", Json.object().put("diff", "-a\n+b"))));
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
            console.close();
        }
    }

    /** Every page there is, also with a form that was refused. */
    private static List<String> pages() {
        return List.of(
                "/",
                "/keys",
                "/keys?show=accepted",
                "/keys?show=rejected",
                "/keys?show=refused",
                "/keys/db1/delete",
                "/keys/db1/replace?fingerprint=" + claim,
                "/hosts",
                "/hosts/web1",
                "/hosts/new1",
                "/groups",
                "/groups/new",
                "/groups/edit/web",
                "/groups/delete/web",
                "/run",
                "/run?by=expression&expression=*&function=cmd.run",
                "/run?by=hosts&host=web1",
                "/jobs",
                "/jobs?q=nothing-like-this",
                "/jobs/" + job.jid(),
                "/jobs/" + job.jid() + "/hosts/db1",
                "/jobs/" + job.jid() + "?view=answers",
                "/jobs/" + job.jid() + "?view=states&q=e",
                "/jobs/" + job.jid() + "?view=raw",
                "/run?by=job&job=" + job.jid() + "&of=failed&function=state.apply",
                "/search?q=web",
                "/files",
                "/files/new",
                "/files/edit?env=base&path=web/init.sls",
                "/files/delete?env=base&path=web/init.sls",
                "/users",
                "/users/olga",
                "/audit",
                "/about",
                "/account",
                "/tokens",
                "/nowhere");
    }

    @ParameterizedTest
    @CsvSource({"en, 1280, false", "zh-CN, 1280, true", "en, 360, true", "zh-CN, 360, false"})
    void no_page_has_a_serious_finding_or_scrolls_sideways(
            String language, int width, boolean dark) {
        List<String> findings = new ArrayList<>();
        Page page = chromium.window(language, width, dark);
        page.navigate(LivePagesTest.origin(console) + "/sign-in");
        AXE.findings(page).forEach(f -> findings.add("/sign-in " + f));
        LivePagesTest.signIn(page, console);
        for (String path : pages()) {
            page.navigate(LivePagesTest.origin(console) + path);
            AXE.findings(page).forEach(f -> findings.add(path + " " + f));
            sideways(page, List.of(width, 768)).forEach(f -> findings.add(path + " " + f));
            assertThat(page.locator("html").getAttribute("lang")).as(path).isEqualTo(language);
        }
        refused(page, findings);
        assertThat(findings).isEmpty();
    }

    private static List<String> sideways(Page page, List<Integer> widths) {
        var found = new ArrayList<String>();
        int height = page.viewportSize().height;
        for (int width : widths) {
            page.setViewportSize(width, height);
            Object more =
                    page.evaluate(
                            "document.documentElement.scrollWidth -"
                                    + " document.documentElement.clientWidth");
            if (!more.equals(0)) {
                found.add(more + " pixels more than the " + width + " of its window");
            }
        }
        page.setViewportSize(widths.getFirst(), height);
        return found;
    }

    private static void refused(Page page, List<String> findings) {
        page.navigate(
                LivePagesTest.origin(console)
                        + "/run?by=expression&expression=*&function=cmd.run&arguments=id");
        page.locator("#count").fill("77");
        page.locator("#matches .btn-primary").click();
        page.locator("#problem-count").waitFor();
        AXE.findings(page).forEach(f -> findings.add("refused run " + f));
        page.navigate(LivePagesTest.origin(console) + "/groups/edit/web");
        page.locator("#rule").fill("G@");
        page.locator("main form .btn-primary").click();
        page.locator("#problem-rule").waitFor();
        AXE.findings(page).forEach(f -> findings.add("refused group " + f));
        page.navigate(LivePagesTest.origin(console) + "/audit");
        page.locator("form[action='/audit/check'] button").click();
        page.locator("main .note code").waitFor();
        AXE.findings(page).forEach(f -> findings.add("checked audit " + f));
        sideways(page, List.of(page.viewportSize().width))
                .forEach(f -> findings.add("checked audit " + f));
    }
}
