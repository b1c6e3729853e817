package org.saltern.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database of one Saltern: a pool, migrated to this version.
 *
 * <p>A commit has reached the operating system when it returns (H2's WRITE_DELAY is 0), so an acknowledged row survives a killed
 * process.
 */
public final class Database implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private final Dialect dialect;
    private final Connection anchor;
    private final HikariDataSource pool;
    private final Jdbi jdbi;

    private Database(Dialect dialect, Connection anchor, HikariDataSource pool) {
        this.dialect = dialect;
        this.anchor = anchor;
        this.pool = pool;
        this.jdbi = Jdbi.create(pool);
        Instants.install(jdbi);
    }

    /**
     * Opens the pool and runs the migrations. The folder of a database file is made when missing, for the owner alone.
     *
     * @throws org.saltern.base.Problem.Unavailable it cannot be reached, is in use, or was written by a newer Saltern
     */
    public static Database open(DatabaseSettings settings) {
        DatabaseFile.prepare(settings);
        Connection anchor = Connections.first(settings);
        HikariDataSource pool = null;
        try {
            pool = pool(settings);
            Migrations.run(settings, pool);
            return new Database(settings.dialect(), anchor, pool);
        } catch (RuntimeException e) {
            closeAll(pool, anchor);
            throw e;
        }
    }

    /** Where to run SQL; Instants are bound and read as described at {@link Dialect}. */
    public Jdbi jdbi() {
        return jdbi;
    }

    /** Which database this is, for the few statements that differ. */
    public Dialect dialect() {
        return dialect;
    }

    @Override
    public void close() {
        closeAll(pool, anchor);
    }

    private static HikariDataSource pool(DatabaseSettings settings) {
        var config = new HikariConfig();
        config.setPoolName("saltern");
        config.setDataSource(Connections.source(settings));
        config.setMaximumPoolSize(Math.max(10, 2 * Runtime.getRuntime().availableProcessors() + 4));
        config.setMinimumIdle(2);
        config.setConnectionTimeout(3_000);
        config.setIdleTimeout(300_000);
        config.setMaxLifetime(600_000);
        config.setKeepaliveTime(120_000);
        return new HikariDataSource(config);
    }

    private static void closeAll(HikariDataSource pool, Connection anchor) {
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
