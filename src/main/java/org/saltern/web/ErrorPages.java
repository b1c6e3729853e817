package org.saltern.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import org.eclipse.jetty.http.HttpException;
import org.saltern.base.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is shown when a request fails: always a page or a message with what to do, never a blank. */
public final class ErrorPages {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorPages.class);

    /**
     * @param problem null for a bug or a page that does not exist; then the bundles have the words
     */
    public record Model(int status, Problem problem) {}

    private static final String SOON = "5";

    private final Html html;

    ErrorPages(Html html) {
        this.html = html;
    }

    void routes(RoutesConfig javalin) {
        javalin.exception(Problem.class, (problem, ctx) -> show(ctx, status(problem), problem));
        javalin.exception(HttpResponseException.class, (e, ctx) -> show(ctx, e.getStatus(), null));
        javalin.exception(
                HttpException.RuntimeException.class, (e, ctx) -> show(ctx, e.getCode(), null));
        javalin.exception(Exception.class, this::bug);
    }

    /** The HTTP status of a problem. */
    static int status(Problem problem) {
        return switch (problem) {
            case Problem.BadInput p -> 422;
            case Problem.NotFound p -> 404;
            case Problem.Conflict p -> 409;
            case Problem.Forbidden p -> 403;
            case Problem.Unavailable p -> 503;
        };
    }

    private void bug(Exception e, Context ctx) {
        String id = Visit.noted(ctx).map(Visit::requestId).orElse("-");
        LOG.error("Request {} failed: {} {}", id, ctx.method(), Problem.shown(ctx.path()), e);
        show(ctx, HttpStatus.INTERNAL_SERVER_ERROR.getCode(), null);
    }

    private void show(Context ctx, int status, Problem problem) {
        ctx.status(status);
        if (problem instanceof Problem.Unavailable && ctx.method() == HandlerType.GET) {
            ctx.header("Refresh", SOON); // the page comes by itself once it can
        }
        try {
            draw(ctx, status, problem);
        } catch (RuntimeException e) {
            LOG.error("The error page of {} cannot be drawn", Problem.shown(ctx.path()), e);
            ctx.contentType("text/plain").result(Integer.toString(status));
        }
    }

    private void draw(Context ctx, int status, Problem problem) {
        if (Visit.noted(ctx).isEmpty()) {
            ctx.contentType("text/plain").result(Integer.toString(status));
        } else if (Web.isHtmx(ctx)) {
            ctx.header("HX-Retarget", "#messages").header("HX-Reswap", "innerHTML");
            html.send(ctx, "layout/alert.jte", new Model(status, problem));
        } else {
            html.send(ctx, "layout/error.jte", new Model(status, problem));
        }
    }
}
