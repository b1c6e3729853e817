package org.saltern.modules.exec;

import org.saltern.targets.Glob;

/** Shell patterns as Python's fnmatch understands them: {@code *}, {@code ?}, {@code [abc]}, {@code [!abc]}. */
public final class Globs {
    private Globs() {}

    public static boolean isPattern(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0 || text.indexOf('[') >= 0;
    }

    public static boolean matches(String glob, String text) {
        return Glob.of(glob).matches(text);
    }
}
