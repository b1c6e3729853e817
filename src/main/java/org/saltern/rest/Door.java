package org.saltern.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all paths of the API share: which requests are theirs, methods, other sites, errors, bodies. */
final class Door {
    private static final Logger LOG = LoggerFactory.getLogger(Door.class);

    private final RoutesConfig routes;
    private final Set<String> origins;

    Door(RoutesConfig routes, Set<String> origins) {
        this.routes = routes;
        this.origins = origins;
    }

    /** Serves a path; HEAD is answered where GET is. */
    void path(String path, Map<String, Handler> byMethod) {
        routes.before(
                path,
                ctx -> {
                    if (!isPage(ctx)) {
                        allowOrigin(ctx);
                        answer(ctx, byMethod);
                        ctx.skipRemainingHandlers();
                    }
                });
    }

    /** Writes the reply in the type the client accepts. */
    static void send(Context ctx, JsonNode reply) {
        write(ctx, Media.of(ctx.header("Accept")), reply);
    }

    /** @throws Refusal 406 no reply could be written, so nothing must run either */
    static void requireWritable(Context ctx) {
        Media.of(ctx.header("Accept"));
    }

    /** The body as a tree. @throws Refusal 413 it is longer than {@code limit} bytes */
    static JsonNode body(Context ctx, int limit) {
        try {
            byte[] bytes = ctx.bodyInputStream().readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw Refusal.tooLarge(limit);
            }
            return Bodies.parse(ctx.contentType(), bytes);
        } catch (IOException e) {
            throw Refusal.badRequest("The request body could not be read");
        }
    }

    /** Whether a browser shows the answer as a page, so that it is not for this door. */
    private static boolean isPage(Context ctx) {
        String accept = ctx.header("Accept");
        return ctx.header("HX-Request") != null || accept != null && accept.contains("text/html");
    }

    private void answer(Context ctx, Map<String, Handler> byMethod) {
        String method = ctx.req().getMethod();
        Handler handler = byMethod.get(method.equals("HEAD") ? "GET" : method);
        try {
            if (method.equals("OPTIONS")) {
                ctx.status(204).header("Allow", allowed(byMethod));
            } else if (handler == null) {
                ctx.header("Allow", allowed(byMethod));
                fail(ctx, 405, "Specified method is invalid for this resource");
            } else {
                handler.handle(ctx);
            }
        } catch (Exception e) {
            failed(ctx, e);
        }
    }

    private static void failed(Context ctx, Exception e) {
        if (ctx.res().isCommitted()) {
            LOG.debug("A client of the API has gone", e);
            return;
        }
        switch (e) {
            case HttpException.RuntimeException http ->
                    fail(ctx, http.getCode(), HttpStatus.getMessage(http.getCode()));
            case Refusal refusal -> fail(ctx, refusal.status(), refusal.getMessage());
            case Problem.Forbidden p -> fail(ctx, 401, "Authorization error occurred. ", p);
            case Problem.NotFound p -> fail(ctx, 404, "", p);
            case Problem.Conflict p -> fail(ctx, 409, "", p);
            case Problem.BadInput p -> fail(ctx, 400, "", p);
            case Problem.Unavailable p -> unavailable(ctx, p);
            default -> {
                LOG.error("{} {} failed", ctx.req().getMethod(), Problem.shown(ctx.path()), e);
                fail(ctx, 500, "An unexpected error occurred");
            }
        }
    }

    /** Too much too fast says when to come back; anything else is a fault of the server's side. */
    private static void unavailable(Context ctx, Problem.Unavailable problem) {
        if (problem.retryAfter() == null) {
            fail(ctx, 503, "", problem);
        } else {
            ctx.header("Retry-After", Long.toString(Math.max(1, problem.retryAfter().toSeconds())));
            fail(ctx, 429, "", problem);
        }
    }

    private static void fail(Context ctx, int status, String lead, Problem problem) {
        ObjectNode reply =
                Json.object().put("status", status).put("return", lead + Problems.text(problem));
        reply.set("problem", Problems.parts(problem));
        ctx.status(status);
        write(ctx, Media.JSON, reply);
    }

    private static void fail(Context ctx, int status, String message) {
        ObjectNode reply = Json.object().put("status", status).put("return", message);
        ctx.status(status);
        write(ctx, Media.JSON, reply);
    }

    private static void write(Context ctx, Media media, JsonNode reply) {
        ctx.header("Cache-Control", "private, no-store");
        ctx.header("X-Content-Type-Options", "nosniff");
        ctx.contentType(media.type()).result(media.text(reply));
    }

    /** Pages of other sites only when they are listed; upstream lets any. */
    private void allowOrigin(Context ctx) {
        String origin = ctx.header("Origin");
        if (origin == null || !origins.contains(origin)) {
            return;
        }
        ctx.header("Access-Control-Allow-Origin", origin);
        ctx.header("Access-Control-Allow-Credentials", "true");
        ctx.header("Access-Control-Expose-Headers", "X-Auth-Token");
        ctx.header("Vary", "Origin");
        if (ctx.req().getMethod().equals("OPTIONS")) {
            ctx.header("Access-Control-Allow-Methods", "GET, POST");
            ctx.header(
                    "Access-Control-Allow-Headers", "Content-Type, X-Auth-Token, X-Requested-With");
            ctx.header("Access-Control-Max-Age", "1400");
        }
    }

    private static String allowed(Map<String, Handler> byMethod) {
        var methods = new TreeSet<>(byMethod.keySet());
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return String.join(", ", methods);
    }
}
