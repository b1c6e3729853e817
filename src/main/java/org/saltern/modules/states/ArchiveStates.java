package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Command;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Output;
import org.saltern.modules.Ran;
import org.saltern.modules.Support;
import org.saltern.modules.Values;
import org.saltern.modules.exec.Downloads;
import org.saltern.modules.exec.Paths;
import org.saltern.modules.exec.ShellWords;

/** {@code archive.extracted}: a directory that holds what is in an archive. Names in it that leave the directory refuse it. */
final class ArchiveStates {
    private static final Support SUPPORT = Support.compared("tar, unzip (not tested)", ", tar");

    private static final int MOST_LISTED = 200;

    private final Call call;
    private final StateResult result;
    private final String name;

    private ArchiveStates(Call call) throws IOException {
        this.call = call;
        String given = Paths.expanded(call.machine(), call.text("name"));
        this.name = given.replaceFirst("(?<=.)/+$", "");
        this.result = StateResult.named(call.text("name"));
    }

    static List<Function> all() {
        return SUPPORT.behind(
                List.of(
                        Function.named("archive.extracted")
                                .doc(
                                        "A directory that holds what is in an archive (tar in its"
                                                + " forms, zip).")
                                .takes(
                                        "name, source, source_hash=None, source_hash_name=None,"
                                                + " source_hash_update=False,"
                                                + " skip_files_list_verify=False, skip_verify=False,"
                                                + " password=None, options=None, list_options=None,"
                                                + " force=False, overwrite=False, clean=False,"
                                                + " clean_parent=False, user=None, group=None,"
                                                + " if_missing=None, trim_output=False,"
                                                + " use_cmd_unzip=None, extract_perms=True,"
                                                + " enforce_toplevel=True, enforce_ownership_on=None,"
                                                + " archive_format=None, use_etag=False, **kwargs")
                                .runs(call -> new ArchiveStates(call).run())));
    }

    private JsonNode run() throws Exception {
        if (!name.startsWith("/")) {
            return result.failed(call.text("name") + " is not an absolute path").tree();
        }
        if (Paths.isFile(call.machine(), name)) {
            return result.failed(name + " exists and is not a directory").tree();
        }
        FileMeta meta = FileMeta.of(call.value("user"), call.value("group"), Values.none());
        String missing = meta.missing(call.context());
        if (!missing.isEmpty()) {
            return result.failed(missing).tree();
        }
        Optional<String> ready = call.given("if_missing");
        if (ready.isPresent() && Paths.exists(call.machine(), ready.get())) {
            return result.done("Path " + ready.get() + " exists").tree();
        }
        try {
            return extract(meta);
        } catch (FileSources.Unusable | ModuleError.Failed e) {
            return result.failed(e.getMessage()).tree();
        }
    }

    private JsonNode extract(FileMeta meta) throws Exception {
        var sources = new FileSources(call);
        var hash =
                Values.isTrue(call.value("source_hash"))
                        ? call.value("source_hash")
                        : Values.text("");
        FileSources.Source source = sources.choose(call.value("source"), hash);
        FileSources.Known known =
                sources.look(
                        source,
                        Paths.name(source.url()),
                        call.value("source_hash_name"),
                        call.flag("skip_verify"));
        String format = format(source.url());
        String words = "Archive " + source.url();
        if (call.context().test() && FileSources.isRemote(source.url())) {
            return result.would(words + " would be downloaded and extracted to " + name + "/")
                    .tree();
        }
        sources.read(known, source.url(), false); // checks its hash
        String file =
                Downloads.of(call)
                        .cache(source.url(), call.context().state().environment())
                        .orElseThrow(() -> new ModuleError.Failed(source.url() + " is not there"));
        List<String> names = list(format, file);
        Set<String> top = check(names);
        boolean clean = call.flag("clean") || call.flag("clean_parent");
        boolean complete = !clean && !call.flag("overwrite");
        for (String entry : names) {
            complete =
                    complete
                            && Paths.exists(
                                    call.machine(), name + "/" + entry.replaceFirst("/+$", ""));
        }
        if (complete) {
            return owned(meta, top, "All files in archive are already present");
        }
        if (call.context().test()) {
            return result.would(words + " would be extracted to " + name + "/").tree();
        }
        prepare(meta, top);
        Ran ran = unpack(format, file);
        if (!ran.ok()) {
            return result.failed(
                            "An error was encountered while extracting "
                                    + source.url()
                                    + ": "
                                    + ran.errors().strip())
                    .tree();
        }
        result.change(
                "extracted_files",
                Values.texts(names.subList(0, Math.min(MOST_LISTED, names.size()))));
        return owned(meta, top, source.url() + " extracted to " + name + "/");
    }

    private String format(String url) {
        if (call.given("archive_format").isPresent()) {
            return call.text("archive_format").toLowerCase(Locale.ROOT);
        }
        String path = url.replaceFirst("[?].*", "").toLowerCase(Locale.ROOT);
        if (path.endsWith(".zip")) {
            return "zip";
        }
        if (path.matches(".*\\.(tar|tgz|tbz|tbz2|txz|tlz|tar\\.(gz|bz2|xz|lzma|zst|lz|Z))")) {
            return "tar";
        }
        throw new ModuleError.Failed(
                "Could not guess archive_format from the value of the 'source' argument. Please set"
                        + " this option to tar or zip");
    }

