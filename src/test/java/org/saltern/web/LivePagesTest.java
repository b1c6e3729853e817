package org.saltern.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saltern.browser.Chromium;
import org.saltern.hosts.Target;
import org.saltern.jobs.Call;
import org.saltern.jobs.Job;
import org.saltern.jobs.JobRequest;

/** Pages in a real browser: they live, they work without scripts and from the keyboard. */
@Tag("browser")
class LivePagesTest {
    private static Chromium chromium;

    @TempDir Path states;
    private Console console;

    @BeforeAll
    static void open() {
        chromium = Chromium.start();
    }

    @AfterAll
    static void close() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void start() {
        console = new Console(states).withUsers();
    }

    @AfterEach
    void stop() {
        chromium.closeWindows();
        console.close();
    }

    static String origin(Console console) {
        return "http://127.0.0.1:" + console.door.port();
    }

    static void signIn(Page page, Console console) {
        page.navigate(origin(console) + "/sign-in");
        page.locator("#user").fill("ada");
        page.locator("#password").fill(Console.PASSWORD);
        page.locator("button[type=submit]:not(.no-script)").first().click();
        page.waitForURL(origin(console) + "/");
    }

    private Page signedIn(String language, int width) {
        Page page = chromium.window(language, width, false);
        signIn(page, console);
        return page;
    }

    private Job ping() {
        return console.jobs.start(
                Console.ADA, JobRequest.of(Target.glob("web*"), new Call("test.ping", List.of())));
    }

    @Test
    void a_new_key_appears_by_itself_and_ticks_stay() {
        console.knocks("web1");
        Page page = signedIn("en", 1280);
        page.navigate(origin(console) + "/keys");
        page.locator("input[name=key]").check();
        console.knocks("web2");
        assertThat(
                        page.locator(
                                "#key-rows .item-title a",
                                new Page.LocatorOptions().setHasText("web2")))
                .isVisible();
        assertThat(page.locator("#nav-waiting")).hasText("2");
        assertThat(page.locator("input[name=key]").first()).isChecked();
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Accept ticked unverified"))
                .click();
        assertThat(page.locator("#messages")).containsText("The key of web1 is accepted.");
        assertThat(chromium.complaints()).isEmpty();
    }

    @Test
    void results_arrive_while_the_page_is_open() {
        console.joins("web1");
        console.joins("web2");
        Job job = ping();
        Page page = signedIn("en", 1280);
        page.navigate(origin(console) + "/jobs/" + job.jid());
        assertThat(page.locator(".job-progress b")).hasText("0 of 2 done");
        console.answers(
                job.jid(), "web1", TextNode.valueOf("a line\nand another\nand more\nand more"));
        assertThat(page.locator(".job-progress b")).hasText("1 of 2 done");
        page.locator("article", new Page.LocatorOptions().setHasText("web1"))
                .locator("summary")
                .click();
        console.answers(job.jid(), "web2", TextNode.valueOf("done too"));
        assertThat(page.locator(".job-progress b")).hasText("2 of 2 done");
        assertThat(page.locator("article", new Page.LocatorOptions().setHasText("done too")))
                .isVisible();
        assertThat(page.locator(".live")).hasCount(0);
        assertThat(chromium.complaints()).isEmpty();
    }

    @Test
    void the_run_form_counts_hosts_while_one_types() {
        console.joins("web1");
        console.joins("db1");
        Page page = signedIn("en", 1280);
        page.navigate(origin(console) + "/run");
        page.locator("label[for=by-expression]").click();
        page.locator("#expression").fill("web*");
        assertThat(page.locator(".tally dd").first()).hasText("1");
        page.locator("#expression").fill("*");
        assertThat(page.locator(".tally dd").first()).hasText("2");
        page.locator("#function").fill("cmd.run");
        assertThat(page.locator("#count")).isVisible();
        page.locator("#arguments").fill("uptime");
        page.locator("#count").fill("2");
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(Pattern.compile("^Run on 2")))
                .click();
        page.waitForURL(Pattern.compile(".*/jobs/[0-9]{20}$"));
        assertThat(page.locator("h1")).hasText("cmd.run uptime");
        assertThat(chromium.complaints()).isEmpty();
    }

    @Test
    void everything_works_without_scripts() {
        console.knocks("web1");
        Page page = chromium.window("en", 1280, false, false);
        signIn(page, console);
        page.navigate(origin(console) + "/keys");
        page.locator("article button.btn-primary").click();
        assertThat(page.locator("#messages")).containsText("The key of web1 is accepted.");
        page.navigate(origin(console) + "/run");
        page.locator("label[for=by-expression]").click();
        page.locator("#expression").fill("web1");
        page.locator("#function").fill("test.ping");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Show the hosts"))
                .click();
        assertThat(page.locator(".names")).containsText("web1");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Run on 1 host"))
                .click();
        page.waitForURL(Pattern.compile(".*/jobs/[0-9]{20}$"));
        page.navigate(origin(console) + "/files/new");
        page.locator("#path").fill("web.sls");
        page.locator("#text").fill("a: b\n");
        page.locator("main form button.btn-primary").click();
        assertThat(page.locator("#messages")).containsText("web.sls is saved.");
    }

    @Test
    void the_editor_writes_into_the_form() {
        Page page = signedIn("en", 1280);
        page.navigate(origin(console) + "/files/new");
        page.locator("#path").fill("top.sls");
        page.locator(".editor-box .ace_text-input").focus();
        page.keyboard().insertText("base: {}");
        page.locator("main form button.btn-primary").click();
        assertThat(page.locator("#messages")).containsText("top.sls is saved.");
        assertThat(page.locator("#text")).hasValue("base: {}");
        assertThat(chromium.complaints()).isEmpty();
    }

    @Test
    void a_keyboard_is_enough() {
        console.knocks("web1");
        Page page = signedIn("en", 1280);
        page.navigate(origin(console) + "/keys");
        page.keyboard().press("Control+k");
        assertThat(page.locator("#palette-q")).isFocused();
        page.keyboard().type("web");
        assertThat(page.locator("#palette-hits a").first()).containsText("web1");
        page.keyboard().press("ArrowDown");
        assertThat(page.locator("#palette-hits a").first()).isFocused();
        page.keyboard().press("Enter");
        page.waitForURL(origin(console) + "/hosts/web1");
        page.navigate(origin(console) + "/keys");
        page.keyboard().press("Tab");
        assertThat(page.locator(".skip")).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator("main")).isFocused();
        for (int i = 0;
                i < 40 && page.locator("article button.btn-primary:focus").count() == 0;
                i++) {
            page.keyboard().press("Tab");
        }
        page.keyboard().press("Enter");
        assertThat(page.locator("#messages")).containsText("The key of web1 is accepted.");
    }
}
