package org.saltern.web;

import io.javalin.http.Context;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.saltern.access.Permission;
import org.saltern.base.Json;
import org.saltern.health.Health;
import org.saltern.health.Part;

/**
 * How this Saltern is, seen from outside. {@code /health} says {@code ok}, {@code warning} (both status 200) or {@code bad} (503) to
 * anybody, and everything to a signed-in user; {@code /metrics} has numbers for Prometheus. Programs get everything with the token of
 * the setting {@code metrics_token}, or, while there is none, from this machine itself.
 */
public final class HealthPages implements Pages {
    /** @param outside what the page is about */
    public record Model(List<Part> parts, Part.Status status) {}

    private static final String BEARER = "Bearer ";
    private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final List<String> OF_PROXIES = List.of("Forwarded", "X-Forwarded-For", "Via");

    private final Outside outside;
    private final boolean isProxied;
    private final Html html;

    HealthPages(Outside outside, boolean isProxied, Html html) {
        this.outside = outside;
        this.isProxied = isProxied;
        this.html = html;
    }

    @Override
    public void routes(Routes routes) {
        routes.get("/health", Need.OPEN, this::health);
        routes.get("/metrics", Need.OPEN, this::metrics);
    }

    private void health(Context ctx) {
        List<Part> parts = outside.health().look();
        Part.Status status = Health.worst(parts);
        ctx.status(status == Part.Status.BAD ? 503 : 200);
        boolean isPage = String.valueOf(ctx.header("Accept")).contains("text/html");
        Visit visit = Visit.of(ctx);
        boolean seesAll = visit.isSignedIn() && visit.actor().may(Permission.SEE);
        if (isPage && seesAll) {
            html.send(ctx, "health/page.jte", new Model(parts, status));
        } else if (seesAll || isTrusted(ctx)) {
            ctx.contentType("application/json").result(json(Health.report(parts)));
        } else {
            ctx.contentType("application/json").result(json(Map.of("status", Health.word(status))));
        }
    }

    private void metrics(Context ctx) {
        if (!isTrusted(ctx)) {
            ctx.status(401).header("WWW-Authenticate", "Bearer");
            ctx.contentType("text/plain").result("Show the token of the setting metrics_token.\n");
            return;
        }
        ctx.contentType("text/plain; version=0.0.4; charset=utf-8")
                .result(outside.metrics().text());
    }

    private boolean isTrusted(Context ctx) {
        if (outside.token().isEmpty()) {
            return !isProxied && isFromHere(ctx);
        }
        String shown = String.valueOf(ctx.header("Authorization"));
        return shown.startsWith(BEARER)
                && MessageDigest.isEqual(
                        bytes(shown.substring(BEARER.length())), bytes(outside.token()));
    }

    /** Straight from this machine, not through a proxy on it, and not a page that was lured here by a false name. */
    private static boolean isFromHere(Context ctx) {
        String host = String.valueOf(ctx.host()).replaceFirst(":[0-9]+$", "");
        return isLoopback(ctx.ip())
                && HERE.contains(host)
                && OF_PROXIES.stream().allMatch(name -> ctx.header(name) == null);
    }

    private static boolean isLoopback(String ip) {
        try {
            return InetAddress.getByName(ip).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false; // not an address at all
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String json(Map<String, Object> report) {
        return Json.text(Json.MAPPER.valueToTree(report));
    }
}
