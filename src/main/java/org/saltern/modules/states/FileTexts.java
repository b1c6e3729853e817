package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;
import org.saltern.modules.exec.AtomicFile;
import org.saltern.modules.exec.Downloads;
import org.saltern.modules.exec.Paths;
import org.saltern.modules.exec.Patterns;
import org.saltern.modules.exec.Texts;
import org.saltern.modules.exec.UnifiedDiff;

/** {@code file.append} and {@code file.prepend}: texts that a file holds somewhere, added when it does not. */
final class FileTexts {
    private static final int MULTILINE = 8;

    private FileTexts() {}

    static List<Function> all() {
        return List.of(
                Function.named("file.append")
                        .doc("Texts that a file holds, added to its end when it does not.")
                        .takes(
                                "name, text=None, makedirs=False, source=None, source_hash=None,"
                                        + " template='jinja', sources=None, source_hashes=None,"
                                        + " defaults=None, context=None, ignore_whitespace=True")
                        .runs(FileTexts::append),
                Function.named("file.prepend")
                        .doc(
                                "Texts that a file holds, put at its beginning when it does not;"
                                        + " header: exactly there.")
                        .takes(
                                "name, text=None, makedirs=False, source=None, source_hash=None,"
                                        + " template='jinja', sources=None, source_hashes=None,"
                                        + " defaults=None, context=None, header=None")
                        .runs(FileTexts::prepend));
    }

    /** Why a file cannot be edited, in Salt's words; empty when it can. */
    static String unusable(Call call, String name) throws IOException {
        if (!name.startsWith("/")) {
            return "Specified file " + name + " is not an absolute path";
        }
        return Paths.exists(call.machine(), name) ? "" : name + ": file not found";
    }

    /** The texts: {@code text}, or the rendered {@code source} or {@code sources}. */
    static List<String> texts(Call call, String parameter) throws Exception {
        var urls = new ArrayList<String>();
        call.given("source").ifPresent(urls::add);
        for (JsonNode item :
                call.value("sources").isArray() ? call.value("sources") : Json.array()) {
            urls.add(
                    item.isObject() && !item.isEmpty()
                            ? Values.asText(item.properties().iterator().next().getValue())
                            : Values.asText(item));
        }
        if (urls.isEmpty()) {
            return FileSources.texts(call.value(parameter));
        }
        var out = new ArrayList<String>();
        for (String url : urls) {
            Optional<String> at =
                    Downloads.of(call).cache(url, call.context().state().environment());
            if (at.isEmpty()) {
                throw new ModuleError.Failed("Failed to load template file " + url);
            }
            String text = Texts.read(call.machine(), at.get()).text();
            out.add(
                    Values.isTrue(call.value("template"))
                            ? ManagedContent.render(call, text, url, call.text("name"))
                            : text);
        }
        return out;
    }

    /** The text in a file, however its words are spaced. */
    private static Pattern anySpacing(String text) {
        String lines =
                text.lines()
                        .map(
                                line ->
                                        "(?:\\s+)?"
                                                + Arrays.stream(line.strip().split("\\s+"))
                                                        .map(Pattern::quote)
                                                        .collect(Collectors.joining("(?:\\s+)?"))
                                                + "(?:\\s+)?")
                        .collect(Collectors.joining());
        return Patterns.compile("^" + lines + "$", MULTILINE);
    }

    /** Creates the file when it is not there. @return the answer when that is all, or null node */
    private static JsonNode ready(Call call, String name, StateResult result) throws Exception {
        String unusable = unusable(call, name);
        if (unusable.isEmpty()) {
            return Values.none();
        }
        if (!name.startsWith("/")) {
            return result.failed(unusable).tree();
        }
        if (call.context().test()) {
            return result.change("new", name)
                    .would("File " + name + " is set to be created")
                    .tree();
        }
        if (!Paths.isDirectory(call.machine(), Paths.parent(name))) {
            if (!call.flag("makedirs")) {
                return result.failed(unusable).tree();
            }
            FileParents.make(call.context(), name, FileMeta.ANY);
        }
        AtomicFile.write(call.machine(), name, new byte[0]);
        return Values.none();
    }

    private static JsonNode append(Call call) throws Exception {
        String name = Paths.expanded(call.machine(), call.text("name"));
        StateResult result = StateResult.named(name);
        if (name.isEmpty()) {
            return result.failed("Must provide name to file.append").tree();
        }
        JsonNode early = ready(call, name, result);
        if (early.isObject()) {
            return early;
        }
        List<String> chunks;
        try {
            chunks = texts(call, "text");
        } catch (ModuleError.Failed e) {
            return result.failed(e.getMessage()).tree();
        }
        if (chunks.isEmpty()) {
            return result.failed("No text found to append. Nothing appended").tree();
        }
        Texts file = Texts.read(call.machine(), name);
        var added = new ArrayList<String>();
        for (String chunk : chunks) {
            Pattern there =
                    call.flag("ignore_whitespace")
                            ? anySpacing(chunk)
                            : Patterns.compile(chunk, MULTILINE);
            if (!there.matcher(file.text()).find()) {
                chunk.lines().forEach(added::add);
            }
        }
        if (added.isEmpty()) {
            return result.done("File " + name + " is in correct state").tree();
        }
        List<String> before = file.text().lines().toList();
        var after = new ArrayList<>(before);
        after.addAll(added);
        result.change(
                "diff",
                file.isBinary() ? "Replace binary file" : UnifiedDiff.ofLines(before, after));
        if (call.context().test()) {
            return result.would("File " + name + " is set to be updated").tree();
        }
        boolean open = !file.text().isEmpty() && !file.text().endsWith("\n");
        String text = file.text() + (open ? "\n" : "") + String.join("\n", added) + "\n";
        AtomicFile.write(call.machine(), name, file.bytes(text));
        return result.done("Appended " + added.size() + " lines").tree();
    }

    private static JsonNode prepend(Call call) throws Exception {
        String name = Paths.expanded(call.machine(), call.text("name"));
        StateResult result = StateResult.named(name);
        if (name.isEmpty()) {
            return result.failed("Must provide name to file.prepend").tree();
        }
        JsonNode early = ready(call, name, result);
        if (early.isObject()) {
            return early;
        }
        List<String> chunks;
        try {
            chunks = texts(call, "text");
        } catch (ModuleError.Failed e) {
            return result.failed(e.getMessage()).tree();
        }
        Texts file = Texts.read(call.machine(), name);
        boolean header = call.flag("header");
        var added = new ArrayList<String>();
        for (String chunk : chunks) {
            if (header || !anySpacing(chunk).matcher(file.text()).find()) {
                chunk.lines().forEach(added::add);
            }
        }
        List<String> lines = file.text().lines().toList();
        boolean onTop =
                lines.size() >= added.size() && lines.subList(0, added.size()).equals(added);
        if (added.isEmpty() || (header && onTop)) {
            return result.done("File " + name + " is in correct state").tree();
        }
        String text = String.join("\n", added) + "\n" + file.text();
        result.change("diff", UnifiedDiff.of(file.text(), text));
        if (call.context().test()) {
            return result.would("File " + name + " is set to be updated").tree();
        }
        AtomicFile.write(call.machine(), name, file.bytes(text));
        return result.done("Prepended " + added.size() + " lines").tree();
    }
}
