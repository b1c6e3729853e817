package org.saltern.web;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * What a change did, told once on the page that follows it. It travels in a cookie; the text itself comes from the bundles.
 *
 * @param key of the text; starts with {@code said.}
 * @param subject what was changed, drawn as text
 */
public record Said(String key, String subject) {
    private static final int LONGEST = 1000;

    static void remember(Context ctx, Cookies cookies, Said said) {
        byte[] line = (said.key + "\n" + said.subject).getBytes(StandardCharsets.UTF_8);
        cookies.setSaid(ctx, Base64.getUrlEncoder().withoutPadding().encodeToString(line));
    }

    /** What is to be told now, taken off the browser. */
    static Optional<Said> take(Context ctx, Cookies cookies, Words words) {
        String cookie = ctx.cookie(Cookies.SAID);
        if (cookie == null || cookie.isEmpty()) {
            return Optional.empty();
        }
        cookies.setSaid(ctx, "");
        return read(cookie).filter(said -> said.key.startsWith("said.") && words.has(said.key));
    }

    private static Optional<Said> read(String cookie) {
        if (cookie.length() > LONGEST || !cookie.matches("[A-Za-z0-9_-]+")) {
            return Optional.empty();
        }
        try {
            String line = new String(Base64.getUrlDecoder().decode(cookie), StandardCharsets.UTF_8);
            int cut = line.indexOf('\n');
            return cut < 0
                    ? Optional.empty()
                    : Optional.of(new Said(line.substring(0, cut), line.substring(cut + 1)));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }
}
