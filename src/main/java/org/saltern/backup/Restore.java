package org.saltern.backup;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.saltern.base.Json;
import org.saltern.base.Problem;

/** Puts a {@link Backup} into an empty folder: files for their owner alone, nothing outside of the folder. */
public final class Restore {
    private static final FileAttribute<?> FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /**
     * What was restored.
     *
     * @param files how many
     * @param made when the backup was made, ISO 8601
     * @param version of the Saltern that made it
     * @param fingerprint of the master's key in it
     * @param elsewhere folders that were not in the data folder: where they are now
     * @param settings where the settings file is now; null when there was none
     */
    public record Done(
            int files,
            String made,
            String version,
            String fingerprint,
            List<Path> elsewhere,
            Path settings) {
        public Done {
            elsewhere = List.copyOf(elsewhere);
        }
    }

    private Restore() {}

    /** Whether a file is a whole backup. */
    public static boolean isWhole(Path file) {
        try (var zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
            return zip.getEntry(Backup.COMPLETE) != null && zip.getEntry(Backup.DATABASE) != null;
        } catch (IOException e) {
            return false; // that is the answer: not even a zip file
        }
    }

    /**
     * @throws Problem.BadInput the file is no whole backup, or one of a newer Saltern
     * @throws Problem.Conflict something is in the folder
     * @throws Problem.Unavailable the folder cannot be written; it may hold a part then
     */
    public static Done into(Path folder, Path file) {
        try (var zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
            JsonNode manifest = manifest(zip, file);
            requireEmpty(folder);
            Files.createDirectories(folder, FOLDER);
            int count = 0;
            List<Path> elsewhere = new ArrayList<>();
            for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
                ZipEntry entry = all.nextElement();
                Path to = place(folder, entry.getName());
                if (to != null) {
                    write(zip, entry, to);
                    count++;
                }
            }
            Path outside = folder.resolve("outside");
            if (Files.exists(outside)) {
                elsewhere.add(outside);
            }
            Path settings = folder.resolve(Backup.SETTINGS);
            return new Done(
                    count,
                    manifest.path("made").asText(),
                    manifest.path("version").asText(),
                    manifest.path("fingerprint").asText(),
                    elsewhere,
                    Files.exists(settings) ? settings : null);
        } catch (ZipException e) {
            throw noBackup(file, e);
        } catch (IOException e) {
            throw new Problem.Unavailable(
                    "The backup could not be restored: " + e,
                    folder.toString(),
                    "Check that the file can be read, and that the folder can be written and has"
                            + " room.",
                    e);
        }
    }

    private static JsonNode manifest(ZipFile zip, Path file) throws IOException {
        ZipEntry entry = zip.getEntry(Backup.MANIFEST);
        if (entry == null || zip.getEntry(Backup.COMPLETE) == null) {
            throw noBackup(file, null);
        }
        JsonNode manifest;
        try (InputStream in = zip.getInputStream(entry)) {
            manifest = Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        if (manifest.path("format").asInt() > Backup.FORMAT) {
            throw new Problem.BadInput(
                    "The backup was made by a newer Saltern ("
                            + manifest.path("version").asText()
                            + ")",
                    file.toString(),
                    "Restore it with that version or a newer one.");
        }
        return manifest;
    }

    private static void requireEmpty(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> inside = Files.list(folder)) {
            if (inside.findAny().isPresent()) {
                throw new Problem.Conflict(
                        "The folder is not empty",
                        folder.toString(),
                        "Give a folder that is empty or not there yet; nothing is ever"
                                + " overwritten.");
            }
        }
    }

    /** Where an entry goes; null for those that are about the backup itself. */
    private static Path place(Path folder, String name) {
        String inside;
        if (name.startsWith("data/")) {
            inside = name.substring("data/".length());
        } else if (name.startsWith("outside/") || name.equals(Backup.SETTINGS)) {
            inside = name;
        } else {
            return null;
        }
        Path root = folder.toAbsolutePath().normalize();
        Path to = root.resolve(inside).normalize();
        if (!to.startsWith(root) || to.equals(root)) {
            throw new Problem.BadInput(
                    "The backup holds a file that would leave its folder: " + Problem.shown(name),
                    "backup",
                    "It was tampered with: use another copy.");
        }
        return to;
    }

    private static void write(ZipFile zip, ZipEntry entry, Path to) throws IOException {
        Files.createDirectories(to.getParent(), FOLDER);
        Files.createFile(to, FILE);
        try (InputStream in = zip.getInputStream(entry);
                OutputStream out = Files.newOutputStream(to, StandardOpenOption.WRITE)) {
            in.transferTo(out);
        }
    }

    private static Problem.BadInput noBackup(Path file, Throwable cause) {
        return new Problem.BadInput(
                "This is no whole backup of a Saltern",
                file.toString(),
                "Make one with 'saltern backup FILE'; one that broke off is of no use.",
                cause);
    }
}
