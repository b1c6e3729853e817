package org.saltern.sls;

import java.util.List;
import org.saltern.targets.Glob;

/** Names chosen by Python's {@code fnmatch}. */
final class Globbed {
    private Globbed() {}

    static boolean matches(String text, String pattern) {
        return isPattern(pattern) ? Glob.of(pattern).matches(text) : pattern.equals(text);
    }

    private static boolean isPattern(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0 || text.indexOf('[') >= 0;
    }

    /** The names that match, in their order. */
    static List<String> filter(List<String> names, String pattern) {
        if (!isPattern(pattern)) {
            return names.contains(pattern) ? List.of(pattern) : List.of();
        }
        Glob glob = Glob.of(pattern);
        return names.stream().filter(glob::matches).toList();
    }
}
