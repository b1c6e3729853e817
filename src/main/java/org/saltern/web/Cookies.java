package org.saltern.web;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.time.Duration;

/** The cookies of the console: all SameSite=Strict and HttpOnly; behind HTTPS also Secure and bound to this host. */
final class Cookies {
    static final String LANGUAGE = "saltern-language";
    static final String THEME = "saltern-theme";
    static final String SAID = "saltern-said";
    private static final int YEAR = (int) Duration.ofDays(365).toSeconds();
    private static final int UNTIL_BROWSER_CLOSES = -1;

    private final boolean secure;

    Cookies(boolean secure) {
        this.secure = secure;
    }

    String session(Context ctx) {
        String value = ctx.cookie(session());
        return value == null ? "" : value;
    }

    void setSession(Context ctx, String token) {
        ctx.cookie(cookie(session(), token, UNTIL_BROWSER_CLOSES));
    }

    void clearSession(Context ctx) {
        ctx.cookie(cookie(session(), "", 0));
    }

    /** The form token of a visitor who is not signed in, empty when none was given out yet. */
    String visitor(Context ctx) {
        String value = ctx.cookie(visitor());
        return value != null && value.matches("[0-9a-f]{64}") ? value : "";
    }

    void setVisitor(Context ctx, String token) {
        ctx.cookie(cookie(visitor(), token, UNTIL_BROWSER_CLOSES));
    }

    /** A choice that is no secret and outlives the session. */
    void remember(Context ctx, String name, String value) {
        ctx.cookie(cookie(name, value, YEAR));
    }

    void setSaid(Context ctx, String value) {
        ctx.cookie(cookie(SAID, value, value.isEmpty() ? 0 : UNTIL_BROWSER_CLOSES));
    }

    private String session() {
        return secure ? "__Host-saltern" : "saltern";
    }

    private String visitor() {
        return secure ? "__Host-saltern-visitor" : "saltern-visitor";
    }

    private Cookie cookie(String name, String value, int maxAge) {
        return new Cookie(name, value, "/", maxAge, secure, true, null, SameSite.STRICT);
    }
}
