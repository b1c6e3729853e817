package org.saltern.store;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The databases that every store is tested on. Each {@link #open} gives a fresh, migrated one; close it as any other. See {@link
 * OnEachDatabase} for how a test class asks for them.
 */
public enum TestDatabases {
    /** H2 in memory. */
    H2,
    /**
     * PostgreSQL: one server per test run, started from the binaries on the class path, also as root; where that is not possible
     * the one that the environment names ({@code SALTERN_TEST_POSTGRES_URL}, a JDBC URL of a user who may create databases). Where
     * there is neither, the test is skipped and says so.
     */
    POSTGRESQL;

    private static final AtomicInteger COUNT = new AtomicInteger();

    /** A fresh database with all tables. */
    public Database open() {
        return Database.open(settings());
    }

    /** Where a fresh, not yet migrated database is; for tests that open it themselves, perhaps more than once. */
    public DatabaseSettings settings() {
        String name =
                "saltern_test_" + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet();
        if (this == H2) {
            return new DatabaseSettings("jdbc:h2:mem:" + name, "", "");
        }
        TestPostgres server = TestPostgres.instance();
        assumeTrue(
                server.isAvailable(),
                () ->
                        "SKIPPED ON POSTGRESQL: no server could be started and"
                                + " SALTERN_TEST_POSTGRES_URL is not set: "
                                + server.whyNot());
        return server.fresh(name);
    }
}
