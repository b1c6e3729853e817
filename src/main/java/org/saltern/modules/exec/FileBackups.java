package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Context;
import org.saltern.modules.FileStat;
import org.saltern.modules.Function;
import org.saltern.modules.Machine;
import org.saltern.modules.Values;

/**
 * Earlier contents of managed files ({@code backup: minion}): {@code cachedir/file_backup/<folder>/<name>_<time>}, the time
 * as upstream writes it, so that either minion finds the other's backups.
 */
public final class FileBackups {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("EEE_MMM_dd_HH:mm:ss_SSSSSS_yyyy", Locale.ENGLISH);
    private static final DateTimeFormatter SHOWN =
            DateTimeFormatter.ofPattern("EEE MMM dd yyyy HH:mm:ss.SSSSSS", Locale.ENGLISH);

    private record Backup(String path, LocalDateTime at, long size) {}

    private FileBackups() {}

    static List<Function> all() {
        return List.of(
                Function.named("file.list_backups")
                        .doc("Answers the earlier contents of a file that were kept, newest first.")
                        .takes("path, limit=None")
                        .runs(FileBackups::list),
                Function.named("file.restore_backup")
                        .doc(
                                "Puts an earlier content back; the id is the number in"
                                        + " file.list_backups. The content now is kept first.")
                        .takes("path, backup_id")
                        .runs(FileBackups::restore),
                Function.named("file.delete_backup")
                        .doc("Removes a kept content; the id is the number in file.list_backups.")
                        .takes("path, backup_id")
                        .runs(FileBackups::remove));
    }

    /** Keeps the content of a file as it is now. @param mode {@code minion} or {@code both}; anything else keeps nothing */
    public static void keep(Context context, String mode, String path) throws IOException {
        Machine machine = context.machine();
        if (!(mode.equals("minion") || mode.equals("both")) || !Paths.isFile(machine, path)) {
            return;
        }
        String dir = folder(context, path);
        Paths.makeDirectories(machine, dir);
        FileStat now = machine.stat(path, true).orElseThrow();
        LocalDateTime at =
                LocalDateTime.ofInstant(context.clock().instant(), ZoneId.systemDefault());
        String to = dir + "/" + Paths.name(path) + "_" + STAMP.format(at);
        AtomicFile.write(machine, to, machine.read(path), now.mode(), false);
        FileStat kept = machine.stat(to, false).orElseThrow();
        if (kept.uid() != now.uid() || kept.gid() != now.gid()) {
            machine.setOwner(to, now.uid(), now.gid(), false);
        }
    }

    /** The mode to use: what the call says, else the minion's {@code backup_mode}. */
    public static String mode(Context context, JsonNode given) {
        return Values.isTrue(given)
                ? Values.asText(given)
                : context.options().path("backup_mode").asText("");
    }

    private static String folder(Context context, String path) {
        return Options.cacheDir(context) + "/file_backup" + Paths.parent(Paths.normal(path));
    }

    private static String path(Call call) throws IOException {
        return Paths.absolute(Paths.expanded(call.machine(), call.text("path")));
    }

    private static List<Backup> kept(Call call) throws IOException {
        String path = path(call);
        String dir = folder(call.context(), path);
        var found = new ArrayList<Backup>();
        if (!Paths.isDirectory(call.machine(), dir)) {
            return found;
        }
        String start = Paths.name(path) + "_";
        for (String name : call.machine().list(dir)) {
            Optional<FileStat> stat = call.machine().stat(dir + "/" + name, false);
            if (name.startsWith(start) && stat.filter(FileStat::isFile).isPresent()) {
                time(name.substring(start.length()))
                        .ifPresent(
                                at ->
                                        found.add(
                                                new Backup(
                                                        dir + "/" + name, at, stat.get().size())));
            }
        }
        found.sort(Comparator.comparing(Backup::at).reversed());
        return found;
    }

    private static Optional<LocalDateTime> time(String text) {
        try {
            return Optional.of(LocalDateTime.parse(text, STAMP));
        } catch (DateTimeException e) {
            return Optional.empty(); // another file whose name begins alike
        }
    }

    private static JsonNode list(Call call) throws IOException {
        ObjectNode out = Json.object();
        List<Backup> all = kept(call);
        long most = call.value("limit").isNull() ? all.size() : call.number("limit");
        for (int i = 0; i < Math.min(most, all.size()); i++) {
            Backup b = all.get(i);
            out.set(
                    Integer.toString(i),
                    Json.object()
                            .put("Backup Time", SHOWN.format(b.at()))
                            .put("Location", b.path())
                            .put("Size", b.size()));
        }
        return out;
    }

    private static Optional<Backup> chosen(Call call) throws IOException {
        String id = call.text("backup_id");
        List<Backup> all = kept(call);
        return id.matches("[0-9]{1,6}") && Integer.parseInt(id) < all.size()
                ? Optional.of(all.get(Integer.parseInt(id)))
                : Optional.empty();
    }

    private static ObjectNode answer(boolean result, String comment) {
        return Json.object().put("result", result).put("comment", comment);
    }

    private static JsonNode invalid(Call call) {
        return answer(false, "Invalid backup_id '" + call.text("backup_id") + "'");
    }

    private static JsonNode restore(Call call) throws IOException {
        Optional<Backup> backup = chosen(call);
        if (backup.isEmpty()) {
            return invalid(call);
        }
        String path = path(call);
        byte[] content = call.machine().read(backup.get().path());
        keep(call.context(), "minion", path);
        AtomicFile.write(call.machine(), path, content);
        return answer(true, "Successfully restored " + backup.get().path() + " to " + path);
    }

    private static JsonNode remove(Call call) throws IOException {
        Optional<Backup> backup = chosen(call);
        if (backup.isEmpty()) {
            return invalid(call);
        }
        call.machine().delete(backup.get().path());
        return answer(true, "Successfully removed " + backup.get().path());
    }
}
