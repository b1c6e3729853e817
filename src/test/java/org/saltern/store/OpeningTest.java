package org.saltern.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.saltern.base.Problem;

/** Opening a database, and what is said when that does not work. */
@Timeout(120)
class OpeningTest {
    @TempDir Path temp;

    @Test
    void data_in_a_file_is_there_after_a_restart() {
        try (Database db = Database.open(inFolder())) {
            db.jdbi().useHandle(h -> h.execute("CREATE TABLE thing (name VARCHAR(10))"));
            db.jdbi().useHandle(h -> h.execute("INSERT INTO thing VALUES ('salt')"));
        }
        try (Database db = Database.open(inFolder())) {
            assertThat(things(db)).containsExactly("salt");
        }
    }

    @Test
    void s_52_the_file_is_readable_by_its_owner_alone_also_after_a_restart() throws Exception {
        Path folder = temp.resolve("var/data");
        DatabaseSettings settings = DatabaseSettings.inFolder(folder);
        Database.open(settings).close();
        Files.setPosixFilePermissions(
                settings.file(), PosixFilePermissions.fromString("rw-r--r--"));
        try (Database db = Database.open(settings)) {
            db.jdbi().useHandle(h -> h.execute("CREATE TABLE thing (name VARCHAR(10))"));
            assertThat(modes(folder)).containsOnly("rw-------");
            assertThat(mode(folder)).isEqualTo("rwx------");
            assertThat(mode(folder.getParent())).isEqualTo("rwx------");
        }
    }

    @Test
    void a_second_process_is_told_that_the_database_is_in_use() throws Exception {
        Process other = holding(inFolder(), "hold");
        try (BufferedReader says = other.inputReader()) {
            assertThat(says.readLine()).isEqualTo("open");
            assertThatThrownBy(() -> Database.open(inFolder()))
                    .isInstanceOf(Problem.Unavailable.class)
                    .hasMessageContaining("in use by another process");
        } finally {
            other.destroyForcibly().waitFor();
        }
        Database.open(inFolder()).close();
    }

    @Test
    void what_was_committed_survives_a_killed_process() throws Exception {
        Process writer = holding(inFolder(), "write");
        String last = null;
        try (BufferedReader says = writer.inputReader()) {
            for (int i = 0; i < 300; i++) {
                last = says.readLine();
            }
        } finally {
            writer.destroyForcibly().waitFor();
        }
        try (Database db = Database.open(inFolder())) {
            assertThat(last).isNotNull();
            assertThat(things(db)).contains(last);
        }
    }

    @Test
    void a_folder_that_cannot_be_made_is_named() throws Exception {
        Path file = Files.writeString(temp.resolve("file"), "");
        assertThatThrownBy(() -> Database.open(DatabaseSettings.inFolder(file.resolve("data"))))
                .isInstanceOfSatisfying(
                        Problem.Unavailable.class,
                        p -> {
                            assertThat(p.what()).contains("cannot be written");
                            assertThat(p.where()).startsWith(file.toString());
                        });
    }

