package org.saltern.web;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import org.saltern.access.Access;
import org.saltern.access.Session;
import org.saltern.base.Problem;

/** Stands before every route: notes who is there, and lets in who may. */
final class Guard {
    private static final String POLICY =
            "default-src 'self'; script-src 'self'; style-src 'self'; object-src 'none'; base-uri"
                    + " 'none'; form-action 'self'; frame-ancestors 'none'";

    private static final String AWAY = "saltern-away";

    private final Access access;
    private final Cookies cookies;
    private final boolean https;
    private final Languages languages = new Languages();
    private final SecureRandom random = new SecureRandom();

    Guard(Access access, Cookies cookies, boolean https) {
        this.access = access;
        this.cookies = cookies;
        this.https = https;
    }

    /** For each request, before its route is looked for: headers, and who is looking. */
    void greet(Context ctx) {
        ctx.header("Content-Security-Policy", POLICY);
        ctx.header("X-Content-Type-Options", "nosniff");
        ctx.header("Referrer-Policy", "no-referrer");
        ctx.header("X-Frame-Options", "DENY");
        ctx.header("Cross-Origin-Opener-Policy", "same-origin");
        ctx.header("Cross-Origin-Resource-Policy", "same-origin");
        ctx.header("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
        if (https) {
            ctx.header("Strict-Transport-Security", "max-age=31536000");
        }
        if (!ctx.path().startsWith(Assets.PREFIX)) {
            ctx.header("Cache-Control", "no-store");
            visit(ctx).note(ctx);
        }
    }

    private Visit visit(Context ctx) {
        String token = cookies.session(ctx);
        Optional<Session> session = session(ctx, token);
        String formToken = session.map(Session::csrf).orElseGet(() -> visitorToken(ctx));
        Words words =
                languages.choose(
                        session.map(s -> s.user().language()).orElse(null),
                        ctx.cookie(Cookies.LANGUAGE),
                        ctx.header("Accept-Language"));
        String theme = ctx.cookie(Cookies.THEME);
        return new Visit(
                session.orElse(null),
                session.isPresent() ? token : "",
                formToken,
                words,
                theme != null && theme.matches("light|dark") ? theme : "system",
                hex(6),
                ctx.queryString() == null ? ctx.path() : ctx.path() + "?" + ctx.queryString());
    }

    /** While the database is away nobody is known; what needs a user is refused with that reason. */
    private Optional<Session> session(Context ctx, String token) {
        try {
            return token.isEmpty() ? Optional.empty() : access.session(token);
        } catch (Problem.Unavailable e) {
            ctx.attribute(AWAY, e);
            return Optional.empty();
        }
    }

    private static void requireSessions(Context ctx) {
        Problem.Unavailable away = ctx.attribute(AWAY);
        if (away != null) {
            throw away;
        }
    }

    private String visitorToken(Context ctx) {
        String known = cookies.visitor(ctx);
        if (!known.isEmpty()) {
            return known;
        }
        String fresh = hex(32);
        cookies.setVisitor(ctx, fresh);
        return fresh;
    }

    private String hex(int bytes) {
        byte[] value = new byte[bytes];
        random.nextBytes(value);
        return HexFormat.of().formatHex(value);
    }

    /** Whether a reader may go on; one who is not signed in is sent to the sign-in page instead. */
    boolean admit(Context ctx, Need need) {
        if (need == Need.OPEN) {
            return true;
        }
        requireSessions(ctx);
        Visit visit = Visit.of(ctx);
        if (!visit.isSignedIn()) {
            sendAway(ctx, visit);
            return false;
        }
        need.permission().ifPresent(visit.actor()::require);
        return true;
    }

    /** Lets a stream in; a stream is refused rather than redirected. */
    void admitStream(Context ctx, Need need) {
        requireSessions(ctx);
        var actor = Visit.of(ctx).actor();
        need.permission().ifPresent(actor::require);
    }

    /**
     * Whether a change may go on: from our own pages, with this visitor's token.
     *
     * @param longest bytes of the form of somebody who is signed in
     */
    boolean admitChange(Context ctx, Need need, int longest) {
        if (!admit(ctx, need)) {
            return false;
        }
        Visit visit = Visit.of(ctx);
        requireShort(ctx, visit.isSignedIn() ? longest : HttpLimits.VISITORS_FORM);
        if (!isSameOrigin(ctx) || !isSame(ctx.formParam("csrf"), visit.formToken())) {
            throw new Problem.Forbidden(
                    "The form is too old or did not come from this console",
                    "form",
                    "Load the page again and send it once more.");
        }
        return true;
    }

    /** Before a byte of the form is read. Browsers always say how long it is. */
    private static void requireShort(Context ctx, int longest) {
        if (ctx.req().getContentLengthLong() < 0) {
            throw new HttpResponseException(HttpStatus.LENGTH_REQUIRED.getCode());
        }
        if (ctx.req().getContentLengthLong() > longest) {
            throw new HttpResponseException(HttpStatus.CONTENT_TOO_LARGE.getCode());
        }
    }

    private static boolean isSame(String sent, String expected) {
        return MessageDigest.isEqual(
                Objects.requireNonNullElse(sent, "").getBytes(StandardCharsets.UTF_8),
                expected.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Browsers name the site a request comes from. Over plain HTTP to another machine they send only {@code Origin}, and
     * with our referrer policy that is {@code null} for forms; then the token alone decides.
     */
    private static boolean isSameOrigin(Context ctx) {
        String site = ctx.header("Sec-Fetch-Site");
        if (site != null) {
            return site.equals("same-origin");
        }
        String origin = ctx.header("Origin");
        if (origin == null || origin.equals("null")) {
            return true;
        }
        try {
            return Objects.equals(URI.create(origin).getAuthority(), ctx.host());
        } catch (IllegalArgumentException notAnOrigin) {
            return false;
        }
    }

    private void sendAway(Context ctx, Visit visit) {
        boolean isPage = ctx.method() == HandlerType.GET && !Web.isHtmx(ctx);
        String back = isPage && !visit.url().equals("/") ? visit.url() : "";
        String url = access.isFirstRun() ? "/first-run" : Web.url("/sign-in", "to", back);
        if (Web.isHtmx(ctx)) {
            ctx.header("HX-Redirect", url).status(HttpStatus.NO_CONTENT);
        } else {
            Web.see(ctx, url);
        }
    }
}
