package org.saltern.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PageAssertions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saltern.minion.Agent;

/** The day's work with a keyboard alone, and in a browser that runs no scripts; with real minions. */
@Tag("browser")
class WithoutMouseTest {
    private static final String PASSWORD = "salt from the sea";
    private static final Pattern JOB = Pattern.compile(".*/jobs/[0-9]{20}$");
    private static final String STATE = "say:\n  test.succeed_without_changes: []\n";
    private static final double PATIENCE = 60_000;

    @TempDir Path folder;
    private Chromium chromium;
    private House house;
    private Agent web1;

    @BeforeEach
    void start() {
        chromium = Chromium.start();
        house = new House(folder);
        web1 = house.minion("web1");
    }

    @AfterEach
    void stop() {
        house.close();
        chromium.close();
    }

    @Test
    void the_whole_path_with_the_keyboard_alone() {
        Page page = chromium.window("en", 1280, false);
        var keys = new Keyboard(page);
        becomeAdministrator(page);
        page.navigate(house.url("/sign-in"));
        assertThat(page.locator("#user")).isFocused();
        keys.type("ada").to("#password").type(PASSWORD).go();
        assertThat(page.locator("h1")).hasText("Home");

        keys.press("Tab");
        assertThat(page.locator(".skip")).isFocused();
        keys.to("a[href='/keys']").go();
        assertThat(page.locator("article")).containsText("web1", patiently());
        keys.press("Tab").press("Enter");
        assertThat(page.locator("main")).isFocused();
        keys.to("article button.btn-primary").go();
        assertThat(page.locator("#messages")).containsText("web1");
        House.ready(web1);
        WholePathTest.awaitConnected(page, house, 1);

        run(keys, page, "test.ping", "");
        assertThat(page.locator(".run-ok")).isVisible(visibly());
        Path signal = folder.resolve("signal");
        run(keys, page, "cmd.run", "until test -e " + signal + "; do sleep 0.1; done; echo hello");
        assertThat(page.locator(".job-progress")).containsText("0 of 1 done");
        touch(signal);
        assertThat(page.locator(".run-ok")).containsText("hello", patiently());
        assertThat(page.locator("#spoken")).containsText("1 of 1 done", patiently());

        run(keys, page, "cmd.run", "sleep 300");
        keys.to("#kill-fold summary").press("Enter").to("#kill-now").go();
        assertThat(page.locator("article .chip")).hasText("killed", soon());

        keys.to("a[href='/files']").go().to("a[href^='/files/new']").go();
        keys.to("#path").type("say.sls").to(".editor-box textarea");
        page.keyboard().insertText(STATE);
        keys.press("Escape");
        assertThat(page.locator("main form button.btn-primary")).isFocused();
        keys.go();
        assertThat(page.locator("#messages")).containsText("say.sls is saved.");
        keys.to("a[href^='/run?function=state.apply']").go();
        assertThat(page.locator("#function")).hasValue("state.apply");
        onWeb1(keys, page);
        assertThat(page.locator(".run-ok")).containsText("say", patiently());
        assertThat(chromium.complaints()).isEmpty();
    }

    /** Lets the command end only now, when the page of its job is there to speak of it. */
    private static void touch(Path file) {
        try {
            Files.createFile(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(Keyboard keys, Page page, String function, String arguments) {
        keys.to("a[href='/run']").go();
        assertThat(page.locator("#function")).isFocused();
        keys.type(function).to("#arguments").type(arguments);
        onWeb1(keys, page);
    }

    /** From anywhere on the run form: the expression {@code web1}, and off. */
    private static void onWeb1(Keyboard keys, Page page) {
        keys.to("input[name=by]");
        while (!page.locator("#by-expression").isChecked()) {
            keys.press("ArrowRight");
        }
        keys.to("#expression").press("Control+a").type("web1");
        assertThat(page.locator("#matches .names")).containsText("web1");
        assertThat(page.locator("#expression")).isFocused();
        keys.to("#matches .btn-primary").go();
        assertThat(page).hasURL(JOB, new PageAssertions.HasURLOptions().setTimeout(PATIENCE));
    }

    @Test
    void the_whole_path_without_scripts() {
        Page page = chromium.window("en", 1280, false, false);
        becomeAdministrator(page);
        page.navigate(house.url("/sign-in"));
        page.locator("#user").fill("ada");
        page.locator("#password").fill(PASSWORD);
        page.locator(".gate-card button[type=submit]").click();

        reload(page, house.url("/keys"), "article:has-text('web1')");
        page.locator("article button.btn-primary").click();
        assertThat(page.locator("#messages")).containsText("web1");
        House.ready(web1);
        reload(page, house.url("/hosts?connected=yes"), "#host-rows .chip-ok");

        runPlainly(page, "/run", "test.ping", "");
        reload(page, page.url(), ".run-ok");
        runPlainly(page, "/run", "cmd.run", "echo hello from the shore");
        reload(page, page.url(), ".run-ok:has-text('hello from the shore')");

        runPlainly(page, "/run", "cmd.run", "sleep 300");
        page.locator("#kill-fold summary").click();
        page.locator("#kill-now").click();
        reload(page, page.url(), "article .chip:has-text('killed')");

        page.navigate(house.url("/files/new"));
        page.locator("#path").fill("say.sls");
        page.locator("#text").fill(STATE);
        page.locator("main form button.btn-primary").click();
        assertThat(page.locator("#messages")).containsText("say.sls is saved.");
        page.locator("a[href^='/run?function=state.apply']").click();
        runPlainly(page, null, "state.apply", "say");
        reload(page, page.url(), ".run-ok:has-text('say')");
        assertThat(page.locator("form.preferences .no-script").first()).isVisible();
    }

    private void runPlainly(Page page, String from, String function, String arguments) {
        if (from != null) {
            page.navigate(house.url(from));
        }
        page.locator("label[for=by-expression]").click();
        page.locator("#expression").fill("web1");
        page.locator("#function").fill(function);
        page.locator("#arguments").fill(arguments);
        page.locator("#matches .btn-primary").click();
        assertThat(page.locator("#matches .note-bad")).containsText("Look at them");
        page.locator("#matches .btn-primary").click();
        assertThat(page).hasURL(JOB);
    }

    /** What a person without scripts does: loads the page again until it is there. */
    private static void reload(Page page, String url, String selector) {
        Instant end = Instant.now().plus(Duration.ofMinutes(1));
        Locator wanted = page.locator(selector);
        do {
            assertThat(Instant.now())
                    .as("%s on %s", selector, page.locator("main").innerText())
                    .isBefore(end);
            page.waitForTimeout(300);
            page.navigate(url);
        } while (wanted.count() == 0);
    }

    private void becomeAdministrator(Page page) {
        assertThat(house.saltern().firstRun()).isPresent();
        page.navigate(house.saltern().firstRun().orElseThrow().toString());
        page.locator("#user").fill("ada");
        page.locator("#password").fill(PASSWORD);
        page.locator("#again").fill(PASSWORD);
        page.locator(".gate-card button[type=submit]").click();
        page.locator("form[action='/sign-out'] button").click();
        assertThat(house.saltern().firstRun()).isEmpty();
    }

    private static LocatorAssertions.ContainsTextOptions patiently() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE);
    }

    private static LocatorAssertions.HasTextOptions soon() {
        return new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE);
    }

    private static LocatorAssertions.IsVisibleOptions visibly() {
        return new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE);
    }
}
