package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.saltern.modules.Context;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;
import org.saltern.modules.exec.Downloads;
import org.saltern.modules.exec.Paths;
import org.saltern.modules.exec.Texts;

/**
 * The {@code source_hash} of a file: a hash, {@code type=hash}, or a file of hashes (a path or URL) in which the line of
 * the file is found by name, as {@code sha256sum} and Debian's {@code .dsc} files write it.
 */
final class SourceHash {
    /** @param type {@code sha256} … @param hex lower case */
    record Sum(String type, String hex) {}

    private static final TreeMap<Integer, String> TYPES =
            new TreeMap<>(
                    Map.of(
                            32, "md5", 40, "sha1", 56, "sha224", 64, "sha256", 96, "sha384", 128,
                            "sha512"));
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]+");
    private static final Pattern FILE = Pattern.compile("(salt|https?|ftp|s3|swift|file)://.*|/.*");
    private static final Pattern RUN =
            Pattern.compile("(?<![a-zA-Z0-9])([a-fA-F0-9]{32,128})(?![a-zA-Z0-9])");

    private final Context context;
    private final Downloads downloads;
    private final String environment;

    SourceHash(Context context, Downloads downloads, String environment) {
        this.context = context;
        this.downloads = downloads;
        this.environment = environment;
    }

    /**
     * What the source must hash to.
     *
     * @param name the name to look for in a hash file (null node: the target's, then the source's)
     * @throws ModuleError.Failed the hash makes no sense, or a hash file does not tell
     */
    Sum find(String given, JsonNode name, String target, String url)
            throws IOException, InterruptedException {
        String text = given.strip();
        if (FILE.matcher(text).matches()) {
            return fromFile(text, name, target, url);
        }
        int at = text.indexOf('=');
        String hex = text.substring(at + 1).strip().toLowerCase(Locale.ROOT);
        String byLength = TYPES.get(hex.length());
        String type = at < 0 ? byLength : text.substring(0, at).strip().toLowerCase(Locale.ROOT);
        boolean known = byLength != null && HEX.matcher(hex).matches();
        if (!known) {
            throw new ModuleError.Failed(invalid(text));
        }
        if (at >= 0 && !byLength.equals(type)) {
            throw new ModuleError.Failed(
                    "Invalid length for "
                            + type
                            + " hash: '"
                            + hex
                            + "' has "
                            + hex.length()
                            + " digits");
        }
        return new Sum(type, hex);
    }

    private static String invalid(String text) {
        return "Source hash "
                + text
                + " format is invalid. The supported formats are: 1) a hash, 2) an expression in"
                + " the format <hash_type>=<hash>, or 3) either a path to a local file containing"
                + " hashes, or a URI of a remote hash file. Supported protocols for remote hash"
                + " files are: salt, file, http, https, ftp, swift, s3. The hash may also not be of"
                + " a valid length, the following are supported hash types and lengths: "
                + String.join(
                        ", ",
                        TYPES.entrySet().stream()
                                .map(e -> e.getValue() + " (" + e.getKey() + ")")
                                .toList())
                + ".";
    }

    private Sum fromFile(String file, JsonNode name, String target, String url)
            throws IOException, InterruptedException {
        Optional<String> at = downloads.cache(file, environment);
        if (at.isEmpty()) {
            throw new ModuleError.Failed("Source hash file " + file + " not found");
        }
        List<String> names =
                Values.isTrue(name)
                        ? List.of(Values.asText(name))
                        : List.of(Paths.name(target), Paths.name(url));
        List<String> lines = Texts.read(context.machine(), at.get()).text().lines().toList();
        for (String wanted : names) {
            for (String line : lines) {
                Optional<Sum> sum = sum(line);
                if (sum.isPresent() && names(line, wanted)) {
                    return sum.get();
                }
            }
        }
        List<Sum> all = lines.stream().map(SourceHash::sum).flatMap(Optional::stream).toList();
        if (all.size() == 1 && !Values.isTrue(name)) {
            return all.get(0);
        }
        throw new ModuleError.Failed(
                Values.isTrue(name)
                        ? "Unable to find source_hash for file named '"
                                + Values.asText(name)
                                + "' in hash file "
                                + file
                        : "Source hash file "
                                + file
                                + " does not contain a line that names "
                                + String.join(" or ", names));
    }

    private static boolean names(String line, String wanted) {
        for (String word : line.strip().split("[\\s()=]+")) {
            String plain = word.replaceFirst("^\\*", "");
            if (plain.equals(wanted) || plain.endsWith("/" + wanted)) {
                return true;
            }
        }
        return false;
    }

    private static Optional<Sum> sum(String line) {
        Matcher found = RUN.matcher(line);
        while (found.find()) {
            String type = TYPES.get(found.group(1).length());
            if (type != null) {
                return Optional.of(new Sum(type, found.group(1).toLowerCase(Locale.ROOT)));
            }
        }
        return Optional.empty();
    }
}
