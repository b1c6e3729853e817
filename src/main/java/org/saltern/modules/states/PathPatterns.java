package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import org.saltern.modules.Values;
import org.saltern.modules.exec.Globs;
import org.saltern.modules.exec.Patterns;

/** {@code include_pat} and {@code exclude_pat}: globs, or regular expressions after {@code E@}; one or a list. */
final class PathPatterns {
    private PathPatterns() {}

    /** Whether a path, relative to the managed directory, is meant. */
    static boolean allow(String path, JsonNode include, JsonNode exclude) {
        return (!Values.isTrue(include) || any(include, path))
                && !(Values.isTrue(exclude) && any(exclude, path));
    }

    private static boolean any(JsonNode patterns, String path) {
        return FileSources.texts(patterns).stream().anyMatch(p -> matches(p, path));
    }

    private static boolean matches(String pattern, String path) {
        return pattern.startsWith("E@")
                ? Patterns.compile(pattern.substring(2)).matcher(path).find()
                : Globs.matches(pattern, path);
    }
}
