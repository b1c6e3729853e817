package org.saltern.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.saltern.base.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a database to the tables of this version, from {@code db/migrations} on the class path. H2 cannot take back a change of
 * tables, so with a database file that holds data a copy of it is changed, which then takes its place in one step: a process killed in
 * between, a full disk or a failed change leaves the file as it was. The file as it was is kept, packed, beside it.
 */
final class Migrations {
    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    private final DatabaseSettings settings;

    Migrations(DatabaseSettings settings) {
        this.settings = settings;
    }

    /**
     * Changes the tables, unless they are in a file that holds data: then that is copied, and {@link #upgradeFile} has to follow once the
     * database is closed.
     *
     * @return false when it has to
     * @throws Problem.Unavailable a newer Saltern wrote the database (nothing is changed then), or a migration failed
     */
    boolean run() {
        try {
            Flyway flyway = flyway(settings);
            refuseNewer(flyway.info().applied());
            MigrationInfo[] pending = flyway.info().pending();
            boolean holdsData = settings.file() != null && flyway.info().applied().length > 0;
            if (holdsData && pending.length > 0) {
                copyBefore(pending[0]);
                return false;
            }
            flyway.migrate();
            return true;
        } catch (FlywayException e) {
            throw failed(e);
        }
    }

    /**
     * Changes a copy of the file, which nobody uses, and puts it in its place.
     *
     * @throws Problem.Unavailable that failed; the file is as it was
     */
    void upgradeFile() {
        Path file = settings.file();
        Path folder = file.resolveSibling("upgrading");
        DatabaseSettings copy = DatabaseSettings.inFolder(folder);
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(copy.file()); // of an upgrade that was killed
            DatabaseFile.makePrivate(copy.file());
            Files.copy(file, copy.file(), StandardCopyOption.REPLACE_EXISTING);
            DatabaseFile.prepare(copy);
            try (Connection anchor = Connections.first(copy)) {
                flyway(copy).migrate();
            }
            try (FileChannel channel = FileChannel.open(copy.file(), StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(
                    copy.file(),
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            Files.deleteIfExists(folder);
        } catch (FlywayException | SQLException | IOException e) {
            throw failed(e);
        }
    }

    private static Flyway flyway(DatabaseSettings of) {
        return Flyway.configure()
                .dataSource(Connections.source(of))
                .locations("classpath:db/migrations")
                .placeholders(of.dialect().placeholders())
                .cleanDisabled(true)
                .load();
    }

    Problem.Unavailable failed(Exception e) {
        String fix =
                settings.file() == null
                        ? "Restore the backup from before the upgrade and report the text above."
                        : "Nothing was changed: start the earlier version again, or make room on"
                                + " the disk; report the text above.";
        return new Problem.Unavailable(
                "The database could not be brought to this version: "
                        + Problem.shown(String.valueOf(e.getMessage()).replaceAll("[\\s-]+", " ")),
                settings.shown(),
                fix,
                e);
    }

    /** A copy that is there already is from before an upgrade that failed half way: it is the one to keep. */
    private void copyBefore(MigrationInfo first) {
        Path file = settings.file();
        Path copy = file.resolveSibling("saltern-before-" + first.getVersion() + ".zip");
        if (!Files.exists(copy)) {
            Path half = file.resolveSibling(copy.getFileName() + ".half");
            DatabaseFile.makePrivate(half);
            try {
                Jdbi.create(Connections.source(settings))
                        .useHandle(h -> h.execute("BACKUP TO ?", half.toString()));
                Files.move(half, copy, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException | JdbiException e) {
                throw new Problem.Unavailable(
                        "The database could not be copied before its tables change, so nothing was"
                                + " changed",
                        half.toString(),
                        "Make room on the disk, at least the size of the database file.",
                        e);
            }
            LOG.info("The database as it was before the upgrade is kept in {}", copy);
        }
    }

    private void refuseNewer(MigrationInfo[] applied) {
        Arrays.stream(applied)
                .filter(m -> m.getState() == MigrationState.FUTURE_SUCCESS)
                .findFirst()
                .ifPresent(
                        m -> {
                            throw new Problem.Unavailable(
                                    "The database was written by a newer Saltern (its tables are at"
                                            + " version "
                                            + m.getVersion()
                                            + ")",
                                    settings.shown(),
                                    "Start that newer version, or restore a backup from before the"
                                            + " upgrade.");
                        });
    }
}
