package org.saltern.modules.exec;

/** Compares versions of Debian packages: {@code [epoch:]upstream[-revision]}. Facts: deb-version(7). */
final class DebianVersion {
    private DebianVersion() {}

    /** -1, 0 or 1. */
    static int compare(String one, String other) {
        int epoch = Integer.compare(epoch(one), epoch(other));
        if (epoch != 0) {
            return epoch;
        }
        String a = one.substring(one.indexOf(':') + 1);
        String b = other.substring(other.indexOf(':') + 1);
        int upstream = part(upstream(a), upstream(b));
        return upstream != 0 ? upstream : part(revision(a), revision(b));
    }

    private static int epoch(String version) {
        int colon = version.indexOf(':');
        String digits = colon < 0 ? "0" : version.substring(0, colon);
        return digits.matches("[0-9]{1,9}") ? Integer.parseInt(digits) : 0;
    }

    private static String upstream(String version) {
        int dash = version.lastIndexOf('-');
        return dash < 0 ? version : version.substring(0, dash);
    }

    private static String revision(String version) {
        int dash = version.lastIndexOf('-');
        return dash < 0 ? "0" : version.substring(dash + 1);
    }

    /** Letters, then a number, then letters … */
    private static int part(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() || j < b.length()) {
            while ((i < a.length() && !digit(a, i)) || (j < b.length() && !digit(b, j))) {
                int order = Integer.compare(order(a, i), order(b, j));
                if (order != 0) {
                    return order;
                }
                i += i < a.length() && !digit(a, i) ? 1 : 0;
                j += j < b.length() && !digit(b, j) ? 1 : 0;
            }
            String x = digits(a, i);
            String y = digits(b, j);
            i += x.length();
            j += y.length();
            String bareX = x.replaceFirst("^0+", "");
            String bareY = y.replaceFirst("^0+", "");
            int number = Integer.compare(bareX.length(), bareY.length());
            number = number != 0 ? number : Integer.signum(bareX.compareTo(bareY));
            if (number != 0) {
                return number;
            }
        }
        return 0;
    }

    private static boolean digit(String text, int at) {
        return text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    private static String digits(String text, int from) {
        int to = from;
        while (to < text.length() && digit(text, to)) {
            to++;
        }
        return text.substring(from, to);
    }

    /** '~' before the end, the end before letters, letters before the rest. */
    private static int order(String text, int at) {
        if (at >= text.length() || digit(text, at)) {
            return 0;
        }
        char c = text.charAt(at);
        if (c == '~') {
            return -1;
        }
        return Character.isLetter(c) ? c : c + 256;
    }
}
