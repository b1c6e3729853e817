package org.saltern.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.saltern.modules.TestMinion.json;
import static org.saltern.modules.TestMinion.keywords;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFunctionsTest {
    @TempDir private Path folder;
    private TestMinion minion;
    private Path file;

    @BeforeEach
    void start() throws Exception {
        minion = new TestMinion(folder);
        file = folder.resolve("a.conf");
        Files.writeString(file, "one\ntwo\nthree\n");
    }

    private String text() throws Exception {
        return Files.readString(file);
    }

    @Test
    void lines_are_written_added_and_put_in_front() throws Exception {
        assertThat(minion.answer("file.write", file.toString(), "b", "c").asText())
                .isEqualTo("Wrote 2 lines to \"" + file + "\"");
        minion.call("file.append", file.toString(), "d");
        minion.call("file.prepend", file.toString(), "a");
        assertThat(text()).isEqualTo("a\nb\nc\nd\n");
        assertThat(minion.answer("file.read", file.toString()).asText()).isEqualTo("a\nb\nc\nd\n");
    }

    @Test
    void a_line_is_added_after_a_file_that_does_not_end_its_last() throws Exception {
        Files.writeString(file, "open");
        minion.call("file.append", file.toString(), "next");
        assertThat(text()).isEqualTo("open\nnext\n");
    }

    @Test
    void a_file_that_is_not_text_is_read_as_bytes_on_request_only() throws Exception {
        Files.write(file, new byte[] {(byte) 0xff, 0});
        assertThat(minion.call("file.read", file.toString()).retcode()).isEqualTo(1);
        assertThat(
                        minion.answer(
                                        "file.read",
                                        Values.text(file.toString()),
                                        keywords("{\"binary\": true}"))
                                .binaryValue())
                .containsExactly(0xff, 0);
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        assertThat(minion.answer("file.read", folder + "/no").asText())
                .isEqualTo("ERROR: [Errno 2] No such file or directory: '" + folder + "/no'");
    }

    @Test
    void replacing_answers_the_difference_and_keeps_the_old_file() throws Exception {
        assertThat(minion.answer("file.replace", file.toString(), "^(t)wo$", "\\1WO").asText())
                .isEqualTo("--- \n+++ \n@@ -1,3 +1,3 @@\n one\n-two\n+tWO\n three\n");
        assertThat(text()).isEqualTo("one\ntWO\nthree\n");
        assertThat(Files.readString(folder.resolve("a.conf.bak"))).isEqualTo("one\ntwo\nthree\n");
    }

    @Test
    void replacing_can_add_what_was_not_found_and_does_so_once() throws Exception {
        for (int i = 0; i < 2; i++) {
            minion.call(
                    "file.replace",
                    Values.text(file.toString()),
                    Values.text("^port .*"),
                    Values.text("port 1"),
                    keywords("{\"append_if_not_found\": true, \"backup\": false}"));
        }
        assertThat(text()).isEqualTo("one\ntwo\nthree\nport 1\n");
    }

    @Test
    void a_dry_run_changes_nothing() throws Exception {
        assertThat(
                        minion.answer(
                                        "file.replace",
                                        Values.text(file.toString()),
                                        Values.text("one"),
                                        Values.text("uno"),
                                        keywords("{\"dry_run\": true, \"show_changes\": false}"))
                                .asBoolean())
                .isTrue();
        assertThat(text()).startsWith("one");
        assertThat(folder.resolve("a.conf.bak")).doesNotExist();
    }

    @Test
    void bytes_that_are_not_utf8_survive_a_replacement() throws Exception {
        Files.write(file, new byte[] {'a', (byte) 0xe9, 'b'});
        minion.call("file.replace", file.toString(), "b", "c");
        assertThat(Files.readAllBytes(file)).containsExactly('a', 0xe9, 'c');
    }

    @Test
    void a_file_is_searched() {
        assertThat(minion.answer("file.contains", file.toString(), "hre").asBoolean()).isTrue();
        assertThat(minion.answer("file.contains_regex", file.toString(), "^t.o$").asBoolean())
                .isTrue();
        assertThat(minion.answer("file.contains_glob", file.toString(), "t?o").asBoolean())
                .isTrue();
        assertThat(minion.answer("file.search", file.toString(), "^three$").asBoolean()).isTrue();
        assertThat(minion.answer("file.search", file.toString(), "^four").asBoolean()).isFalse();
        assertThat(minion.answer("file.grep", file.toString(), "t", "-c").path("stdout").asText())
                .isEqualTo("2");
        assertThat(minion.call("file.grep", file.toString(), "zzz").retcode()).isEqualTo(1);
    }

    @Test
    void modes_and_owners_are_set_and_answered() throws Exception {
        assertThat(
                        minion.answer("file.set_mode", Values.text(file.toString()), json("600"))
                                .asText())
                .isEqualTo("0600");
        assertThat(minion.answer("file.get_mode", file.toString()).asText()).isEqualTo("0600");
        assertThat(minion.answer("file.get_user", file.toString()).asText())
                .isEqualTo(Files.getOwner(file).getName());
        assertThat(
                        minion.answer(
                                        "file.chown",
                                        file.toString(),
                                        "no-such-user",
                                        "no-such-group")
                                .asText())
                .isEqualTo("User does not exist\nGroup does not exist\n");
    }

    @Test
    void directories_are_made_and_removed() {
        String deep = folder + "/x/y/z";
        assertThat(minion.answer("file.mkdir", deep).asBoolean()).isTrue();
        assertThat(minion.answer("file.directory_exists", deep).asBoolean()).isTrue();
        assertThat(minion.answer("file.rmdir", folder + "/x").asBoolean()).isFalse();
        assertThat(minion.answer("file.remove", folder + "/x").asBoolean()).isTrue();
        assertThat(minion.answer("file.remove", folder + "/x").asBoolean()).isFalse();
    }

    @Test
    void removing_a_link_leaves_what_it_leads_to() throws Exception {
        Path link = folder.resolve("link");
        Files.createSymbolicLink(link, folder);
        minion.call("file.remove", link.toString());
        assertThat(link).doesNotExist();
        assertThat(file).exists();
    }

    @Test
    void the_root_directory_and_relative_paths_are_never_removed() {
        assertThat(minion.answer("file.remove", "/tmp/..").asText())
                .contains("root directory is not removed");
        assertThat(minion.answer("file.remove", "a.conf").asText())
                .contains("File path must be absolute");
    }

    @Test
    void files_are_copied_moved_and_linked() {
        assertThat(minion.answer("file.copy", file.toString(), folder + "/b").asBoolean()).isTrue();
        assertThat(
                        minion.answer("file.move", folder + "/b", folder + "/c")
                                .path("result")
                                .asBoolean())
                .isTrue();
        assertThat(minion.answer("file.symlink", folder + "/c", folder + "/l").asBoolean())
                .isTrue();
        assertThat(minion.answer("file.symlink", file.toString(), folder + "/l").asText())
                .contains("Found existing symlink");
        assertThat(minion.answer("file.readlink", folder + "/l").asText()).isEqualTo(folder + "/c");
        assertThat(minion.answer("file.is_link", folder + "/l").asBoolean()).isTrue();
    }

    @Test
    void a_directory_is_not_copied_into_itself() {
        assertThat(
                        minion.answer(
                                        "file.copy",
                                        Values.text(folder.toString()),
                                        Values.text(folder + "/in"),
                                        keywords("{\"recurse\": true}"))
                                .asText())
                .contains("cannot be copied into itself");
    }

    @Test
    void touching_sets_times() throws Exception {
        minion.call(
                "file.touch",
                Values.text(file.toString()),
                keywords("{\"mtime\": 1000000000, \"atime\": 1000000000}"));
        assertThat(Files.getLastModifiedTime(file))
                .isEqualTo(FileTime.from(Instant.ofEpochSecond(1_000_000_000)));
    }

    @Test
    void entries_are_found_by_name_kind_size_and_content() throws Exception {
        Files.createDirectories(folder.resolve("d"));
        Files.writeString(folder.resolve("d/big.log"), "x".repeat(3000));
        assertThat(
                        minion.answer(
                                "file.find",
                                Values.text(folder.toString()),
                                keywords("{\"name\": \"*.log\", \"print\": \"name,size\"}")))
                .isEqualTo(json("[[\"big.log\", 3000]]"));
        assertThat(
                        minion.answer(
                                "file.find",
                                Values.text(folder.toString()),
                                keywords("{\"type\": \"f\", \"size\": \"+2k\"}")))
                .hasSize(1);
        assertThat(
                        minion.answer(
                                "file.find",
                                Values.text(folder.toString()),
                                keywords("{\"grep\": \"^three$\"}")))
                .hasSize(1);
        assertThat(
                        minion.answer(
                                        "file.find",
                                        Values.text(folder.toString()),
                                        keywords("{\"delete\": \"f\"}"))
                                .asText())
                .isEqualTo("error: invalid option \"delete\"");
        assertThat(file).exists();
    }

    @Test
    void hashes_are_answered_and_compared() throws Exception {
        Files.write(file, "abc".getBytes(StandardCharsets.UTF_8));
        assertThat(minion.answer("file.get_hash", file.toString(), "md5").asText())
                .isEqualTo("900150983cd24fb0d6963f7d28e17f72");
        assertThat(
                        minion.answer(
                                        "file.check_hash",
                                        file.toString(),
                                        "md5:900150983cd24fb0d6963f7d28e17f72")
                                .asBoolean())
                .isTrue();
        assertThat(minion.answer("file.check_hash", file.toString(), "abc").asText())
                .contains("could not be matched");
        assertThat(minion.answer("file.get_sum", folder + "/no").asText())
                .isEqualTo("File not found");
    }

    @Test
    void facts_of_a_file_are_answered() {
        assertThat(minion.answer("file.stats", file.toString()).path("size").asInt()).isEqualTo(14);
        assertThat(minion.answer("file.stats", file.toString()).path("type").asText())
                .isEqualTo("file");
        assertThat(minion.answer("file.stats", folder + "/no").asText())
                .isEqualTo("ERROR: Path not found: " + folder + "/no");
        assertThat(minion.answer("file.lstat", folder + "/no")).isEmpty();
        assertThat(minion.answer("file.path_exists_glob", folder + "/*.conf").asBoolean()).isTrue();
        assertThat(minion.answer("file.path_exists_glob", folder + "/*.nope").asBoolean())
                .isFalse();
    }

    @Test
    void paths_are_taken_apart_and_joined() {
        assertThat(minion.answer("file.join", "/a", "b", "c").asText()).isEqualTo("/a/b/c");
        assertThat(minion.answer("file.join", "a", "/b").asText()).isEqualTo("/b");
        assertThat(minion.answer("file.basename", "/a/b.txt").asText()).isEqualTo("b.txt");
        assertThat(minion.answer("file.dirname", "/a/b.txt").asText()).isEqualTo("/a");
    }

    @Test
    void a_path_with_a_nul_is_refused_and_a_link_to_itself_is_nothing() throws Exception {
        assertThat(minion.answer("file.read", "/tmp/a\u0000b").asText())
                .isEqualTo("ERROR executing 'file.read': Not a path: /tmp/a\\u0000b");
        Path loop = folder.resolve("loop");
        Files.createSymbolicLink(loop, loop);
        assertThat(minion.answer("file.file_exists", loop.toString()).asBoolean()).isFalse();
    }

    @Test
    void a_search_ends_when_its_job_is_killed() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(
                        () ->
                                minion.modules()
                                        .call(
                                                minion.context(),
                                                "file.find",
                                                List.of(Values.text("/"))))
                .isInstanceOf(InterruptedException.class);
    }
}
