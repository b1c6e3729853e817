package org.saltern.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The database file as a killed process leaves it: a copy of it while it is open. H2 2.5.252 loses up to twenty commits
 * here, after a large one that did not fit where they had expected it: the header of the file names the commit before the one that was
 * just written, and opening does not look further (see docs/durability.md).
 */
class KilledFileTest {
    private static final int COMMITS = 250;

    @TempDir Path folder;

    @Test
    void after_each_commit_the_file_holds_it_whatever_its_size() throws Exception {
        DatabaseSettings settings = DatabaseSettings.inFolder(folder.resolve("live"));
        DatabaseSettings killed = DatabaseSettings.inFolder(folder.resolve("killed"));
        var random = new Random(7);
        try (Database db = Database.open(settings)) {
            db.jdbi().useHandle(h -> h.execute("SET RETENTION_TIME 0")); // gaps in the file soon
            db.jdbi()
                    .useHandle(
                            h ->
                                    h.execute(
                                            "CREATE TABLE thing (n INTEGER PRIMARY KEY, bytes"
                                                    + " BYTEA)"));
            DatabaseFile.prepare(killed);
            for (int n = 0; n < COMMITS; n++) {
                byte[] bytes = new byte[random.nextInt(6) == 0 ? 150_000 : random.nextInt(800)];
                random.nextBytes(bytes);
                int number = n;
                db.jdbi()
                        .useTransaction(
                                h -> {
                                    h.execute("INSERT INTO thing VALUES (?, ?)", number, bytes);
                                    h.execute("DELETE FROM thing WHERE n = ?", number - 20);
                                });
                db.sync();
                Files.copy(settings.file(), killed.file(), StandardCopyOption.REPLACE_EXISTING);
                assertThat(newest(killed)).as("commit %d", n).isEqualTo(n);
            }
        }
    }

    private static int newest(DatabaseSettings killed) throws Exception {
        try (var connection = Connections.first(killed);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT MAX(n) FROM thing")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
