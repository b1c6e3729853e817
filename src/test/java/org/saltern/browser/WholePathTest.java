package org.saltern.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.saltern.minion.Agent;

/** What an operator does on the first day, in a real browser, with real minions. */
@Tag("browser")
class WholePathTest {
    private static final Pattern JOB = Pattern.compile(".*/jobs/[0-9]{20}$");

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({"en, Keys, killed", "zh-CN, 密钥, 已终止"})
    void from_the_first_run_to_the_history(String language, String keys, String killed) {
        try (var chromium = Chromium.start();
                var house = new House(folder)) {
            Page page = chromium.window(language, 1280, false);
            becomeAdministrator(page, house);
            assertThat(page.locator("html")).hasAttribute("lang", language);

            page.navigate(house.url("/keys"));
            assertThat(page.locator("h1")).hasText(keys);
            Agent web1 = house.minion("web1");
            Locator row = page.locator("article", new Page.LocatorOptions().setHasText("web1"));
            assertThat(row).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(30_000));
            assertThat(row.locator(".finger").textContent()).isEqualTo(web1.fingerprint());
            row.locator("button.btn-primary").click();
            assertThat(page.locator("#messages")).containsText("web1");
            House.ready(web1);
            awaitConnected(page, house, 1);

            makeGroup(page, house);
            run(page, house, "echo hello from the shore");
            assertThat(page.locator(".run-ok")).containsText("hello from the shore", patient());

            run(page, house, "sleep 300");
            assertThat(page.locator(".live")).isVisible();
            page.locator("#kill-fold summary").click();
            page.locator("#kill-now").click();
            assertThat(page.locator("article .chip"))
                    .hasText(killed, new LocatorAssertions.HasTextOptions().setTimeout(60_000));

            page.navigate(house.url("/jobs"));
            assertThat(page.locator("#job-rows tbody tr")).hasCount(2);
            page.locator("#q").fill("hello");
            page.navigate(house.url("/hosts/web1"));
            assertThat(page.locator("tbody tr")).hasCount(2);
            assertThat(chromium.complaints()).isEmpty();
        }
    }

    private static LocatorAssertions.ContainsTextOptions patient() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(30_000);
    }

    /** The list of hosts says by itself that so many are connected. */
    static void awaitConnected(Page page, House house, int hosts) {
        page.navigate(house.url("/hosts?connected=yes"));
        assertThat(page.locator("#host-rows .chip-ok"))
                .hasCount(hosts, new LocatorAssertions.HasCountOptions().setTimeout(30_000));
    }

    static void becomeAdministrator(Page page, House house) {
        page.navigate(house.saltern().firstRun().orElseThrow().toString());
        page.locator("#user").fill("ada");
        page.locator("#password").fill("salt from the sea");
        page.locator("#again").fill("salt from the sea");
        page.locator(".gate-card button[type=submit]").click();
        page.waitForURL(house.url("/about"));
    }

    static void makeGroup(Page page, House house) {
        page.navigate(house.url("/groups/new"));
        page.locator("#name").fill("web");
        page.locator("#rule").fill("web*");
        assertThat(page.locator("#matches .names")).containsText("web1");
        page.locator("main .btn-primary").click();
        page.waitForURL(house.url("/groups"));
    }

    private static void run(Page page, House house, String command) {
        page.navigate(house.url("/run?by=group&group=web"));
        page.locator("#function").fill("cmd.run");
        page.locator("#arguments").fill(command);
        assertThat(page.locator("#matches .names")).containsText("web1");
        page.locator("#matches .btn-primary").click();
        page.waitForURL(JOB);
    }
}
