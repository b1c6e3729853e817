package org.saltern.modules.exec;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares versions of RPM packages: {@code [epoch:]version[-release]}. Facts: rpm-version(7). */
final class RpmVersion {
    private static final Pattern PART = Pattern.compile("[0-9]+|[a-zA-Z]+|~|\\^");

    private RpmVersion() {}

    /** -1, 0 or 1. */
    static int compare(String one, String other) {
        int epoch = Integer.compare(epoch(one), epoch(other));
        if (epoch != 0) {
            return epoch;
        }
        String[] a = one.substring(one.indexOf(':') + 1).split("-", 2);
        String[] b = other.substring(other.indexOf(':') + 1).split("-", 2);
        int version = parts(a[0], b[0]);
        return version != 0 || a.length < 2 || b.length < 2 ? version : parts(a[1], b[1]);
    }

    private static int epoch(String version) {
        int colon = version.indexOf(':');
        String digits = colon < 0 ? "0" : version.substring(0, colon);
        return digits.matches("[0-9]{1,9}") ? Integer.parseInt(digits) : 0;
    }

    private static List<String> split(String text) {
        var out = new ArrayList<String>();
        for (Matcher m = PART.matcher(text); m.find(); ) {
            out.add(m.group());
        }
        return out;
    }

    private static int parts(String one, String other) {
        List<String> a = split(one);
        List<String> b = split(other);
        for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
            String x = i < a.size() ? a.get(i) : "";
            String y = i < b.size() ? b.get(i) : "";
            int order = part(x, y);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** '~' is older than the end, '^' newer than the end but older than more; numbers are newer than letters. */
    private static int part(String x, String y) {
        int rank = Integer.compare(rank(x), rank(y));
        if (rank != 0) {
            return rank;
        }
        if (rank(x) == 4) {
            String a = x.replaceFirst("^0+", "");
            String b = y.replaceFirst("^0+", "");
            int length = Integer.compare(a.length(), b.length());
            return length != 0 ? length : Integer.signum(a.compareTo(b));
        }
        return Integer.signum(x.compareTo(y));
    }

    private static int rank(String part) {
        if (part.isEmpty()) {
            return 1;
        }
        char c = part.charAt(0);
        return c == '~' ? 0 : c == '^' ? 2 : Character.isDigit(c) ? 4 : 3;
    }
}
