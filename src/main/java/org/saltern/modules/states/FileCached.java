package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;
import org.saltern.modules.exec.Downloads;
import org.saltern.modules.exec.Hashes;
import org.saltern.modules.exec.Paths;
import org.saltern.modules.exec.SaltUrl;

/** {@code file.cached} and {@code file.not_cached}: files in the minion's cache. */
final class FileCached {
    private FileCached() {}

    static List<Function> all() {
        return List.of(
                Function.named("file.cached")
                        .doc("A file of the master or the web in the minion's cache.")
                        .takes(
                                "name, source_hash='', source_hash_name=None, skip_verify=False,"
                                        + " saltenv='base', use_etag=False")
                        .runs(FileCached::cached),
                Function.named("file.not_cached")
                        .doc("No copy of a file in the minion's cache.")
                        .takes("name, saltenv='base'")
                        .runs(FileCached::notCached));
    }

    private static boolean isLocal(String url) {
        return url.startsWith("/") || url.startsWith("file://");
    }

    /** Where the cache would have it; empty when it is not there. */
    private static Optional<String> place(Call call) throws IOException {
        String url = call.text("name");
        Downloads downloads = Downloads.of(call);
        String path =
                url.startsWith("salt://")
                        ? downloads.cached(SaltUrl.of(url, call.text("saltenv")))
                        : downloads.cachedFromWeb(url, call.text("saltenv"));
        return Paths.isFile(call.machine(), path) ? Optional.of(path) : Optional.empty();
    }

    private static String sum(Call call, String path, String type) throws IOException {
        try (InputStream in = call.machine().open(path)) {
            return Hashes.of(type, in);
        }
    }

    private static JsonNode cached(Call call) throws IOException, InterruptedException {
        String url = call.text("name");
        StateResult result = StateResult.of(call);
        boolean hashed = Values.isTrue(call.value("source_hash"));
        boolean verify = !call.flag("skip_verify");
        if (verify && !hashed && !call.flag("use_etag") && FileSources.isRemote(url)) {
            return result.failed(
                            "Unable to verify upstream hash of source file "
                                    + url
                                    + ", please set source_hash or set skip_verify or use_etag to"
                                    + " True")
                    .tree();
        }
        Optional<SourceHash.Sum> wanted = Optional.empty();
        try {
            if (hashed) {
                wanted =
                        Optional.of(
                                new SourceHash(
                                                call.context(),
                                                Downloads.of(call),
                                                call.text("saltenv"))
                                        .find(
                                                call.text("source_hash"),
                                                call.value("source_hash_name"),
                                                url,
                                                url));
            }
        } catch (ModuleError.Failed e) {
            return result.failed(e.getMessage()).tree();
        }
        if (call.context().test()) {
            return test(call, result, wanted);
        }
        return isLocal(url)
                ? local(call, result, verify ? wanted : Optional.empty())
                : fetch(call, result, verify ? wanted : Optional.empty());
    }

    private static JsonNode test(Call call, StateResult result, Optional<SourceHash.Sum> wanted)
            throws IOException {
        String url = call.text("name");
        Optional<String> at = isLocal(url) ? Optional.empty() : place(call);
        if (at.isEmpty()) {
            return result.would("File will be cached: " + url).tree();
        }
        if (wanted.isEmpty()) {
            return result.would("No hash found. File will be cached: " + url).tree();
        }
        boolean same = sum(call, at.get(), wanted.get().type()).equals(wanted.get().hex());
        return same
                ? result.done("File already cached: " + url).tree()
                : result.would("Hashes don't match.\nFile will be cached: " + url).tree();
    }

    private static JsonNode local(Call call, StateResult result, Optional<SourceHash.Sum> wanted)
            throws IOException {
        String path = call.text("name").replaceFirst("^file://", "");
        if (!Paths.exists(call.machine(), path)) {
            return result.failed("File " + path + " is not present on the minion").tree();
        }
        if (wanted.isEmpty()) {
            return result.done("File " + path + " is present on the minion").tree();
        }
        String sum = sum(call, path, wanted.get().type());
        return sum.equals(wanted.get().hex())
                ? result.done("File " + path + " is present on the minion and has hash " + sum)
                        .tree()
                : result.failed(
                                "File "
                                        + path
                                        + " is present on the minion, but the hash ("
                                        + sum
                                        + ") does not match the specified hash ("
                                        + wanted.get().hex()
                                        + ")")
                        .tree();
    }

    private static JsonNode fetch(Call call, StateResult result, Optional<SourceHash.Sum> wanted)
            throws IOException, InterruptedException {
        String type = wanted.map(SourceHash.Sum::type).orElse("sha256");
        Optional<String> old = place(call);
        JsonNode before = old.isPresent() ? Values.text(sum(call, old.get(), type)) : Values.none();
        if (wanted.isPresent() && Values.asText(before).equals(wanted.get().hex())) {
            return result.done(
                            "File is already cached to "
                                    + old.get()
                                    + " with hash "
                                    + wanted.get().hex())
                    .tree();
        }
        Optional<String> at;
        try {
            at = Downloads.of(call).cache(call.text("name"), call.text("saltenv"));
        } catch (ModuleError.Failed e) {
            return result.failed(e.getMessage()).tree();
        }
        if (at.isEmpty()) {
            return result.failed(
                            "Failed to cache "
                                    + call.text("name")
                                    + ", check minion log for more information")
                    .tree();
        }
        String after = sum(call, at.get(), type);
        if (!Values.asText(before).equals(after)) {
            result.change("hash", before, Values.text(after));
        }
        if (wanted.isEmpty()) {
            return result.done("File is cached to " + at.get()).tree();
        }
        return after.equals(wanted.get().hex())
                ? result.done("File is already cached to " + at.get() + " with hash " + after)
                        .tree()
                : result.failed(
                                "File is cached to "
                                        + at.get()
                                        + ", but the hash ("
                                        + after
                                        + ") does not match the specified hash ("
                                        + wanted.get().hex()
                                        + ")")
                        .tree();
    }

    private static JsonNode notCached(Call call) throws IOException {
        String url = call.text("name");
        StateResult result = StateResult.of(call);
        if (isLocal(url)) {
            return result.done(
                            "File "
                                    + url.replaceFirst("^file://", "")
                                    + " is a local path, no action taken")
                    .tree();
        }
        Optional<String> at = place(call);
        if (at.isEmpty()) {
            return result.done(url + " is not cached").tree();
        }
        if (call.context().test()) {
            return result.change("deleted", Values.of(true))
                    .would(at.get() + " would be deleted")
                    .tree();
        }
        call.machine().delete(at.get());
        return result.change("deleted", Values.of(true)).done(at.get() + " was deleted").tree();
    }
}
