package org.saltern.web;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Deque's axe-core: rules of WCAG that a program can check on a page as it is drawn. */
final class Axe {
    private static final String FINDINGS =
            """
            () => axe.run(document, { resultTypes: ["violations"] }).then(result => result.violations
                .filter(found => found.impact === "serious" || found.impact === "critical")
                .flatMap(found => found.nodes.map(node =>
                    found.id + ": " + node.html.slice(0, 160) + " (" + node.failureSummary.replace(/\\s+/g, " ") + ")")))
            """;

    private final String script;

    Axe() {
        try (InputStream in = Axe.class.getResourceAsStream("/axe.min.js")) {
            script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("axe-core is not on the class path", e);
        }
    }

    /** What is serious or critical on a page: rule, element and what to do. */
    List<String> findings(Page page) {
        page.evaluate(script);
        return ((List<?>) page.evaluate(FINDINGS)).stream().map(Object::toString).toList();
    }
}
