package org.saltern.web;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.saltern.access.Actor;
import org.saltern.base.HostId;
import org.saltern.base.Jid;

/** Small words that all pages use. */
public final class Web {
    private Web() {}

    static Actor actor(Context ctx) {
        return Visit.of(ctx).actor();
    }

    static HostId host(Context ctx) {
        return new HostId(ctx.pathParam("host"));
    }

    static Jid jid(Context ctx) {
        return new Jid(ctx.pathParam("jid"));
    }

    /** Whether htmx asks for a part of a page rather than the browser for a whole one. */
    static boolean isHtmx(Context ctx) {
        return "true".equals(ctx.header("HX-Request"))
                && !"true".equals(ctx.header("HX-History-Restore-Request"));
    }

    /** After a change: the page to look at, by GET. */
    static void see(Context ctx, String url) {
        ctx.redirect(url, HttpStatus.SEE_OTHER);
    }

    /** A query parameter, empty when absent. */
    static String query(Context ctx, String name) {
        String value = ctx.queryParam(name);
        return value == null ? "" : value.strip();
    }

    /** The page number of a list, from 1; anything else is 1. */
    static int page(Context ctx) {
        String text = query(ctx, "page");
        return text.matches("[1-9][0-9]{0,6}") ? Integer.parseInt(text) : 1;
    }

    /** A path with each {@code {}} replaced by a percent-encoded value: an id may hold ' ', '?', '#' or '%'. */
    public static String path(String pattern, Object... values) {
        var out = new StringBuilder();
        int from = 0;
        for (Object value : values) {
            int hole = pattern.indexOf("{}", from);
            out.append(pattern, from, hole).append(encoded(value.toString()));
            from = hole + 2;
        }
        return out.append(pattern.substring(from)).toString();
    }

    /** A path with a query of the pairs whose value is not null or empty. */
    public static String url(String path, Object... pairs) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
            Object value = pairs[i + 1];
            if (value != null && !value.toString().isEmpty()) {
                parts.add(pairs[i] + "=" + encoded(value.toString()));
            }
        }
        return parts.isEmpty() ? path : path + "?" + String.join("&", parts);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
