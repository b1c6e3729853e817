package org.saltern.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import javax.sql.DataSource;
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
 * tables, so a database file that holds data is copied first.
 */
final class Migrations {
    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    private final DatabaseSettings settings;
    private final DataSource source;

    Migrations(DatabaseSettings settings, DataSource source) {
        this.settings = settings;
        this.source = source;
    }

    /**
     * @throws Problem.Unavailable a newer Saltern wrote the database (nothing is changed then), or a migration failed
     */
    void run() {
        String fix = "Restore the backup from before the upgrade and report the text above.";
        try {
            Flyway flyway =
                    Flyway.configure()
                            .dataSource(source)
                            .locations("classpath:db/migrations")
                            .placeholders(settings.dialect().placeholders())
                            .cleanDisabled(true)
                            .load();
            refuseNewer(flyway.info().applied());
            if (settings.file() != null
                    && flyway.info().applied().length > 0
                    && flyway.info().pending().length > 0) {
                Path copy = copyBefore(flyway.info().pending()[0]);
                fix =
                        "The file as it was before is in "
                                + copy
                                + ": unpack it here and start the earlier version, and report the text above.";
            }
            flyway.migrate();
        } catch (FlywayException e) {
            throw new Problem.Unavailable(
                    "The database could not be brought to this version: "
                            + Problem.shown(e.getMessage().replaceAll("[\\s-]+", " ")),
                    settings.shown(),
                    fix,
                    e);
        }
    }

    /** A copy that is there already is from before an upgrade that failed half way: it is the one to keep. */
    private Path copyBefore(MigrationInfo first) {
        Path file = settings.file();
        Path copy = file.resolveSibling("saltern-before-" + first.getVersion() + ".zip");
        if (!Files.exists(copy)) {
            Path half = file.resolveSibling(copy.getFileName() + ".half");
            DatabaseFile.makePrivate(half);
            try {
                Jdbi.create(source).useHandle(h -> h.execute("BACKUP TO ?", half.toString()));
                Files.move(half, copy, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException | JdbiException e) {
                throw new Problem.Unavailable(
                        "The database could not be copied before its tables change, so nothing was changed",
                        half.toString(),
                        "Make room on the disk, at least the size of the database file.",
                        e);
            }
            LOG.info("The database as it was before the upgrade is kept in {}", copy);
        }
        return copy;
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
