package org.saltern.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;

/** The pool of connections; a new one when an embedded database was opened again. Thread-safe. */
final class Pools implements AutoCloseable {
    private final Anchor anchor;
    private volatile HikariDataSource pool;

    Pools(Anchor anchor) {
        this.anchor = anchor;
        this.pool = open();
    }

    Connection take() throws SQLException {
        return pool.getConnection();
    }

    /** Lets go of the connections there are; those in use as soon as they are given back. */
    void evict() {
        pool.getHikariPoolMXBean().softEvictConnections();
    }

    /** A pool without any connection of the old one. */
    void renew() {
        pool = open();
    }

    Database.Pool now() {
        var now = pool.getHikariPoolMXBean();
        return new Database.Pool(
                now.getActiveConnections(),
                now.getIdleConnections(),
                now.getThreadsAwaitingConnection(),
                pool.getMaximumPoolSize());
    }

    @Override
    public void close() {
        pool.close();
    }

    private HikariDataSource open() {
        var config = new HikariConfig();
        config.setPoolName("saltern");
        config.setDataSource(anchor);
        config.setExceptionOverrideClassName(ClosedItself.class.getName());
        config.setMaximumPoolSize(Math.max(10, 2 * Runtime.getRuntime().availableProcessors() + 4));
        config.setMinimumIdle(2);
        config.setConnectionTimeout(3_000);
        config.setValidationTimeout(1_000);
        config.setIdleTimeout(300_000);
        config.setMaxLifetime(600_000);
        config.setKeepaliveTime(120_000);
        return new HikariDataSource(config);
    }
}
