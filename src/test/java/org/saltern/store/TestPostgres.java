package org.saltern.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The PostgreSQL server of one test run. A migrated template is made once; each test gets a copy of it, which is dropped after the
 * test closed it.
 */
final class TestPostgres {
    private static final String TEMPLATE = "saltern_template_" + ProcessHandle.current().pid();

    private final String url;
    private final String whyNot;
    private final Deque<String> used = new ArrayDeque<>();
    private boolean templateMade;

    private TestPostgres(String url, String whyNot) {
        this.url = url;
        this.whyNot = whyNot;
    }

    static TestPostgres instance() {
        return Holder.INSTANCE;
    }

    boolean isAvailable() {
        return url != null;
    }

    String whyNot() {
        return whyNot;
    }

    /** A copy of the template under this name. */
    synchronized DatabaseSettings fresh(String name) {
        try {
            if (!templateMade) {
                run("DROP DATABASE IF EXISTS " + TEMPLATE); // left by a migration that failed
                run("CREATE DATABASE " + TEMPLATE);
                Database.open(at(TEMPLATE)).close();
                templateMade = true;
            }
            dropClosed();
            run("CREATE DATABASE " + name + " TEMPLATE " + TEMPLATE);
            used.add(name);
            return at(name);
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL at " + url + " gave no fresh database", e);
        }
    }

    private void dropClosed() throws SQLException {
        for (int i = used.size(); i > 0; i--) {
            String name = used.poll();
            try {
                run("DROP DATABASE " + name);
            } catch (SQLException e) {
                if (!"55006".equals(e.getSQLState())) { // still in use by a test that runs
                    // beside this one
                    throw e;
                }
                used.add(name);
            }
        }
    }

    private DatabaseSettings at(String database) {
        return new DatabaseSettings(url.replaceFirst("(//[^/]+/)[^?]*", "$1" + database), "", "");
    }

    private void run(String sql) throws SQLException {
        try (Connection admin = DriverManager.getConnection(url);
                Statement statement = admin.createStatement()) {
            statement.execute(sql);
        }
    }

    private static TestPostgres start() {
        String named = System.getenv("SALTERN_TEST_POSTGRES_URL");
        if (named != null) {
            return new TestPostgres(named, "");
        }
        try {
            EmbeddedPostgres server =
                    EmbeddedPostgres.builder()
                            .setServerConfig("fsync", "off")
                            .setServerConfig("full_page_writes", "off")
                            .start();
            return new TestPostgres(server.getJdbcUrl("postgres", "postgres"), "");
        } catch (IOException | RuntimeException e) {
            return new TestPostgres(null, e.toString());
        }
    }

    /** Started at first use; the server ends with this JVM by a hook of its own. */
    private static final class Holder {
        private static final TestPostgres INSTANCE = start();
    }
}
