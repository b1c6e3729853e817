package org.saltern.rest;

import io.javalin.http.Context;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.saltern.access.Access;
import org.saltern.access.Session;

/** Finds out who sent a request. Every call but login, welcome and help goes through here. */
final class Callers {
    static final String COOKIE = "session_id";
    private static final String HEADER = "X-Auth-Token";
    private static final String NOBODY = "No permission -- see authorization schemes";
    private static final Pattern TOKEN = Pattern.compile("[0-9a-f]{64}");

    private final Access access;
    private final LocalToken local;
    private final Set<String> origins;

    Callers(Access access, LocalToken local, Set<String> origins) {
        this.access = access;
        this.local = local;
        this.origins = origins;
    }

    /**
     * The caller by header or cookie; the header wins. A cookie holds a session, never a token made for a program.
     *
     * @throws Refusal 401 neither is there or valid; 403 a cookie that another site's page made a browser send
     */
    Caller of(Context ctx) {
        String header = ctx.header(HEADER);
        if (header != null) {
            return byToken(header).orElseThrow(() -> Refusal.unauthorized(NOBODY));
        }
        String cookie = ctx.cookie(COOKIE);
        Caller caller =
                Optional.ofNullable(cookie)
                        .filter(token -> TOKEN.matcher(token).matches())
                        .flatMap(token -> local(token).or(() -> session(token)))
                        .orElseThrow(() -> Refusal.unauthorized(NOBODY));
        requireSameOrigin(ctx);
        return caller;
    }

    /** The caller a token stands for, empty when it is none or no longer valid. */
    Optional<Caller> byToken(String token) {
        if (!TOKEN.matcher(token).matches()) {
            return Optional.empty();
        }
        return local(token).or(() -> session(token)).or(() -> program(token));
    }

    private Optional<Caller> local(String token) {
        return local.actor(token).map(actor -> new Caller(actor, token, Caller.Kind.LOCAL));
    }

    private Optional<Caller> session(String token) {
        return access.session(token)
                .map(Session::actor)
                .map(actor -> new Caller(actor, token, Caller.Kind.SESSION));
    }

    private Optional<Caller> program(String token) {
        return access.apiTokens()
                .use(token)
                .map(actor -> new Caller(actor, token, Caller.Kind.PROGRAM));
    }

    /** Whether the token is still good; does not count as use. */
    boolean isLive(Caller caller) {
        return switch (caller.kind()) {
            case LOCAL -> true;
            case SESSION -> access.isLive(caller.token());
            case PROGRAM -> access.apiTokens().isLive(caller.token());
        };
    }

    /** A cookie says which browser, not which page: so a page of another site is refused by what browsers add. */
    private void requireSameOrigin(Context ctx) {
        String origin = ctx.header("Origin");
        String site = ctx.header("Sec-Fetch-Site");
        boolean foreign =
                origin != null
                        ? !isOwn(origin, ctx.host()) && !origins.contains(origin)
                        : site != null && !site.equals("same-origin") && !site.equals("none");
        if (foreign) {
            throw Refusal.foreignOrigin();
        }
    }

    private static boolean isOwn(String origin, String host) {
        return origin.equals("http://" + host) || origin.equals("https://" + host);
    }
}
