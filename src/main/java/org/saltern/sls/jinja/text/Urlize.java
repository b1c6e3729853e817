package org.saltern.sls.jinja.text;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.saltern.sls.jinja.values.Markup;

/** Makes links of the addresses in a text, by the rules of Jinja2's {@code urlize}. */
public final class Urlize {
    private static final Pattern SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern MAIL =
            Pattern.compile("^\\S+@\\w[\\w.-]*\\.\\w+$", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern WEB =
            Pattern.compile(
                    "^((https?://|www\\.)(([\\w%-]+\\.)+)?([a-z]{2,63}|xn--[\\w%]{2,59})"
                            + "|([\\w%-]{2,63}\\.)+(com|net|int|edu|gov|org|info|mil)"
                            + "|(https?://)((([\\d]{1,3})(\\.[\\d]{1,3}){3})|(\\[([\\da-f]{0,4}:){2}([\\da-f]{0,4}:?){1,6}])))"
                            + "(?::[\\d]{1,5})?(?:[/?#]\\S*)?$",
                    Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CHARACTER_CLASS);

    private final int limit;
    private final String attributes;
    private final List<String> schemes;

    /**
     * @param limit the longest text shown of a link; -1 for any
     * @param target may be null
     */
    public Urlize(int limit, String rel, String target, List<String> schemes) {
        this.limit = limit;
        this.attributes =
                (rel.isEmpty() ? "" : " rel=\"" + Markup.escaped(rel) + "\"")
                        + (target == null || target.isEmpty()
                                ? ""
                                : " target=\"" + Markup.escaped(target) + "\"");
        this.schemes = List.copyOf(schemes);
    }

    /** @param text escaped for HTML */
    public String of(String text) {
        var out = new StringBuilder();
        int from = 0;
        Matcher spaces = SPACE.matcher(text);
        while (spaces.find()) {
            out.append(word(text.substring(from, spaces.start()))).append(spaces.group());
            from = spaces.end();
        }
        return out.append(word(text.substring(from))).toString();
    }

    private String word(String word) {
        String head;
        String middle = word;
        String tail;
        int start = 0;
        while (middle.startsWith("(", start)
                || middle.startsWith("<", start)
                || middle.startsWith("&lt;", start)) {
            start += middle.charAt(start) == '&' ? 4 : 1;
        }
        head = middle.substring(0, start);
        int end = middle.length();
        while (end > start
                && (")>.,\n".indexOf(middle.charAt(end - 1)) >= 0
                        || middle.startsWith("&gt;", end - 4))) {
            end -= middle.charAt(end - 1) == ';' ? 4 : 1;
        }
        tail = middle.substring(end);
        middle = middle.substring(start, end);
        for (String[] pair : new String[][] {{"(", ")"}, {"<", ">"}, {"&lt;", "&gt;"}}) {
            int opened = count(middle, pair[0]);
            if (opened <= count(middle, pair[1])) {
                continue;
            }
            for (int i = Math.min(opened, count(tail, pair[1])); i > 0; i--) {
                int closed = tail.indexOf(pair[1]) + pair[1].length();
                middle += tail.substring(0, closed);
                tail = tail.substring(closed);
            }
        }
        return head + linked(middle) + tail;
    }

    private String linked(String middle) {
        if (WEB.matcher(Looks.limited(middle)).find()) {
            String scheme =
                    middle.startsWith("https://") || middle.startsWith("http://") ? "" : "https://";
            return link(scheme + middle, trimmed(middle));
        } else if (middle.startsWith("mailto:")
                && MAIL.matcher(Looks.limited(middle.substring(7))).find()) {
            return "<a href=\"" + middle + "\">" + middle.substring(7) + "</a>";
        } else if (middle.contains("@")
                && !middle.startsWith("www.")
                && !middle.contains(":")
                && MAIL.matcher(Looks.limited(middle)).find()) {
            return "<a href=\"mailto:" + middle + "\">" + middle + "</a>";
        }
        for (String scheme : schemes) {
            if (!middle.equals(scheme) && middle.startsWith(scheme)) {
                return link(middle, middle);
            }
        }
        return middle;
    }

    private String link(String address, String shown) {
        return "<a href=\"" + address + "\"" + attributes + ">" + shown + "</a>";
    }

    private String trimmed(String text) {
        return limit >= 0 && text.length() > limit ? text.substring(0, limit) + "..." : text;
    }

    private static int count(String text, String part) {
        return (text.length() - text.replace(part, "").length()) / part.length();
    }
}
