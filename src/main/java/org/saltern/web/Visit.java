package org.saltern.web;

import io.javalin.http.Context;
import java.util.Optional;
import org.saltern.access.Actor;
import org.saltern.access.Session;
import org.saltern.base.Problem;

/**
 * Who is looking, in which language and colours. Made once per request and kept by live streams.
 *
 * @param session null when nobody is signed in
 * @param token the secret of the session, empty when nobody is signed in
 * @param formToken what forms carry against forgery: the session's, or one of a visitor who is not signed in yet
 * @param theme {@code light}, {@code dark} or {@code system}
 * @param requestId what a log line and an error page have in common
 * @param url path and query of the page, to come back to
 */
record Visit(
        Session session,
        String token,
        String formToken,
        Words words,
        String theme,
        String requestId,
        String url) {
    private static final String ATTRIBUTE = "saltern-visit";

    static Visit of(Context ctx) {
        Visit visit = ctx.attribute(ATTRIBUTE);
        if (visit == null) {
            throw new IllegalStateException("No visit was noted for " + ctx.path());
        }
        return visit;
    }

    static Optional<Visit> noted(Context ctx) {
        return Optional.ofNullable(ctx.attribute(ATTRIBUTE));
    }

    void note(Context ctx) {
        ctx.attribute(ATTRIBUTE, this);
    }

    /** The same visit, to come back to another page. */
    Visit at(String page) {
        return new Visit(session, token, formToken, words, theme, requestId, page);
    }

    boolean isSignedIn() {
        return session != null;
    }

    /** @throws Problem.Forbidden nobody is signed in */
    Actor actor() {
        if (session == null) {
            throw new Problem.Forbidden("Nobody is signed in", "session", "Sign in first.");
        }
        return session.actor();
    }
}
