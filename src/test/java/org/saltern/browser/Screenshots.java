package org.saltern.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.LoadState;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.saltern.minion.Agent;

/**
 * Writes a picture of each page to {@code docs/screenshots}, or of more pages to the folder that is named, from a real Saltern with real minions: wide and narrow, light and
 * dark, English and Chinese. A program, not a test: run its {@code main} with the test class path from the top of the repository.
 */
public final class Screenshots {
    private static final String STATE =
            """
            nginx:
              pkg.installed: []
              service.running:
                - enable: True
                - require:
                  - pkg: nginx

            /etc/motd:
              file.managed:
                - contents: 'Welcome to {{ grains.id }}'
            """;

    private static final String CHECK =
            """
            configuration:
              test.succeed_without_changes: []

            {% if grains.id == 'web5' %}
            service:
              test.fail_without_changes:
                - comment: nginx does not answer on port 80
            {% elif grains.id == 'web4' %}
            service:
              test.succeed_with_changes:
                - comment: nginx was started
            {% else %}
            service:
              test.succeed_without_changes: []
            {% endif %}
            """;

    /** One look of the console. */
    private record Look(String language, String theme, int width) {
        String suffix() {
            return "-" + width + "-" + language + "-" + theme + ".png";
        }
    }

    private static final List<Look> LOOKS =
            List.of(
                    new Look("en", "light", 1280),
                    new Look("zh-CN", "dark", 1280),
                    new Look("en", "dark", 360),
                    new Look("zh-CN", "light", 360));

    private Screenshots() {}

    public static void main(String[] arguments) throws IOException {
        boolean isAll = arguments.length > 0;
        Path to = Path.of(isAll ? arguments[0] : "docs/screenshots");
        Files.createDirectories(to);
        Path folder = Files.createTempDirectory("saltern-screenshots");
        try (var chromium = Chromium.start();
                var house = new House(folder)) {
            Page page = chromium.window("en", 1280, false);
            WholePathTest.becomeAdministrator(page, house);
            Map<String, String> pages = furnish(page, house);
            if (isAll) {
                pages.putAll(further());
            }
            for (Look look : LOOKS) {
                Page window = chromium.window(look.language(), look.width(), false);
                shoot(window, house, to, look, Map.of("sign-in", "/sign-in"));
                signIn(window, house);
                choose(window, house, look);
                shoot(window, house, to, look, pages);
            }
            chromium.complaints().forEach(System.err::println);
        }
    }

    /** Hosts, groups, jobs and a file, made as an operator makes them; the names and paths of the pages to take. */
    private static Map<String, String> furnish(Page page, House house) {
        for (String id : List.of("web1", "web2", "web3", "web4", "web5", "db1")) {
            Agent agent = house.minion(id);
            page.navigate(house.url("/keys"));
            page.locator("article", new Page.LocatorOptions().setHasText(id))
                    .locator("button.btn-primary")
                    .click();
            House.ready(agent);
        }
        WholePathTest.awaitConnected(page, house, 6);
        house.minion("guest1");
        page.navigate(house.url("/keys"));
        page.locator("article", new Page.LocatorOptions().setHasText("guest1")).waitFor();
        WholePathTest.makeGroup(page, house);
        write(page, house, "top.sls", "base:\n  'web*':\n    - web.nginx\n");
        write(page, house, "web/nginx.sls", STATE);
        run(page, house, "*", "test.ping", "");
        String job =
                run(
                        page,
                        house,
                        "web*",
                        "cmd.run",
                        "for i in 1 2 3 4; do echo line $i of `hostname`; done");
        write(page, house, "web/check.sls", CHECK);
        String answers = run(page, house, "*", "state.apply", "web.check");
        run(page, house, "db1", "cmd.run", "cat /no/such/file");
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("home", "/");
        pages.put("keys", "/keys");
        pages.put("hosts", "/hosts");
        pages.put("host", "/hosts/web1");
        pages.put("groups", "/groups");
        pages.put("group", "/groups/edit/web");
        pages.put("run", "/run?by=expression&expression=*&function=cmd.run&arguments=uptime");
        pages.put("jobs", "/jobs");
        pages.put("job", job);
        pages.put("job-answers", answers);
        pages.put("job-states", answers + "?view=states");
        pages.put("files", "/files");
        pages.put("file", "/files/edit?env=base&path=web/nginx.sls");
        pages.put("users", "/users");
        pages.put("audit", "/audit");
        pages.put("tokens", "/tokens");
        pages.put("search", "/search?q=web");
        pages.put("about", "/about");
        pages.put("health", "/health");
        return pages;
    }

