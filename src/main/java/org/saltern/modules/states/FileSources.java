package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Context;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;
import org.saltern.modules.exec.Downloads;
import org.saltern.modules.exec.Hashes;
import org.saltern.modules.exec.Paths;
import org.saltern.modules.exec.SaltUrl;

/**
 * Where the content of a managed file comes from: the first source of a list that is there, its hash, its content. A file
 * of the master is fetched only when its content is asked for.
 */
final class FileSources {
    /** A source and the hash that the author gave for it (null node for none). */
    record Source(String url, JsonNode hash) {}

    /**
     * What is known of a source before it is read.
     *
     * @param sum what the content must hash to; empty when unknown
     * @param check the content must be checked against the sum once it is here
     */
    record Known(String url, Optional<SourceHash.Sum> sum, boolean check) {}

    /** It cannot be used; the words are the comment of the state. */
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1;

        Unusable(String words) {
            super(words);
        }
    }

    private final Context context;
    private final Downloads downloads;
    private final String environment;

    FileSources(Call call) {
        this.context = call.context();
        this.downloads = Downloads.of(call);
        this.environment = context.state().environment();
    }

    /** The first of the sources that is there. @throws ModuleError.Failed none is */
    Source choose(JsonNode source, JsonNode hash) throws IOException, InterruptedException {
        if (!source.isArray()) {
            return new Source(Values.asText(source), hash);
        }
        for (JsonNode item : source) {
            if (item.isObject() && item.size() == 1) {
                Map.Entry<String, JsonNode> e = item.properties().iterator().next();
                if (isThere(e.getKey())) {
                    return new Source(
                            e.getKey(), Values.isTrue(e.getValue()) ? e.getValue() : hash);
                }
            } else if (item.isTextual() && isThere(item.textValue())) {
                return new Source(item.textValue(), hash);
            }
        }
        throw new ModuleError.Failed("none of the specified sources were found");
    }

    private boolean isThere(String url) throws IOException, InterruptedException {
        if (url.startsWith("salt://")) {
            SaltUrl from = SaltUrl.of(url, environment);
            return context.files().hash(from.environment(), from.path()).isPresent()
                    || isDirectory(from);
        }
        if (isRemote(url)) {
            try {
                return downloads.cache(url, environment).isPresent();
            } catch (IOException | ModuleError.Failed e) {
                return false; // the next source of the list is for this
            }
        }
        return Paths.exists(context.machine(), local(url));
    }

    boolean isDirectory(SaltUrl url) throws IOException {
        String path = url.path().replaceFirst("/+$", "");
        return context.files().directories(url.environment(), path).stream()
                .anyMatch(d -> d.equals(path) || d.startsWith(path + "/"));
    }

    static boolean isRemote(String url) {
        return url.matches("(https?|ftp|s3|swift)://.*");
    }

    private static String local(String url) {
        return url.startsWith("file://") ? url.substring("file://".length()) : url;
    }

    /**
     * Looks at a source.
     *
     * @param target the managed file; its name selects a line of a hash file
     * @throws Unusable it is not there, or its hash is not known
     */
    Known look(Source source, String target, JsonNode hashName, boolean skipVerify)
            throws IOException, InterruptedException, Unusable {
        String url = source.url();
        if (url.startsWith("salt://")) {
            SaltUrl from = SaltUrl.of(url, environment);
            var hash = context.files().hash(from.environment(), from.path());
            if (hash.isEmpty()) {
                throw new Unusable(
                        "Source file "
                                + url
                                + " not found in saltenv '"
                                + from.environment()
                                + "'");
            }
            return new Known(
                    url,
                    Optional.of(new SourceHash.Sum(hash.get().type(), hash.get().sum())),
                    false);
        }
        boolean hashed = Values.isTrue(source.hash());
        if (!isRemote(url) && !hashed) {
            if (!Paths.isFile(context.machine(), local(url))) {
                throw new Unusable("Local file source " + local(url) + " does not exist");
            }
            return new Known(url, Optional.of(localSum(local(url))), false);
        }
        if (skipVerify) {
            return new Known(url, Optional.empty(), false);
        }
        if (!hashed) {
            throw new Unusable(
                    "Unable to verify upstream hash of source file "
                            + url
                            + ", please set source_hash or set skip_verify to True");
        }
        var hashes = new SourceHash(context, downloads, environment);
        try {
            SourceHash.Sum sum = hashes.find(Values.asText(source.hash()), hashName, target, url);
            return new Known(url, Optional.of(sum), true);
        } catch (ModuleError.Failed e) {
            throw new Unusable(e.getMessage());
        }
    }

    private SourceHash.Sum localSum(String path) throws IOException {
        try (InputStream in = context.machine().open(path)) {
            return new SourceHash.Sum("sha256", Hashes.of("sha256", in));
        }
    }

    /** The content. @throws Unusable it is not there, or is not what its hash says */
    byte[] read(Known known, String target, boolean targetIsThere)
            throws IOException, InterruptedException, Unusable {
        byte[] content = cached(known.url());
        if (known.check() && known.sum().isPresent()) {
            SourceHash.Sum wanted = known.sum().get();
            String actual = Hashes.of(wanted.type(), new ByteArrayInputStream(content));
            if (!actual.equals(wanted.hex())) {
                throw new Unusable(
                        "Specified "
                                + wanted.type()
                                + " checksum for "
                                + target
                                + " ("
                                + wanted.hex()
                                + ") does not match actual checksum ("
                                + actual
                                + ")"
                                + (targetIsThere
                                        ? ". If the 'source_hash' value refers to a remote file"
                                                + " with multiple possible matches, then it may be"
                                                + " necessary to set 'source_hash_name'."
                                        : ""));
            }
        }
        return content;
    }

    private byte[] cached(String url) throws IOException, InterruptedException, Unusable {
        Optional<String> at;
        try {
            at = downloads.cache(url, environment);
        } catch (ModuleError.Failed e) {
            throw new Unusable("Failed to cache " + url + ": " + e.getMessage());
        }
        return context.machine()
                .read(at.orElseThrow(() -> new Unusable("Source file '" + url + "' not found")));
    }

    /** Permission bits of the source ({@code mode: keep}); empty when they are not known. */
    String mode(String url) throws IOException {
        if (url.startsWith("salt://")) {
            SaltUrl from = SaltUrl.of(url, environment);
            return context.files()
                    .mode(from.environment(), from.path())
                    .map(FileMeta::shown)
                    .orElse("");
        }
        return isRemote(url)
                ? ""
                : context.machine()
                        .stat(local(url), true)
                        .map(s -> FileMeta.shown(s.mode()))
                        .orElse("");
    }

    /** {@code context} over {@code defaults}. */
    static ObjectNode variables(JsonNode defaults, JsonNode over) {
        ObjectNode out = Json.object();
        if (defaults.isObject()) {
            out.setAll((ObjectNode) defaults);
        }
        if (over.isObject()) {
            out.setAll((ObjectNode) over);
        }
        return out;
    }

    /** A text, or a list of texts. */
    static List<String> texts(JsonNode value) {
        var out = new ArrayList<String>();
        if (value.isArray()) {
            value.forEach(v -> out.add(Values.asText(v)));
        } else if (!value.isNull()) {
            out.add(Values.asText(value));
        }
        return out;
    }
}
