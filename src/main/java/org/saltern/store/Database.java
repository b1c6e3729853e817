package org.saltern.store;

import org.jdbi.v3.core.Jdbi;

/** The database of one Saltern: a pool, migrated to this version. */
public final class Database implements AutoCloseable {
    /**
     * Opens the pool and runs the migrations.
     *
     * @throws org.saltern.base.Problem.Unavailable it cannot be reached, is in use, or was written by a newer Saltern
     */
    public static Database open(DatabaseSettings settings) {
        throw new UnsupportedOperationException();
    }

    public Jdbi jdbi() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
