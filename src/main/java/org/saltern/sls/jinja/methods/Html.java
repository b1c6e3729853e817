package org.saltern.sls.jinja.methods;

import java.util.Map;
import java.util.regex.Pattern;

/** Taking HTML out of a text, as MarkupSafe does. */
public final class Html {
    private static final Pattern ENTITY =
            Pattern.compile("&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});?");
    private static final Map<String, String> NAMED =
            Map.ofEntries(
                    Map.entry("amp", "&"),
                    Map.entry("lt", "<"),
                    Map.entry("gt", ">"),
                    Map.entry("quot", "\""),
                    Map.entry("apos", "'"),
                    Map.entry("nbsp", "\u00a0"),
                    Map.entry("copy", "©"),
                    Map.entry("reg", "®"),
                    Map.entry("hellip", "…"),
                    Map.entry("mdash", "—"),
                    Map.entry("ndash", "–"),
                    Map.entry("euro", "€"),
                    Map.entry("laquo", "«"),
                    Map.entry("raquo", "»"),
                    Map.entry("auml", "ä"),
                    Map.entry("ouml", "ö"),
                    Map.entry("uuml", "ü"),
                    Map.entry("szlig", "ß"),
                    Map.entry("eacute", "é"),
                    Map.entry("middot", "·"),
                    Map.entry("times", "×"));

    private Html() {}

    /** Without tags and comments, white space made single, entities resolved. */
    public static String striptags(String text) {
        String plain = without(without(text, "<!--", "-->"), "<", ">");
        return unescape(String.join(" ", Words.bySpace(plain, -1)));
    }

    /** A text without what stands from a start to the next end. */
    private static String without(String text, String start, String end) {
        var out = new StringBuilder();
        int from = 0;
        for (int at = text.indexOf(start); at >= 0; at = text.indexOf(start, from)) {
            int to = text.indexOf(end, at + start.length());
            if (to < 0) {
                break;
            }
            out.append(text, from, at);
            from = to + end.length();
        }
        return out.append(text.substring(from)).toString();
    }

    /** With entities resolved. */
    public static String unescape(String text) {
        return ENTITY.matcher(text)
                .replaceAll(
                        found ->
                                java.util.regex.Matcher.quoteReplacement(
                                        entity(found.group(1), found.group())));
    }

    private static String entity(String name, String whole) {
        if (name.startsWith("#")) {
            int code =
                    name.charAt(1) == 'x' || name.charAt(1) == 'X'
                            ? Integer.parseInt(name.substring(2), 16)
                            : Integer.parseInt(name.substring(1));
            boolean valid =
                    code > 0
                            && code <= Character.MAX_CODE_POINT
                            && !(code >= 0xd800 && code < 0xe000);
            return valid ? Character.toString(code) : "\ufffd";
        }
        return NAMED.getOrDefault(name, whole);
    }
}
