package org.saltern.web;

import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;

/** What this Saltern is, and what to type on a new host. */
public final class AboutPages implements Pages {
    /**
     * @param master the address under which this browser reaches the console, the best guess for hosts too
     * @param configuration lines for a file in the host's {@code minion.d}
     */
    public record Model(MasterFacts facts, String master, List<String> configuration) {}

    private static final int SALT_PUBLISH_PORT = 4505;
    private static final int SALT_REQUEST_PORT = 4506;

    private final MasterFacts facts;
    private final Html html;

    AboutPages(MasterFacts facts, Html html) {
        this.facts = facts;
        this.html = html;
    }

    @Override
    public void routes(Routes routes) {
        routes.get("/about", Need.SIGNED_IN, this::about);
    }

    private void about(Context ctx) {
        String master = ctx.req().getServerName();
        List<String> lines = new ArrayList<>();
        lines.add("master: " + master);
        lines.add("master_finger: '" + facts.fingerprint() + "'");
        if (facts.requestPort() != SALT_REQUEST_PORT) {
            lines.add("master_port: " + facts.requestPort());
        }
        if (facts.publishPort() != SALT_PUBLISH_PORT) {
            lines.add("publish_port: " + facts.publishPort());
        }
        html.send(ctx, "about/page.jte", new Model(facts, master, lines));
    }
}
