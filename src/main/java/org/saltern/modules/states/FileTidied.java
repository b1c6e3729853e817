package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.saltern.modules.Call;
import org.saltern.modules.FileStat;
import org.saltern.modules.Function;
import org.saltern.modules.Values;
import org.saltern.modules.exec.Paths;
import org.saltern.modules.exec.Patterns;

/** {@code file.tidied}: no old or large files of some names in a directory. */
final class FileTidied {
    private final Call call;
    private final List<Pattern> matches = new ArrayList<>();
    private final List<Pattern> exclude = new ArrayList<>();
    private final double size;

    private FileTidied(Call call) {
        this.call = call;
        this.size = FileGone.bytes(call.value("size"));
        List<String> given = FileSources.texts(call.value("matches"));
        (call.value("matches").isNull() ? List.of(".*") : given)
                .forEach(m -> matches.add(Patterns.compile(m)));
        FileSources.texts(call.value("exclude")).forEach(m -> exclude.add(Patterns.compile(m)));
    }

    static List<Function> all() {
        return List.of(
                Function.named("file.tidied")
                        .doc(
                                "No files in a directory that match and are older (days) or larger"
                                        + " than given.")
                        .takes(
                                "name, age=0, matches=None, rmdirs=False, size=0, exclude=None,"
                                        + " full_path_match=False, followlinks=False,"
                                        + " time_comparison='atime', age_size_logical_operator='OR',"
                                        + " age_size_only=None, rmlinks=True, **kwargs")
                        .runs(call -> new FileTidied(call).run()));
    }

    private JsonNode run() throws IOException, InterruptedException {
        String name = Paths.expanded(call.machine(), call.text("name"));
        StateResult result = StateResult.named(name);
        if (!name.startsWith("/")) {
            return result.failed("Specified file " + name + " is not an absolute path").tree();
        }
        if (!Paths.isDirectory(call.machine(), name)) {
            return result.failed(name + " does not exist or is not a directory.").tree();
        }
        var remove = new ArrayList<String>();
        for (DirectoryWalk.Level level : DirectoryWalk.of(call.machine(), name, -1).reversed()) {
            for (String path : level.files()) {
                addIfMeant(remove, path);
            }
            for (String path : level.directories()) {
                addIfMeant(remove, path);
            }
        }
        if (remove.isEmpty()) {
            return result.done("Nothing to remove from directory " + name).tree();
        }
        result.change("removed", Values.texts(remove));
        if (call.context().test()) {
            return result.would(name + " is set for tidy").tree();
        }
        for (String path : remove) {
            if (Paths.exists(call.machine(), path)) {
                Paths.deleteAll(call.machine(), path);
            }
        }
        return result.done(
                        "Removed " + remove.size() + " files or directories from directory " + name)
                .tree();
    }

    private void addIfMeant(List<String> remove, String path) throws IOException {
        Optional<FileStat> found = call.machine().stat(path, false);
        if (found.isEmpty()) {
            return;
        }
        FileStat stat = found.get();
        boolean may =
                switch (stat.kind()) {
                    case LINK -> call.flag("rmlinks");
                    case DIRECTORY -> call.flag("rmdirs");
                    default -> true;
                };
        if (may && isOldOrLarge(stat) && isNamed(path)) {
            remove.add(path);
        }
    }

    private boolean isNamed(String path) {
        String text = call.flag("full_path_match") ? path : Paths.name(path);
        return matches.stream().anyMatch(m -> m.matcher(text).lookingAt())
                && exclude.stream().noneMatch(m -> m.matcher(text).lookingAt());
    }

    private boolean isOldOrLarge(FileStat stat) {
        Instant time =
                switch (call.text("time_comparison").toLowerCase(Locale.ROOT)) {
                    case "ctime" -> stat.changed();
                    case "mtime" -> stat.modified();
                    default -> stat.accessed();
                };
        ZoneId zone = ZoneId.systemDefault();
        long days =
                Math.abs(
                        ChronoUnit.DAYS.between(
                                LocalDate.ofInstant(time, zone),
                                LocalDate.ofInstant(call.context().clock().instant(), zone)));
        boolean old = days >= call.number("age");
        boolean large = (stat.isFile() ? stat.size() : 0) >= size;
        return switch (Values.asText(call.value("age_size_only")).toLowerCase(Locale.ROOT)) {
            case "age" -> old;
            case "size" -> large;
            default ->
                    call.text("age_size_logical_operator").equalsIgnoreCase("AND")
                            ? old && large
                            : old || large;
        };
    }
}