    private Ran program(List<String> argv) throws IOException, InterruptedException {
        String program = argv.get(0);
        if (call.machine().which(program).isEmpty()) {
            throw new ModuleError.Failed(
                    "The program " + program + " is needed and not on this machine");
        }
        return call.machine().run(Command.of(argv), Output.NONE);
    }

    private List<String> list(String format, String file) throws IOException, InterruptedException {
        Ran ran =
                format.equals("zip")
                        ? program(List.of("unzip", "-Z1", file))
                        : program(List.of("tar", "-tf", file));
        if (!ran.ok()) {
            throw new ModuleError.Failed(
                    file + " cannot be read as " + format + ": " + ran.errors().strip());
        }
        return ran.text()
                .lines()
                .map(l -> l.replaceFirst("^(\\./)+", ""))
                .filter(l -> !l.isEmpty())
                .toList();
    }

    /** The names at the top. @throws ModuleError.Failed a name leaves the directory, or there are too many at the top */
    private Set<String> check(List<String> names) {
        var top = new LinkedHashSet<String>();
        for (String entry : names) {
            if (entry.startsWith("/") || List.of(entry.split("/")).contains("..")) {
                throw new ModuleError.Failed(
                        "The archive holds a name that leaves the directory: " + entry);
            }
            top.add(entry.split("/")[0]);
        }
        boolean bomb =
                top.size() > 1
                        && call.flag("enforce_toplevel")
                        && !Values.isTrue(call.value("options"));
        if (bomb) {
            throw new ModuleError.Failed(
                    "Archive does not have a single top-level directory. To allow this archive to"
                            + " be extracted, set 'enforce_toplevel' to False. To avoid a 'tar-bomb' it"
                            + " may also be advisable to set a top-level directory by adding it to the"
                            + " 'name' value");
        }
        return top;
    }

    private void prepare(FileMeta meta, Set<String> top) throws IOException {
        if (call.flag("clean_parent") && Paths.isDirectory(call.machine(), name)) {
            Paths.deleteAll(call.machine(), name);
        }
        if (!Paths.isDirectory(call.machine(), name)) {
            FileParents.make(call.context(), name, meta);
            FileParents.directory(call.context(), name, meta);
        } else if (call.flag("clean")) {
            for (String entry : top) {
                if (Paths.exists(call.machine(), name + "/" + entry)) {
                    Paths.deleteAll(call.machine(), name + "/" + entry);
                }
            }
        }
    }

    private Ran unpack(String format, String file) throws IOException, InterruptedException {
        List<String> options =
                Values.isTrue(call.value("options"))
                        ? ShellWords.split(call.text("options"))
                        : List.of();
        var argv = new ArrayList<String>();
        if (format.equals("zip")) {
            argv.addAll(List.of("unzip", "-q", "-o"));
            if (Values.isTrue(call.value("password"))) {
                throw new ModuleError.Failed("Archives with a password are not supported");
            }
            argv.addAll(options);
            argv.addAll(List.of(file, "-d", name));
        } else {
            argv.addAll(List.of("tar", "-x", "-f", file, "-C", name));
            for (String option : options) { // old style: "xvf" without a dash
                String letters = option.replaceAll("[xf]", "");
                if (option.startsWith("-")) {
                    argv.add(option);
                } else if (!letters.isEmpty()) {
                    argv.add("-" + letters);
                }
            }
        }
        return program(argv);
    }

    /** Owner and group of what came out of the archive. */
    private JsonNode owned(FileMeta meta, Set<String> top, String words)
            throws IOException, InterruptedException {
        ObjectNode changed = Json.object();
        var failed = new ArrayList<String>();
        if (!meta.user().isNull() || !meta.group().isNull()) {
            for (String entry : top) {
                own(meta, name + "/" + entry, changed, failed);
            }
        }
        if (!changed.isEmpty()) {
            result.change("updated ownership", changed);
        }
        if (!failed.isEmpty()) {
            return result.failed(words + "; " + failed.get(0)).tree();
        }
        return call.context().test() && !changed.isEmpty()
                ? result.would(words + "; their owner would change").tree()
                : result.done(words).tree();
    }

    private void own(FileMeta meta, String path, ObjectNode changed, List<String> failed)
            throws IOException, InterruptedException {
        ObjectNode one = Json.object();
        if (Paths.exists(call.machine(), path)) {
            failed.addAll(meta.apply(call.context(), path, false, one));
        }
        for (DirectoryWalk.Level level : DirectoryWalk.of(call.machine(), path, -1)) {
            var below = new ArrayList<>(level.files());
            below.addAll(level.directories());
            for (String entry : below) {
                failed.addAll(meta.apply(call.context(), entry, false, one));
            }
        }
        if (!one.isEmpty()) {
            changed.set(path, one);
        }
    }
}
