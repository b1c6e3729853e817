package org.saltern.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;
import org.saltern.base.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database of one Saltern: a pool, migrated to this version.
 *
 * <p>A commit has reached the operating system when it returns (H2's WRITE_DELAY is 0), so an acknowledged row survives a killed
 * process; after {@link #sync} it survives a power cut too. Measured with H2 on a two-core machine, rows of 2 kB: one row per
 * commit 2,900 rows/s, with a sync after each 1,100; 100 rows per commit 30,000 rows/s with or without a sync, 3 ms each. So
 * whoever acknowledges rows commits them in groups and syncs each group. Without the sync H2 called fsync never in 100 commits,
 * with it exactly once each; PostgreSQL does so by itself.
 */
public final class Database implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private final DatabaseSettings settings;
    private final Pulse pulse;
    private final Pools pool;
    private final Loans loans;
    private final Jdbi jdbi;
    private final Space space;

    /** How the pool is used. */
    public record Pool(int active, int idle, int waiting, int most) {}

    private Database(DatabaseSettings settings, Anchor anchor, Pools pool, Space space) {
        this.settings = settings;
        this.pool = pool;
        this.space = space;
        this.loans = new Loans(settings, pool);
        this.jdbi = Jdbi.create(loans);
        Instants.install(jdbi);
        jdbi.configure(
                SqlStatements.class,
                all -> all.addExceptionHandler((e, statement) -> loans.refuseLost(e)));
        this.pulse = new Pulse(settings, anchor, loans, pool);
    }

    /** As {@link #open(DatabaseSettings, Space)}, without a look at the disk. */
    public static Database open(DatabaseSettings settings) {
        return open(settings, Space.endless());
    }

    /**
     * Opens the pool and runs the migrations. The folder of a database file is made when missing, for the owner alone.
     *
     * @param space of the disk that the data folder is on
     * @throws org.saltern.base.Problem.Unavailable it cannot be reached, is in use, or was written by a newer Saltern
     */
    public static Database open(DatabaseSettings settings, Space space) {
        DatabaseFile.prepare(settings);
        var migrations = new Migrations(settings);
        var anchor = new Anchor(settings);
        Pools pool = null;
        try {
            if (!migrations.run()) {
                anchor.close();
                migrations.upgradeFile();
                anchor.renew();
            }
            pool = new Pools(anchor);
            return new Database(settings, anchor, pool, space);
        } catch (SQLException e) {
            throw migrations.failed(e);
        } catch (RuntimeException e) {
            closeAll(pool, anchor);
            throw e;
        }
    }

    /**
     * Where to run SQL. Instants are bound and read as such. A thread inside a transaction gets the same connection for everything it
     * does here.
     *
     * <p>Its calls throw {@link Problem.Unavailable} when no connection can be had within three seconds, or when it dies
     * under a statement; at once while the database is known to be {@link #away}.
     */
    public Jdbi jdbi() {
        return jdbi;
    }

    /** Returns when everything committed so far is on the disk itself. PostgreSQL's commits are there already. */
    public void sync() {
        if (dialect() == Dialect.H2) {
            jdbi.useHandle(h -> h.execute("CHECKPOINT SYNC"));
        }
    }

    /** Which database this is, for the few statements that differ. */
    public Dialect dialect() {
        return settings.dialect();
    }

    /** Why nothing can be read or written now; empty while the database answers. Known within four seconds. */
    public Optional<Problem.Unavailable> away() {
        return loans.away();
    }

    /** What is left of the disk that the data is on. */
    public Space space() {
        return space;
    }

    /** How the connections are used at this moment. */
    public Pool pool() {
        return pool.now();
    }

    /** The database's address without its secrets, for people. */
    public String shown() {
        return settings.shown();
    }

    /**
     * Writes a consistent copy of an embedded database as it is at this moment, while it is used; a zip file with the database file
     * in it, readable by its owner alone.
     *
     * @throws Problem.Unavailable the database is not a file of this machine, or the copy cannot be written
     */
    public void copyTo(Path zip) {
        if (settings.file() == null) {
            throw new Problem.Unavailable(
                    "Only an embedded database can be copied",
                    settings.shown(),
                    "Copy a PostgreSQL database with pg_dump.");
        }
        DatabaseFile.makePrivate(zip);
        jdbi.useHandle(h -> h.execute("BACKUP TO ?", zip.toString()));
    }

    @Override
    public void close() {
        pool.close();
        pulse.close();
    }

    private static void closeAll(Pools pool, Anchor anchor) {
        if (pool != null) {
            pool.close();
        }
        try {
            anchor.close();
        } catch (SQLException e) {
            LOG.warn("Closing the database failed", e);
        }
    }
}
