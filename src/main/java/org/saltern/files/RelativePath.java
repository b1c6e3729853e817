package org.saltern.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.saltern.base.Problem;

/** Paths as they come from minions and browsers: text to be distrusted. */
final class RelativePath {
    private static final int LONGEST = 4096;
    private static final int LONGEST_NEW = 500;
    private static final int LONGEST_PART = 200;
    private static final int DEEPEST = 32;
    private static final Pattern NEW_PART =
            Pattern.compile("[\\p{L}\\p{N}._][\\p{L}\\p{M}\\p{N}._+@=, -]*(?<![ .])");

    private RelativePath() {}

    /**
     * The path in plain form (no empty parts, no {@code .}); empty when it could leave a root or name no file: absolute, with
     * {@code ..}, a backslash or NUL, or ending in a slash.
     */
    static Optional<String> clean(String path) {
        if (path.isEmpty()
                || path.length() > LONGEST
                || path.startsWith("/")
                || path.endsWith("/")
                || path.indexOf('\\') >= 0
                || path.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/")) {
            if (part.equals("..")) {
                return Optional.empty();
            }
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join("/", parts));
    }

    /**
     * A path that a person may give to a new file: letters and digits of any script and {@code . _ + @ = , -} and inner spaces.
     *
     * @throws Problem.BadInput says which part will not do
     */
    static String requireNew(String path) {
        if (path.isEmpty() || path.length() > LONGEST_NEW) {
            throw bad(Problem.text("The path has {0} characters", path.length()), path);
        }
        String[] parts = path.split("/", -1);
        if (parts.length > DEEPEST) {
            throw bad(Problem.text("The path has {0} parts", parts.length), path);
        }
        for (String part : parts) {
            if (!NEW_PART.matcher(part).matches() || part.length() > LONGEST_PART) {
                throw bad(Problem.text("Not a plain name: '{0}'", Problem.shown(part)), path);
            }
        }
        return path;
    }

    private static Problem bad(Problem.Text what, String path) {
        return new Problem.BadInput(
                what,
                Problem.shown(path),
                Problem.text(
                        "Use a path below the root such as web/init.sls: letters, digits and . _ + @ = , - in"
                                + " each part, not ending in a dot or space, at most {0} parts and {1}"
                                + " characters.",
                        DEEPEST, LONGEST_NEW));
    }
}