    @Test
    void a_folder_that_may_not_be_written_is_named() throws Exception {
        Path folder = Files.createDirectory(temp.resolve("locked"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-x------"));
        assumeFalse(Files.isWritable(folder), "SKIPPED: this user (root) may write everywhere");
        assertThatThrownBy(() -> Database.open(DatabaseSettings.inFolder(folder)))
                .isInstanceOf(Problem.Unavailable.class)
                .hasMessageContaining("cannot be written");
    }

    @Test
    void a_file_that_is_no_database_is_refused_and_left_as_it_is() throws Exception {
        String text = "not a database\n".repeat(1000);
        Path file = Files.writeString(temp.resolve("saltern.mv.db"), text);
        assertThatThrownBy(() -> Database.open(inFolder()))
                .isInstanceOf(Problem.Unavailable.class)
                .hasMessageContaining("cannot be read");
        assertThat(file).hasContent(text);
    }

    @Test
    void a_file_with_data_is_copied_before_its_tables_change() throws Exception {
        migrateTo("1");
        Database.open(inFolder()).close();
        Path copy;
        try (Stream<Path> files = Files.list(temp)) {
            copy = files.filter(f -> f.toString().endsWith(".zip")).findFirst().orElseThrow();
        }
        assertThat(copy.getFileName().toString()).startsWith("saltern-before-");
        assertThat(mode(copy)).isEqualTo("rw-------");
        try (var zip = new ZipFile(copy.toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName)).containsExactly("saltern.mv.db");
        }
        Files.delete(copy);
        Database.open(inFolder()).close();
        assertThat(copy).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(TestDatabases.class)
    void a_database_of_a_newer_saltern_is_refused_and_not_changed(TestDatabases kind) {
        DatabaseSettings settings =
                kind == TestDatabases.H2 ? inFolder() : TestDatabases.POSTGRESQL.settings();
        try (Database db = Database.open(settings)) {
            db.jdbi()
                    .useHandle(
                            h ->
                                    h.execute(
                                            """
                                            INSERT INTO "flyway_schema_history" VALUES
                                            (9999, '999', 'future', 'SQL', 'V999__future.sql', 1, 'x', now(), 1, true)
                                            """));
        }
        assertThatThrownBy(() -> Database.open(settings))
                .isInstanceOf(Problem.Unavailable.class)
                .hasMessageContaining("newer Saltern")
                .hasMessageContaining("999");
    }

    @Test
    void an_unreachable_postgresql_is_named_without_its_password() throws Exception {
        int closed;
        try (var port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = port.getLocalPort();
        }
        String url = "jdbc:postgresql://127.0.0.1:" + closed + "/saltern?password=topsecret";
        assertThatThrownBy(() -> Database.open(new DatabaseSettings(url, "salt", "topsecret")))
                .isInstanceOfSatisfying(
                        Problem.Unavailable.class,
                        p -> {
                            assertThat(p.what()).contains("cannot be reached");
                            assertThat(p.where())
                                    .isEqualTo(
                                            "jdbc:postgresql://127.0.0.1:" + closed + "/saltern");
                            assertThat(p.what() + p.fix()).doesNotContain("topsecret");
                        });
    }

    @Test
    void a_missing_database_and_a_wrong_user_of_postgresql_are_told_apart() {
        String there = TestDatabases.POSTGRESQL.settings().url();
        String missing = there.replaceFirst("saltern_test_[0-9_]+", "no_such_database");
        assertThatThrownBy(() -> Database.open(new DatabaseSettings(missing, "", "")))
                .isInstanceOf(Problem.Unavailable.class)
                .hasMessageContaining("no such database");
        assertThatThrownBy(
                        () ->
                                Database.open(
                                        new DatabaseSettings(
                                                there.replaceFirst("[?].*", ""), "nobody", "x")))
                .isInstanceOf(Problem.Unavailable.class)
                .hasMessageContaining("refuses the user 'nobody'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "jdbc:h2:",
                "jdbc:h2:mem:",
                "jdbc:h2:tcp://localhost/x",
                "jdbc:h2:~/x",
                "jdbc:h2:mem:x;INIT=RUNSCRIPT FROM 'http://example.org/x.sql'",
                "jdbc:h2:file:/tmp/x;AUTO_SERVER=TRUE",
                "jdbc:mysql://localhost/x",
                "/var/lib/saltern"
            })
    void s_52_a_url_that_could_run_sql_open_ports_or_is_none_is_refused(String url) {
        assertThatThrownBy(() -> new DatabaseSettings(url, "", ""))
                .isInstanceOfSatisfying(
                        Problem.BadInput.class,
                        p -> assertThat(p.where()).isEqualTo("database_url"));
    }

    @Test
    void a_postgresql_url_that_makes_no_sense_is_refused_as_a_setting() {
        var settings = new DatabaseSettings("jdbc:postgresql://host:notaport/x", "", "");
        assertThatThrownBy(() -> Database.open(settings)).isInstanceOf(Problem.BadInput.class);
    }

    @Test
    void settings_do_not_show_their_secrets() {
        var settings =
                new DatabaseSettings(
                        "jdbc:postgresql://salt:urlsecret@db/saltern?password=other",
                        "salt",
                        "topsecret");
        assertThat(settings.toString())
                .contains("jdbc:postgresql://db/saltern")
                .doesNotContain("urlsecret", "other", "topsecret");
    }

    private void migrateTo(String version) {
        migratedTo(version, temp);
    }

    /** A database whose tables are as that version had them. */
    static DatabaseSettings migratedTo(String version, Path folder) {
        DatabaseSettings settings = DatabaseSettings.inFolder(folder);
        Flyway.configure()
                .dataSource(Connections.source(settings))
                .locations("classpath:db/migrations")
                .placeholders(Dialect.H2.placeholders())
                .target(version)
                .load()
                .migrate();
        return settings;
    }

    private DatabaseSettings inFolder() {
        return DatabaseSettings.inFolder(temp);
    }

    private static List<String> things(Database db) {
        return db.jdbi()
                .withHandle(
                        h -> h.createQuery("SELECT name FROM thing").mapTo(String.class).list());
    }

    private static Process holding(DatabaseSettings settings, String what) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        DatabaseHolder.class.getName(),
                        settings.url(),
                        what)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static List<String> modes(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(OpeningTest::mode).toList();
        }
    }

    private static String mode(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