    /** Pages one comes to on the way; looked at, but not kept in the repository. */
    private static Map<String, String> further() {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("keys-accepted", "/keys?show=accepted");
        pages.put("keys-none", "/keys?show=refused");
        pages.put("key-delete", "/keys/web1/delete");
        pages.put("group-new", "/groups/new");
        pages.put("group-delete", "/groups/delete/web");
        pages.put("run-new", "/run");
        pages.put("run-hosts", "/run?by=hosts&host=web1");
        pages.put("run-wrong", "/run?by=expression&expression=G%40&type=compound&function=x");
        pages.put("jobs-none", "/jobs?q=nothing");
        pages.put("file-new", "/files/new");
        pages.put("file-delete", "/files/delete?env=base&path=web/nginx.sls");
        pages.put("user", "/users/ada");
        pages.put("account", "/account");
        pages.put("not-found", "/nowhere");
        return pages;
    }

    private static void write(Page page, House house, String path, String text) {
        page.navigate(house.url("/files/new"));
        page.locator("#path").fill(path);
        page.evaluate(
                "text => document.querySelector('.editor-box').env.editor.setValue(text)", text);
        page.locator("main form button.btn-primary").click();
        page.locator(".note-ok").waitFor();
    }

    /** Runs something and waits for the end; the path of its job. */
    private static String run(
            Page page, House house, String target, String function, String arguments) {
        page.navigate(house.url("/run?by=expression&expression=" + target));
        page.locator("#function").fill(function);
        page.locator("#arguments").fill(arguments);
        if (target.equals("*") && function.startsWith("cmd.")) {
            page.locator("#count").fill(page.locator(".tally dd").first().textContent());
        }
        page.waitForResponse(
                response -> response.url().endsWith("/run/preview"),
                () -> page.locator("#function").fill(function));
        page.waitForLoadState(LoadState.NETWORKIDLE);
        page.locator("#matches .btn-primary").click();
        page.locator(".job-progress .muted").waitFor();
        return URI.create(page.url()).getPath();
    }

    private static void signIn(Page page, House house) {
        page.navigate(house.url("/sign-in"));
        page.locator("#user").fill("ada");
        page.locator("#password").fill("salt from the sea");
        page.locator(".gate-card button[type=submit]").click();
        page.waitForURL(house.url("/"));
    }

    private static void choose(Page page, House house, Look look) {
        page.navigate(house.url("/account"));
        for (String name : List.of("language", "theme")) {
            String value = name.equals("language") ? look.language() : look.theme();
            page.evaluate(
                    "([name, value]) => { const s = document.querySelector(`select[name=${name}]`);"
                            + " s.value = value; }",
                    List.of(name, value));
        }
        page.waitForNavigation(
                () -> page.evaluate("document.querySelector('form.preferences').submit()"));
    }

    private static void shoot(
            Page page, House house, Path to, Look look, Map<String, String> pages) {
        pages.forEach(
                (name, path) -> {
                    page.navigate(house.url(path));
                    if (name.equals("file")) {
                        page.locator(".ace_line").first().waitFor();
                    }
                    page.locator("h1").waitFor();
                    page.waitForTimeout(300);
                    page.screenshot(
                            new Page.ScreenshotOptions()
                                    .setPath(to.resolve(name + look.suffix()))
                                    .setFullPage(true));
                });
    }
}
