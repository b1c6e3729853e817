package org.saltern.sls.jinja.text;

import java.nio.charset.StandardCharsets;
import org.saltern.sls.jinja.values.Bytes;
import org.saltern.sls.jinja.values.Repr;
import org.saltern.sls.jinja.values.Value;

/** Percent-encoding as Python's {@code urllib.parse.quote} does it. */
public final class Urls {
    private Urls() {}

    /** @param safe characters that stay, besides letters, digits and {@code _.-~} */
    public static String quoted(Value value, String safe) {
        byte[] bytes =
                value instanceof Bytes b
                        ? b.content()
                        : Repr.str(value).getBytes(StandardCharsets.UTF_8);
        var out = new StringBuilder();
        for (byte each : bytes) {
            int c = each & 0xff;
            boolean stays =
                    c >= 'a' && c <= 'z'
                            || c >= 'A' && c <= 'Z'
                            || c >= '0' && c <= '9'
                            || "_.-~".indexOf(c) >= 0
                            || safe.indexOf(c) >= 0;
            out.append(stays ? String.valueOf((char) c) : String.format("%%%02X", c));
        }
        return out.toString();
    }

    /** For a query: blanks are pluses. */
    public static String quotedForQuery(Value value) {
        return quoted(value, "").replace("%20", "+");
    }
}
