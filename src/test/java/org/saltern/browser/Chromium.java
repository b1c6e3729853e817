package org.saltern.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Assumptions;

/** The Chromium of this machine. What its pages complain about is kept, so that a test can say that they did not. */
public final class Chromium implements AutoCloseable {
    private static final List<Path> PLACES =
            List.of(
                    Path.of("/usr/bin/chromium"),
                    Path.of("/usr/bin/chromium-browser"),
                    Path.of("/usr/bin/google-chrome"));
    private static final List<String> ARGUMENTS =
            List.of(
                    "--no-sandbox",
                    "--headless",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync");

    private final Playwright playwright;
    private final Browser browser;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    private Chromium(Path program) {
        playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(program)
                                        .setArgs(ARGUMENTS));
    }

    /** Starts it; the test is skipped, and says so, where there is none. */
    public static Chromium start() {
        Path program = PLACES.stream().filter(Files::isExecutable).findFirst().orElse(null);
        Assumptions.assumeTrue(
                program != null,
                "SKIPPED IN THE BROWSER: no Chromium at " + PLACES + "; install chromium");
        return new Chromium(program);
    }

    /** A new window with cookies of its own. */
    public Page window(String language, int width, boolean dark) {
        return window(language, width, dark, true);
    }

    /** As {@link #window(String, int, boolean)}; with or without scripts. */
    public Page window(String language, int width, boolean dark, boolean scripts) {
        BrowserContext context =
                browser.newContext(
                        new Browser.NewContextOptions()
                                .setLocale(language)
                                .setColorScheme(dark ? ColorScheme.DARK : ColorScheme.LIGHT)
                                .setViewportSize(width, width > 600 ? 860 : 740)
                                .setJavaScriptEnabled(scripts));
        context.setDefaultTimeout(30_000);
        Page page = context.newPage();
        page.onConsoleMessage(
                message -> {
                    if (message.type().equals("error")) {
                        complaints.add(message.text() + " at " + page.url());
                    }
                });
        page.onPageError(error -> complaints.add(error + " at " + page.url()));
        page.onDialog(
                dialog -> {
                    complaints.add("dialog " + dialog.message());
                    dialog.dismiss();
                });
        return page;
    }

    /** Errors, refused scripts and dialogs of all pages so far. */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** Closes every window and forgets their complaints: the browser serves the next test. */
    public void closeWindows() {
        browser.contexts().forEach(BrowserContext::close);
        complaints.clear();
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
