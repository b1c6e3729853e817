package org.saltern.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.saltern.base.Problem;

/** From the database of each release to the present tables (fault F13). */
class UpgradeTest {
    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = "0.1.0")
    void what_a_release_left_is_there_in_the_present_tables(String release) throws Exception {
        DatabaseSettings settings = ReleasedDatabase.unpack(release, folder);
        for (int start = 0; start < 2; start++) {
            try (Database db = Database.open(settings)) {
                assertThat(text(db, "SELECT fingerprint FROM host WHERE hostname = 'web1'"))
                        .isEqualTo("aa:bb");
                assertThat(text(db, "SELECT hash FROM job_return WHERE host = 'web1'"))
                        .isEqualTo("hash");
                assertThat(text(db, "SELECT rule FROM host_group")).isEqualTo("web*");
                assertThat(text(db, "SELECT subject FROM audit")).isEqualTo("web1");
            }
        }
        assertThat(folder.resolve("upgrading")).doesNotExist();
    }

    @Test
    void an_upgrade_that_fails_leaves_the_file_as_it_was() throws Exception {
        DatabaseSettings settings = OpeningTest.migratedTo("1", folder);
        String applied = "SELECT COUNT(*) FROM \"flyway_schema_history\"";
        run(settings, "CREATE TABLE host (in_the_way INTEGER)");
        int before = number(settings, applied);
        assertThatThrownBy(() -> Database.open(settings))
                .isInstanceOfSatisfying(
                        Problem.Unavailable.class,
                        p -> assertThat(p.fix()).startsWith("Nothing was changed"));
        assertThat(number(settings, applied)).isEqualTo(before);
        run(settings, "DROP TABLE host");
        Database.open(settings).close();
    }

    @Test
    void an_upgrade_that_was_killed_is_begun_anew() throws Exception {
        DatabaseSettings settings = OpeningTest.migratedTo("1", folder);
        Files.createDirectories(folder.resolve("upgrading"));
        Files.writeString(folder.resolve("upgrading/saltern.mv.db"), "half of a file");
        try (Database db = Database.open(settings)) {
            assertThat(text(db, "SELECT COUNT(*) FROM job")).isEqualTo("0");
        }
    }

    private static void run(DatabaseSettings settings, String sql) throws Exception {
        try (var connection = Connections.first(settings);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int number(DatabaseSettings settings, String sql) throws Exception {
        try (var connection = Connections.first(settings);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static String text(Database db, String sql) {
        return db.jdbi().withHandle(h -> h.createQuery(sql).mapTo(String.class).one());
    }
}
