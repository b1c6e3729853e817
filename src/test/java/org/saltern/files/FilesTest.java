package org.saltern.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saltern.access.Actor;
import org.saltern.access.Audit;
import org.saltern.access.AuditEntry;
import org.saltern.access.Role;
import org.saltern.base.Problem;
import org.saltern.events.Event;
import org.saltern.events.Events;
import org.saltern.events.Tags;
import org.saltern.files.Files.Document;
import org.saltern.store.Database;
import org.saltern.store.TestDatabases;

/** Editing the state tree. ADA may, EVE may only look. */
class FilesTest {
    private static final Actor ADA = new Actor("ada", Role.ADMINISTRATOR);
    private static final Actor EVE = new Actor("eve", Role.VIEWER);

    @TempDir Path temp;
    private final TestClock clock = new TestClock();
    @AutoClose private final Events events = new Events();
    @AutoClose private final Database db = TestDatabases.H2.open();
    private final Audit audit = new Audit(db, clock);
    private Path root;
    private FileServer server;
    private Files files;

    @BeforeEach
    void an_empty_root() throws Exception {
        root = java.nio.file.Files.createDirectory(temp.resolve("srv"));
        server = new FileServer(FileSettings.of(Map.of("base", List.of(root))), clock);
        files = new Files(server, db, audit, events, clock);
    }

    @Test
    void a_new_file_is_saved_with_its_folders_and_read_again() {
        Document saved =
                files.save(ADA, "base", "web/nginx/init.sls", "nginx:\n  pkg.installed\n", "");
        Document read = files.read(EVE, "base", "web/nginx/init.sls");
        assertThat(read).isEqualTo(saved);
        assertThat(read.text()).isEqualTo("nginx:\n  pkg.installed\n");
        assertThat(read.version())
                .isEqualTo(server.hash("base", "web/nginx/init.sls").orElseThrow());
        assertThat(server.files("base", "")).containsExactly("web/nginx/init.sls");
    }

    @Test
    void text_of_any_script_comes_back_as_it_was() {
        String text = "盐: 😀\r\n\ttab\u0000 end";
        files.save(ADA, "base", "配置.sls", text, "");
        assertThat(files.read(ADA, "base", "配置.sls").text()).isEqualTo(text);
    }

    @Test
    void s_42_of_two_editors_the_second_is_told_and_nothing_is_lost() {
        Document opened = files.save(ADA, "base", "top.sls", "one", "");
        files.save(ADA, "base", "top.sls", "two", opened.version());
        assertThatThrownBy(() -> files.save(ADA, "base", "top.sls", "three", opened.version()))
                .isInstanceOf(Problem.Conflict.class);
        assertThat(files.read(ADA, "base", "top.sls").text()).isEqualTo("two");
    }

