package org.saltern.files;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.saltern.base.Problem;

/**
 * Where state files lie and how they are served.
 *
 * @param roots {@code file_roots}: environment → folders, searched in order; the first that has a file wins
 * @param ignoreRegex {@code file_ignore_regex}: files are neither listed nor served when one of these is found in their path
 *     below the root
 * @param ignoreGlob {@code file_ignore_glob}: the same with shell patterns, whose {@code *} also matches {@code /}
 * @param hashType {@code hash_type}: md5, sha1, sha224, sha256, sha384 or sha512
 * @param bufferSize {@code file_buffer_size}: bytes of a chunk at most
 */
public record FileSettings(
        Map<String, List<Path>> roots,
        List<String> ignoreRegex,
        List<String> ignoreGlob,
        String hashType,
        int bufferSize) {
    /** Upstream's {@code file_buffer_size} on a master: 1 MiB. */
    public static final int MEBIBYTE = 1 << 20;

    /** What version control keeps beside the files; upstream ignores nothing by itself, but names these in its manual. */
    public static final List<String> VERSION_CONTROL =
            List.of("(^|/)\\.(git|svn|hg|bzr)($|/)", "(^|/)CVS($|/)");

    private static final Set<String> HASHES =
            Set.of("md5", "sha1", "sha224", "sha256", "sha384", "sha512");
    private static final int LARGEST_BUFFER = 16 << 20;

    /** @throws Problem.BadInput a value that cannot be used; names the option */
    public FileSettings {
        var copy = new LinkedHashMap<String, List<Path>>();
        roots.forEach((env, folders) -> copy.put(env, List.copyOf(folders)));
        roots = Collections.unmodifiableMap(copy);
        ignoreRegex = List.copyOf(ignoreRegex);
        ignoreGlob = List.copyOf(ignoreGlob);
        ignoreRegex.forEach(FileSettings::requireRegex);
        if (!HASHES.contains(hashType)) {
            throw new Problem.BadInput(
                    "Not a hash that minions know: '" + Problem.shown(hashType) + "'",
                    "hash_type",
                    "Use sha256, sha512, sha384, sha224, sha1 or md5.");
        }
        if (bufferSize < 1 || bufferSize > LARGEST_BUFFER) {
            throw new Problem.BadInput(
                    "A chunk of " + bufferSize + " bytes cannot be sent",
                    "file_buffer_size",
                    "Use 1 to " + LARGEST_BUFFER + "; " + MEBIBYTE + " is usual.");
        }
    }

    /** Upstream's defaults with these roots, version control hidden. */
    public static FileSettings of(Map<String, List<Path>> roots) {
        return new FileSettings(roots, VERSION_CONTROL, List.of(), "sha256", MEBIBYTE);
    }

    private static void requireRegex(String regex) {
        try {
            Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new Problem.BadInput(
                    "Not a regular expression: '"
                            + Problem.shown(regex)
                            + "': "
                            + e.getDescription(),
                    "file_ignore_regex",
                    "Correct the expression at character " + (e.getIndex() + 1) + ".",
                    e);
        }
    }
}
