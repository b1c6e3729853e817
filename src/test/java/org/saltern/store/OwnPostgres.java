package org.saltern.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** A PostgreSQL server that one test has for itself, to do with it what it likes. */
public final class OwnPostgres implements AutoCloseable {
    private final EmbeddedPostgres server;
    private final Path data;

    private OwnPostgres(EmbeddedPostgres server, Path data) {
        this.server = server;
        this.data = data;
    }

    /** Empty when one can be started here. */
    public static String whyNot() {
        TestPostgres any = TestPostgres.instance();
        return any.isAvailable() ? "" : any.whyNot();
    }

    public static OwnPostgres start() {
        try {
            Path data = Files.createTempDirectory("saltern-own-postgres");
            var server =
                    EmbeddedPostgres.builder()
                            .setDataDirectory(data)
                            .setCleanDataDirectory(true)
                            .start();
            return new OwnPostgres(server, data);
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL did not start", e);
        }
    }

    public DatabaseSettings settings() {
        return new DatabaseSettings(server.getJdbcUrl("postgres", "template1"), "", "");
    }

    /** Cuts all connections and takes no more. */
    public void shutOut() throws SQLException {
        run("ALTER DATABASE template1 WITH ALLOW_CONNECTIONS false");
        terminateAll();
    }

    public void letIn() throws SQLException {
        run("ALTER DATABASE template1 WITH ALLOW_CONNECTIONS true");
    }

    /** Cuts all connections; new ones are taken. */
    public void terminateAll() throws SQLException {
        run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'template1'");
    }

    /** Sends a signal to the server and all its processes. */
    public void signal(String name) throws Exception {
        long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
        List<ProcessHandle> all =
                java.util.stream.Stream.concat(
                                ProcessHandle.of(pid).stream(),
                                ProcessHandle.of(pid).orElseThrow().descendants())
                        .toList();
        for (ProcessHandle one : all) {
            new ProcessBuilder("kill", "-" + name, Long.toString(one.pid())).start().waitFor();
        }
    }

    private void run(String sql) throws SQLException {
        try (Connection admin =
                        DriverManager.getConnection(server.getJdbcUrl("postgres", "postgres"));
                Statement statement = admin.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