    @Test
    void s_42_of_many_who_save_at_once_one_succeeds() throws Exception {
        String version = files.save(ADA, "base", "top.sls", "start", "").version();
        var go = new CountDownLatch(1);
        List<Future<Boolean>> saves = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                String text = "editor " + i;
                saves.add(threads.submit(() -> saves(go, text, version)));
            }
            go.countDown();
        }
        assertThat(saves.stream().filter(Future::resultNow)).hasSize(1);
    }

    @Test
    void s_42_a_change_made_outside_is_not_overwritten() throws Exception {
        Document opened = files.save(ADA, "base", "top.sls", "one", "");
        java.nio.file.Files.writeString(root.resolve("top.sls"), "two");
        assertThatThrownBy(() -> files.save(ADA, "base", "top.sls", "three", opened.version()))
                .isInstanceOf(Problem.Conflict.class);
        assertThatThrownBy(() -> files.delete(ADA, "base", "top.sls", opened.version()))
                .isInstanceOf(Problem.Conflict.class);
        assertThat(root.resolve("top.sls")).hasContent("two");
    }

    @Test
    void s_42_a_new_file_does_not_replace_one_that_is_there() {
        files.save(ADA, "base", "web/init.sls", "one", "");
        assertThatThrownBy(() -> files.save(ADA, "base", "web/init.sls", "two", ""))
                .isInstanceOf(Problem.Conflict.class);
        assertThatThrownBy(() -> files.save(ADA, "base", "web", "two", ""))
                .isInstanceOf(Problem.Conflict.class);
        assertThatThrownBy(() -> files.save(ADA, "base", "web/init.sls/x", "two", ""))
                .isInstanceOf(Problem.Conflict.class);
    }

    @Test
    void s_42_ten_mebibytes_can_be_saved_and_no_more() {
        files.save(ADA, "base", "big", "x".repeat(Files.LARGEST), "");
        assertThat(files.read(ADA, "base", "big").text()).hasSize(Files.LARGEST);
        assertThatThrownBy(
                        () ->
                                files.save(
                                        ADA,
                                        "base",
                                        "bigger",
                                        "语".repeat(Files.LARGEST / 3 + 1),
                                        ""))
                .isInstanceOf(Problem.BadInput.class);
    }

    @Test
    void cve_2021_25282_a_new_file_cannot_leave_the_root() throws Exception {
        java.nio.file.Files.createSymbolicLink(root.resolve("out"), temp);
        java.nio.file.Files.createSymbolicLink(root.resolve("dangling"), temp.resolve("created"));
        for (String path :
                List.of(
                        "../x",
                        "/x",
                        temp + "/x",
                        "a/../../x",
                        "out/x",
                        "out/sub/x",
                        "a\\x",
                        "a\0x",
                        "a//x",
                        "a/./x",
                        "a/",
                        "",
                        " x",
                        "x ",
                        "x.",
                        "a\nb",
                        "\u202ex",
                        ".git/config",
                        "sub/.git/hooks/post-commit",
                        "a/".repeat(40) + "x",
                        "x".repeat(300),
                        "-",
                        "|x",
                        "a*b",
                        "$(x)",
                        "<b>")) {
            assertThatThrownBy(() -> files.save(ADA, "base", path, "evil", ""))
                    .as(path)
                    .isInstanceOf(Problem.BadInput.class);
        }
        assertThatThrownBy(() -> files.save(ADA, "base", "dangling", "evil", ""))
                .isInstanceOf(Problem.Conflict.class);
        assertThat(temp).isDirectoryNotContaining(p -> !p.equals(root));
        assertThat(root).isDirectoryNotContaining(java.nio.file.Files::isRegularFile);
    }

    @Test
    void a_file_outside_the_root_is_neither_read_nor_changed_nor_deleted() throws Exception {
        Path secret = java.nio.file.Files.writeString(temp.resolve("secret"), "SECRET");
        java.nio.file.Files.createSymbolicLink(root.resolve("link"), secret);
        String version = Hashes.sha256("SECRET".getBytes(StandardCharsets.UTF_8));
        for (String path : List.of("../secret", secret.toString(), "link")) {
            assertThatThrownBy(() -> files.read(ADA, "base", path))
                    .isInstanceOf(Problem.NotFound.class);
            assertThatThrownBy(() -> files.save(ADA, "base", path, "x", version))
                    .isInstanceOf(Problem.NotFound.class);
            assertThatThrownBy(() -> files.delete(ADA, "base", path, version))
                    .isInstanceOf(Problem.NotFound.class);
        }
        assertThat(secret).hasContent("SECRET");
    }

    @Test
    void a_save_keeps_the_mode_of_the_file() throws Exception {
        Document made = files.save(ADA, "base", "run.sh", "#!/bin/sh\n", "");
        java.nio.file.Files.setPosixFilePermissions(
                root.resolve("run.sh"), PosixFilePermissions.fromString("rwxr-x---"));
        files.save(ADA, "base", "run.sh", "#!/bin/sh\ntrue\n", made.version());
        assertThat(mode("run.sh")).isEqualTo("rwxr-x---");
    }

    @Test
    void a_new_file_takes_the_mode_of_its_folder_without_execution() throws Exception {
        java.nio.file.Files.setPosixFilePermissions(
                root, PosixFilePermissions.fromString("rwxr-x---"));
        files.save(ADA, "base", "web/init.sls", "x", "");
        assertThat(mode("web")).isEqualTo("rwxr-x---");
        assertThat(mode("web/init.sls")).isEqualTo("rw-r-----");
    }

    @Test
    void saving_through_a_link_inside_the_root_changes_the_file_and_keeps_the_link()
            throws Exception {
        Document made = files.save(ADA, "base", "real.sls", "one", "");
        java.nio.file.Files.createSymbolicLink(root.resolve("link.sls"), Path.of("real.sls"));
        files.save(ADA, "base", "link.sls", "two", made.version());
        assertThat(root.resolve("link.sls")).isSymbolicLink();
        assertThat(root.resolve("real.sls")).hasContent("two");
    }

    @Test
    void deleting_a_link_leaves_the_file() throws Exception {
        Document made = files.save(ADA, "base", "real.sls", "one", "");
        java.nio.file.Files.createSymbolicLink(root.resolve("link.sls"), Path.of("real.sls"));
        files.delete(ADA, "base", "link.sls", made.version());
        assertThat(server.files("base", "")).containsExactly("real.sls");
    }

    @Test
    void readers_see_the_old_or_the_new_text_never_a_part_and_nothing_is_left_over()
            throws Exception {
        String one = "1".repeat(100_000);
        String two = "2".repeat(100_000);
        String version = files.save(ADA, "base", "f", one, "").version();
        var stop = new java.util.concurrent.atomic.AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> reads =
                    threads.submit(
                            () -> {
                                int n = 0;
                                while (!stop.get()) {
                                    assertThat(java.nio.file.Files.readString(root.resolve("f")))
                                            .isIn(one, two);
                                    n++;
                                }
                                return n;
                            });
            for (int i = 0; i < 50; i++) {
                version = files.save(ADA, "base", "f", i % 2 == 0 ? two : one, version).version();
            }
            stop.set(true);
            assertThat(reads.get()).isPositive();
        }
        assertThat(root)
                .isDirectoryContaining(p -> p.endsWith("f"))
                .isDirectoryNotContaining(p -> !p.endsWith("f"));
    }

    @Test
    void a_process_killed_while_it_saves_leaves_a_whole_text() throws Exception {
        for (int trial = 0; trial < 3; trial++) {
            Process saver =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    EndlessSaver.class.getName(),
                                    root.resolve("f").toString())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            try (var says = saver.inputReader()) {
                for (int i = 0; i < 20 + trial; i++) {
                    assertThat(says.readLine()).isEqualTo("saved");
                }
            } finally {
                saver.destroyForcibly().waitFor();
            }
            assertThat(java.nio.file.Files.readString(root.resolve("f")))
                    .isIn(EndlessSaver.ONE, EndlessSaver.TWO);
            server.changed();
            assertThat(server.files("base", "")).containsExactly("f");
        }
    }

    @Test
    void a_file_that_is_not_text_is_shown_without_text() throws Exception {
        java.nio.file.Files.write(
                root.resolve("logo.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', (byte) 0xff});
        Document shown = files.read(EVE, "base", "logo.png");
        assertThat(shown.text()).isNull();
        assertThat(shown.size()).isEqualTo(5);
        assertThat(shown.version()).hasSize(64);
    }

    @Test
    void half_a_character_is_refused() {
        assertThatThrownBy(() -> files.save(ADA, "base", "f", "\ud83d", ""))
                .isInstanceOf(Problem.BadInput.class);
        assertThat(server.files("base", "")).isEmpty();
    }

    @Test
    void a_list_names_the_files_without_reading_them() {
        files.save(ADA, "base", "b.sls", "bb", "");
        files.save(ADA, "base", "a.sls", "a", "");
        assertThat(files.list(EVE, "base"))
                .extracting(Document::path)
                .containsExactly("a.sls", "b.sls");
        assertThat(files.list(EVE, "base")).extracting(Document::text).containsOnlyNulls();
        assertThat(files.list(EVE, "base")).extracting(Document::size).containsExactly(1L, 2L);
        assertThat(files.environments(EVE)).containsExactly("base");
    }

    @Test
    void a_viewer_may_look_and_not_touch() {
        String version = files.save(ADA, "base", "a.sls", "a", "").version();
        assertThatThrownBy(() -> files.save(EVE, "base", "b.sls", "b", ""))
                .isInstanceOf(Problem.Forbidden.class);
        assertThatThrownBy(() -> files.save(EVE, "base", "a.sls", "b", version))
                .isInstanceOf(Problem.Forbidden.class);
        assertThatThrownBy(() -> files.delete(EVE, "base", "a.sls", version))
                .isInstanceOf(Problem.Forbidden.class);
        assertThat(files.read(EVE, "base", "a.sls").text()).isEqualTo("a");
    }

    @Test
    void an_unknown_environment_is_named() {
        assertThatThrownBy(() -> files.list(ADA, "dev"))
                .isInstanceOf(Problem.NotFound.class)
                .hasMessageContaining("dev");
        assertThatThrownBy(() -> files.save(ADA, "../dev", "a", "x", ""))
                .isInstanceOf(Problem.NotFound.class);
    }

    @Test
    void every_change_is_audited_and_told() throws Exception {
        var told = new LinkedBlockingQueue<Event>();
        events.subscribe(e -> e.tag().equals(Tags.FILE), 10, told::add, () -> {});
        Document one = files.save(ADA, "base", "a.sls", "a", "");
        Document two = files.save(ADA, "base", "a.sls", "b", one.version());
        files.delete(ADA, "base", "a.sls", two.version());
        assertThat(audit.about(ADA, "a.sls", 10))
                .extracting(AuditEntry::action)
                .containsExactly("file.delete", "file.save", "file.create");
        assertThat(told.take().data())
                .hasToString("{\"saltenv\":\"base\",\"path\":\"a.sls\",\"user\":\"ada\"}");
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void without_its_audit_line_there_is_no_change() {
        String version = files.save(ADA, "base", "a.sls", "a", "").version();
        db.jdbi().useHandle(h -> h.execute("DROP TABLE audit"));
        assertThatThrownBy(() -> files.save(ADA, "base", "a.sls", "b", version))
                .isInstanceOf(RuntimeException.class);
        assertThat(root.resolve("a.sls")).hasContent("a");
    }

    private boolean saves(CountDownLatch go, String text, String version)
            throws InterruptedException {
        go.await();
        try {
            files.save(ADA, "base", "top.sls", text, version);
            return true;
        } catch (Problem.Conflict tooLate) {
            return false;
        }
    }

    private String mode(String path) throws java.io.IOException {
        return PosixFilePermissions.toString(
                java.nio.file.Files.getPosixFilePermissions(root.resolve(path)));
    }
}
