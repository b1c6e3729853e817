package org.saltern.modules.exec;

import java.util.Arrays;
import org.saltern.modules.ModuleError;

/** A file of the master: {@code salt://path?saltenv=env}. The path never leaves its root. */
public record SaltUrl(String path, String environment) {
    private static final String SCHEME = "salt://";

    public SaltUrl {
        requireInside(path);
        requireInside(environment);
    }

    /** @param environment used unless the URL names one */
    public static SaltUrl of(String url, String environment) {
        String rest = url.startsWith(SCHEME) ? url.substring(SCHEME.length()) : url;
        if (rest.startsWith("|")) { // everything after it is the path, question marks too
            return new SaltUrl(rest.substring(1), environment);
        }
        int question = rest.indexOf('?');
        if (question < 0) {
            return new SaltUrl(strip(rest), environment);
        }
        String env =
                Arrays.stream(rest.substring(question + 1).split("&"))
                        .filter(p -> p.startsWith("saltenv="))
                        .map(p -> p.substring("saltenv=".length()))
                        .findFirst()
                        .orElse(environment);
        return new SaltUrl(strip(rest.substring(0, question)), env);
    }

    private static String strip(String path) {
        return path.replaceFirst("^/+", "");
    }

    /** @throws ModuleError.BadRequest the path is absolute, climbs up or holds NUL */
    public static void requireInside(String path) {
        boolean climbs = Arrays.asList(path.split("/")).contains("..");
        if (climbs || path.startsWith("/") || path.indexOf('\0') >= 0) {
            throw new ModuleError.BadRequest("Not a path inside the file server: " + path);
        }
    }
}
