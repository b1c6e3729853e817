package org.saltern.sls.jinja.values;

/** Escaping for HTML, as MarkupSafe does. */
public final class Markup {
    private Markup() {}

    /** A value as text that is safe in HTML: markup as it is, all else escaped. */
    public static String escaped(Value value) {
        if (value instanceof Str s && s.isMarkup()) {
            return s.text();
        }
        if (value instanceof Html html) {
            return html.html();
        }
        return escaped(Repr.str(value));
    }

    /** Whether the value is text that is safe in HTML, or knows its form in HTML. */
    public static boolean isMarkup(Value value) {
        return value instanceof Str s && s.isMarkup() || value instanceof Html;
    }

    /** An object that knows its own form in HTML. */
    public interface Html {
        String html();
    }

    /** {@code & < > ' "} as entities. */
    public static String escaped(String text) {
        StringBuilder out = null;
        for (int i = 0; i < text.length(); i++) {
            String entity =
                    switch (text.charAt(i)) {
                        case '&' -> "&amp;";
                        case '<' -> "&lt;";
                        case '>' -> "&gt;";
                        case '\'' -> "&#39;";
                        case '"' -> "&#34;";
                        default -> null;
                    };
            if (entity != null && out == null) {
                out = new StringBuilder(text.length() + 16).append(text, 0, i);
            }
            if (out != null) {
                if (entity == null) {
                    out.append(text.charAt(i));
                } else {
                    out.append(entity);
                }
            }
        }
        return out == null ? text : out.toString();
    }
}
