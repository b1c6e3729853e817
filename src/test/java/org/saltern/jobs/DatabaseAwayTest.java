package org.saltern.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.saltern.jobs.Fixture.DB1;
import static org.saltern.jobs.Fixture.WEB1;

import com.fasterxml.jackson.databind.node.BooleanNode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.saltern.base.Problem;
import org.saltern.store.Database;
import org.saltern.store.DatabaseSettings;
import org.saltern.store.TestDatabases;

/** A PostgreSQL that throws everybody out, and lets them in again later. */
class DatabaseAwayTest {
    @Test
    void returns_wait_for_the_database_and_new_jobs_are_refused() throws Exception {
        DatabaseSettings settings = TestDatabases.POSTGRESQL.settings();
        try (Database db = Database.open(settings);
                var room = new Fixture(db)) {
            Job job = room.ping();
            room.answer(job.jid(), DB1, BooleanNode.TRUE);
            allowConnections(settings, false);
            CompletableFuture<Void> waiting =
                    room.jobs
                            .record(WEB1, Fixture.load(job.jid().value(), WEB1, BooleanNode.TRUE))
                            .toCompletableFuture();
            assertThatThrownBy(room::ping).isInstanceOf(Problem.Unavailable.class);
            assertThat(waiting).isNotDone();
            allowConnections(settings, true);
            waiting.join();
            assertThat(room.state(job.jid(), WEB1)).isEqualTo(HostState.OK);
            assertThat(room.job(job.jid()).counts()).containsEntry(HostState.OK, 2);
        }
    }

    private static void allowConnections(DatabaseSettings settings, boolean allow)
            throws SQLException {
        String name = settings.url().replaceFirst(".*/([^?/]+).*", "$1");
        String server = settings.url().replaceFirst("(//[^/]+/)[^?]*", "$1postgres");
        try (Connection admin = DriverManager.getConnection(server);
                Statement statement = admin.createStatement()) {
            statement.execute("ALTER DATABASE " + name + " WITH ALLOW_CONNECTIONS " + allow);
            if (!allow) {
                statement.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
                                + name
                                + "'");
            }
        }
    }
}
