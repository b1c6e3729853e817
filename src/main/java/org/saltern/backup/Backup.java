package org.saltern.backup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.saltern.store.Database;
import org.saltern.store.Dialect;

/**
 * Writes a copy of everything a Saltern keeps, while it runs, as one zip file: the database as of one moment, the master's key, state
 * files, returns that wait for the database, settings. Files are copied before the database, so that whatever the database speaks of is
 * in the copy or was made after it.
 *
 * <p>Entries: {@value #MANIFEST}; {@code data/…}, the data folder; {@code outside/…}, folders of {@code file_roots} and {@code pki_dir}
 * elsewhere; {@value #SETTINGS}; last of all {@value #COMPLETE}, without which the file is only a part.
 */
public final class Backup {
    static final String MANIFEST = "saltern-backup.json";
    static final String DATABASE = "data/db/saltern.mv.db";
    static final String SETTINGS = "settings.yaml";
    static final String COMPLETE = "complete";
    static final int FORMAT = 1;

    /** Of one run, of use to nobody afterwards. */
    private static final Set<String> LEFT_OUT = Set.of("db", "cli-token", "lock", "backup.tmp");

    /**
     * What there is to copy.
     *
     * @param data the data folder
     * @param elsewhere further folders that may lie outside of it
     * @param settings the settings file; null when there is none
     */
    public record What(Path data, List<Path> elsewhere, Path settings) {
        public What {
            elsewhere = List.copyOf(elsewhere);
        }
    }

    private final Database database;
    private final What what;
    private final String version;
    private final String fingerprint;
    private final InstantSource clock;

    /**
     * @param version of this Saltern
     * @param fingerprint of the master's key
     */
    public Backup(
            Database database, What what, String version, String fingerprint, InstantSource clock) {
        this.database = database;
        this.what = what;
        this.version = version;
        this.fingerprint = fingerprint;
        this.clock = clock;
    }

    /**
     * One at a time.
     *
     * @throws Problem.Unavailable the database is away or not an embedded one, or the disk has no room for a second copy of it;
     *     nothing was written then
     */
    public synchronized void writeTo(OutputStream out) {
        requireEmbedded();
        Path copy = what.data().resolve("backup.tmp");
        try {
            Files.deleteIfExists(copy);
            try (var zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
                manifest(zip);
                tree(zip, what.data(), "data/");
                for (Path folder : what.elsewhere()) {
                    if (!folder.startsWith(what.data())) {
                        tree(zip, folder, "outside" + folder.toAbsolutePath() + "/");
                    }
                }
                if (what.settings() != null) {
                    file(zip, what.settings(), SETTINGS);
                }
                database.copyTo(copy);
                database(zip, copy);
                zip.putNextEntry(new ZipEntry(COMPLETE));
                zip.closeEntry();
            } finally {
                Files.deleteIfExists(copy);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The backup broke off", e);
        }
    }

    private void requireEmbedded() {
        if (database.dialect() != Dialect.H2) {
            throw new Problem.Unavailable(
                    "The data is in PostgreSQL, which this backup cannot copy",
                    database.shown(),
                    "Copy the database with pg_dump, and the folders pki and states of the data"
                            + " folder beside it.");
        }
        database.away()
                .ifPresent(
                        why -> {
                            throw why;
                        });
    }

    private void manifest(ZipOutputStream zip) throws IOException {
        ObjectNode manifest = Json.object();
        manifest.put("format", FORMAT).put("version", version);
        manifest.put("made", clock.instant().toString());
        manifest.put("data", what.data().toString());
        manifest.put("fingerprint", fingerprint);
        zip.putNextEntry(new ZipEntry(MANIFEST));
        zip.write((Json.text(manifest) + "\n").getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    private void tree(ZipOutputStream zip, Path folder, String prefix) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path inside = folder.relativize(file);
                boolean isLeftOut =
                        folder.equals(what.data())
                                && LEFT_OUT.contains(inside.getName(0).toString());
                if (!isLeftOut && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    file(zip, file, prefix + inside);
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void file(ZipOutputStream zip, Path file, String name) throws IOException {
        byte[] content;
        try {
            content = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return; // deleted since the folder was listed, which somebody who saves files may do
        }
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    private static void database(ZipOutputStream zip, Path copy) throws IOException {
        try (var inner = new ZipFile(copy.toFile())) {
            ZipEntry only = inner.entries().nextElement();
            zip.putNextEntry(new ZipEntry(DATABASE));
            try (InputStream in = inner.getInputStream(only)) {
                in.transferTo(zip);
            }
            zip.closeEntry();
        }
    }
}
