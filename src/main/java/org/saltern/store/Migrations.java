package org.saltern.store;

import java.util.Arrays;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.saltern.base.Problem;

/** Brings a database to the tables of this version, from {@code db/migrations} on the class path. */
final class Migrations {
    private Migrations() {}

    /**
     * @throws Problem.Unavailable a newer Saltern wrote the database (nothing is changed then), or a migration failed
     */
    static void run(DatabaseSettings settings, DataSource source) {
        try {
            Flyway flyway =
                    Flyway.configure()
                            .dataSource(source)
                            .locations("classpath:db/migrations")
                            .placeholders(settings.dialect().placeholders())
                            .cleanDisabled(true)
                            .load();
            refuseNewer(settings, flyway.info().applied());
            flyway.migrate();
        } catch (FlywayException e) {
            throw new Problem.Unavailable(
                    "The database could not be brought to this version: "
                            + Problem.shown(e.getMessage().replaceAll("[\\s-]+", " ")),
                    settings.shown(),
                    "Restore the backup from before the upgrade and report the text above.",
                    e);
        }
    }

    private static void refuseNewer(DatabaseSettings settings, MigrationInfo[] applied) {
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
