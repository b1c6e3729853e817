package org.saltern.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saltern.base.Problem;
import org.saltern.store.Database;
import org.saltern.store.DatabaseSettings;
import org.saltern.store.TestDatabases;

/** A copy of a running database and its files, and what comes back of it. */
class BackupTest {
    @TempDir Path temp;

    @Test
    void what_was_there_when_it_was_made_comes_back_for_its_owner_alone() throws Exception {
        Path data = temp.resolve("data");
        write(data.resolve("pki/master.pem"), "the key");
        write(data.resolve("states/web/init.sls"), "web: {}");
        write(data.resolve("cli-token"), "of one run");
        write(temp.resolve("srv/salt/top.sls"), "base: {}");
        write(temp.resolve("saltern.yaml"), "data: here");
        Path file = temp.resolve("backup");
        try (Database db = Database.open(DatabaseSettings.inFolder(data.resolve("db")))) {
            insert(db, "before");
            try (OutputStream out = Files.newOutputStream(file)) {
                backup(db, data).writeTo(out);
            }
            insert(db, "after");
        }
        assertThat(Restore.isWhole(file)).isTrue();
        Path restored = temp.resolve("restored");
        Restore.Done done = Restore.into(restored, file);
        assertThat(done.fingerprint()).isEqualTo("ab:cd");
        assertThat(restored.resolve("pki/master.pem")).hasContent("the key");
        assertThat(restored.resolve("states/web/init.sls")).hasContent("web: {}");
        assertThat(restored.resolve("settings.yaml")).hasContent("data: here");
        assertThat(restored.resolve("cli-token")).doesNotExist();
        assertThat(restored.resolve("outside" + temp.resolve("srv/salt/top.sls"))).exists();
        try (Stream<Path> all = Files.walk(restored)) {
            assertThat(all)
                    .allMatch(
                            f -> {
                                try {
                                    return PosixFilePermissions.toString(
                                                    Files.getPosixFilePermissions(f))
                                            .endsWith("------");
                                } catch (java.io.IOException e) {
                                    throw new java.io.UncheckedIOException(e);
                                }
                            });
        }
        try (Database db = Database.open(DatabaseSettings.inFolder(restored.resolve("db")))) {
            assertThat(actors(db)).containsExactly("before");
        }
    }

    @Test
    void nothing_is_restored_over_something() throws Exception {
        Path file = Files.write(temp.resolve("backup"), zip("data/a", Backup.COMPLETE));
        write(temp.resolve("full/file"), "mine");
        assertThatThrownBy(() -> Restore.into(temp.resolve("full"), file))
                .isInstanceOf(Problem.Conflict.class);
        assertThat(temp.resolve("full/file")).hasContent("mine");
    }

    @Test
    void a_backup_that_broke_off_is_refused() throws Exception {
        byte[] whole = zip("data/a", Backup.COMPLETE);
        Path cut =
                Files.write(temp.resolve("cut"), java.util.Arrays.copyOf(whole, whole.length - 30));
        Path part = Files.write(temp.resolve("part"), zip("data/a"));
        for (Path file : List.of(cut, part)) {
            assertThat(Restore.isWhole(file)).isFalse();
            assertThatThrownBy(() -> Restore.into(temp.resolve("new"), file))
                    .isInstanceOf(Problem.BadInput.class);
        }
    }

    @Test
    void a_file_that_would_leave_its_folder_is_refused() throws Exception {
        for (String name : List.of("data/../../evil", "data//etc/evil", "outside/../../evil")) {
            Path file = Files.write(temp.resolve("evil.zip"), zip(name, Backup.COMPLETE));
            Path folder = temp.resolve("into" + name.length());
            assertThatThrownBy(() -> Restore.into(folder, file))
                    .isInstanceOf(Problem.BadInput.class)
                    .hasMessageContaining("leave its folder");
        }
        assertThat(temp.resolve("evil")).doesNotExist();
    }

    @Test
    void postgresql_is_refused_before_anything_is_written() {
        try (Database db = TestDatabases.POSTGRESQL.open()) {
            var out = new ByteArrayOutputStream();
            assertThatThrownBy(() -> backup(db, temp).writeTo(out))
                    .isInstanceOf(Problem.Unavailable.class)
                    .hasMessageContaining("PostgreSQL");
            assertThat(out.size()).isZero();
        }
    }

    private Backup backup(Database db, Path data) {
        var what =
                new Backup.What(
                        data,
                        List.of(data.resolve("states"), temp.resolve("srv/salt")),
                        temp.resolve("saltern.yaml"));
        return new Backup(db, what, "0.1.0", "ab:cd", InstantSource.system());
    }

    private static void insert(Database db, String actor) {
        db.jdbi()
                .useHandle(
                        h ->
                                h.execute(
                                        "INSERT INTO audit (at, actor, action, subject, detail)"
                                                + " VALUES (now(), ?, 'a', 's', 'd')",
                                        actor));
    }

    private static List<String> actors(Database db) {
        return db.jdbi()
                .withHandle(
                        h -> h.createQuery("SELECT actor FROM audit").mapTo(String.class).list());
    }

    private static byte[] zip(String... names) throws Exception {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(Backup.MANIFEST));
            zip.write("{\"format\": 1}".getBytes(StandardCharsets.UTF_8));
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(1);
            }
        }
        return out.toByteArray();
    }

    private static void write(Path file, String text) throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
