package org.saltern.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saltern.base.Problem;

/** What is served, and how. What must not be served is in {@link ConfinementTest}. */
class FileServerTest {
    @TempDir Path first;
    @TempDir Path second;

    private final TestClock clock = new TestClock();
    private FileServer server;

    @BeforeEach
    void two_roots_of_base_and_one_of_dev() {
        var roots = new LinkedHashMap<String, List<Path>>();
        roots.put("base", List.of(first, second));
        roots.put("dev", List.of(second));
        server = new FileServer(FileSettings.of(roots), clock);
    }

    @Test
    void a_file_is_found_with_its_place_and_stat() throws Exception {
        Path file = write(first, "web/init.sls", "nginx:");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_700_000_000)));
        FileServer.Found found = server.find("base", "web/init.sls").orElseThrow();
        assertThat(found.relative()).isEqualTo("web/init.sls");
        assertThat(found.absolute()).isEqualTo(first + "/web/init.sls");
        assertThat(found.stat().mode()).isEqualTo(0100640);
        assertThat(found.stat().size()).isEqualTo(6);
        assertThat(found.stat().mtime()).isEqualTo(1_700_000_000);
        assertThat(found.stat().nlink()).isEqualTo(1);
        assertThat(found.stat().ino()).isEqualTo(Files.getAttribute(file, "unix:ino"));
    }

    @Test
    void superfluous_slashes_and_dots_do_not_matter() throws Exception {
        write(first, "web/init.sls", "x");
        assertThat(server.find("base", "./web//init.sls").orElseThrow().relative())
                .isEqualTo("web/init.sls");
    }

    @Test
    void the_first_root_that_has_a_file_wins() throws Exception {
        write(first, "a", "first");
        write(second, "a", "second");
        write(second, "b", "only here");
        assertThat(text("base", "a")).isEqualTo("first");
        assertThat(text("base", "b")).isEqualTo("only here");
        assertThat(text("dev", "a")).isEqualTo("second");
    }

    @Test
    void an_environment_does_not_see_the_files_of_another() throws Exception {
        write(first, "a", "first");
        assertThat(server.find("dev", "a")).isEmpty();
        assertThat(server.environments()).containsExactly("base", "dev");
    }

    @Test
    void the_hash_is_sha256_in_lower_case_hex() throws Exception {
        write(first, "a", "abc");
        assertThat(server.hash("base", "a"))
                .contains("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(server.hashType()).isEqualTo("sha256");
    }

    @Test
    void another_hash_may_be_set_but_not_an_unknown_one() throws Exception {
        write(first, "a", "abc");
        assertThat(served("md5").hash("base", "a")).contains("900150983cd24fb0d6963f7d28e17f72");
        assertThat(served("sha1").hash("base", "a"))
                .contains("a9993e364706816aba3e25717850c26c9cd0d89d");
        assertThat(served("sha512").hash("base", "a").orElseThrow())
                .startsWith("ddaf35a193617aba")
                .hasSize(128);
        assertThatThrownBy(() -> served("crc32")).isInstanceOf(Problem.BadInput.class);
    }

    @Test
    void a_remembered_hash_is_forgotten_when_the_file_changes() throws Exception {
        Path file = write(first, "a", "abc");
        Files.setLastModifiedTime(file, FileTime.from(clock.instant().minus(Duration.ofHours(1))));
        String before = server.hash("base", "a").orElseThrow();
        write(first, "a", "abd");
        Files.setLastModifiedTime(
                file, FileTime.from(clock.instant().minus(Duration.ofMinutes(30))));
        assertThat(server.hash("base", "a")).isPresent().get().isNotEqualTo(before);
    }

    @Test
    void a_second_change_within_the_same_time_stamp_is_seen() throws Exception {
        Path file = write(first, "a", "abc");
        FileTime stamp = FileTime.from(clock.instant());
        Files.setLastModifiedTime(file, stamp);
        String before = server.hash("base", "a").orElseThrow();
        write(first, "a", "abd");
        Files.setLastModifiedTime(file, stamp);
        assertThat(server.hash("base", "a")).isPresent().get().isNotEqualTo(before);
    }

    @Test
    void a_large_file_comes_in_chunks_of_a_mebibyte_that_make_it_up() throws Exception {
        byte[] content = new byte[2 * FileSettings.MEBIBYTE + 5];
        new java.util.Random(7).nextBytes(content);
        Files.write(first.resolve("big"), content);
        byte[] got = new byte[0];
        for (byte[] data = chunk(got.length); data.length > 0; data = chunk(got.length)) {
            assertThat(data.length).isLessThanOrEqualTo(FileSettings.MEBIBYTE);
            int old = got.length;
            got = Arrays.copyOf(got, old + data.length);
            System.arraycopy(data, 0, got, old, data.length);
        }
        assertThat(got).isEqualTo(content);
    }

    @Test
    void past_the_end_there_is_nothing_and_before_the_start_no_file() throws Exception {
        write(first, "a", "abc");
        assertThat(server.chunk("base", "a", 3).orElseThrow().data()).isEmpty();
        assertThat(server.chunk("base", "a", Long.MAX_VALUE).orElseThrow().data()).isEmpty();
        assertThat(server.chunk("base", "a", -1)).isEmpty();
    }

    @Test
    void an_empty_file_is_a_file() throws Exception {
        write(first, "empty", "");
        assertThat(server.chunk("base", "empty", 0).orElseThrow().relative()).isEqualTo("empty");
    }

    @Test
    void a_folder_is_no_file() throws Exception {
        write(first, "web/init.sls", "x");
        assertThat(server.find("base", "web")).isEmpty();
        assertThat(server.find("base", "web/init.sls/")).isEmpty();
    }

    @Test
    void listings_unite_the_roots_sorted() throws Exception {
        write(first, "top.sls", "x");
        write(first, "web/init.sls", "x");
        write(second, "db/init.sls", "x");
        write(second, "top.sls", "y");
        Files.createDirectories(second.resolve("files/empty"));
        assertThat(server.files("base", ""))
                .containsExactly("db/init.sls", "top.sls", "web/init.sls");
        assertThat(server.directories("base", ""))
                .containsExactly("db", "files", "files/empty", "web");
        assertThat(server.emptyDirectories("base", "")).containsExactly("files/empty");
    }

    @Test
    void a_prefix_is_one_of_the_text_and_its_outer_slashes_do_not_count() throws Exception {
        write(first, "_modules/a.py", "x");
        write(first, "web.sls", "x");
        write(first, "web/init.sls", "x");
        assertThat(server.files("base", "_modules")).containsExactly("_modules/a.py");
        assertThat(server.files("base", "/web/")).containsExactly("web.sls", "web/init.sls");
        assertThat(server.files("base", "none")).isEmpty();
    }

    @Test
    void links_inside_the_root_are_followed_and_listed() throws Exception {
        write(first, "web/init.sls", "x");
        Files.createSymbolicLink(first.resolve("www"), Path.of("web"));
        Files.createSymbolicLink(first.resolve("web/main.sls"), Path.of("init.sls"));
        assertThat(server.symlinks("base", ""))
                .containsExactly(
                        Map.entry("web/main.sls", "init.sls"),
                        Map.entry("www", "web"),
                        Map.entry("www/main.sls", "init.sls"));
        assertThat(server.files("base", ""))
                .containsExactly("web/init.sls", "web/main.sls", "www/init.sls", "www/main.sls");
        assertThat(text("base", "www/main.sls")).isEqualTo("x");
    }

    @Test
    void a_link_to_its_own_folder_does_not_trap_the_walk() throws Exception {
        write(first, "web/init.sls", "x");
        Files.createSymbolicLink(first.resolve("web/self"), Path.of("."));
        Files.createSymbolicLink(first.resolve("web/round"), Path.of("../web"));
        assertThat(server.files("base", "")).containsExactly("web/init.sls");
    }

    @Test
    void a_listing_shows_new_files_after_two_seconds_or_at_once_when_told() throws Exception {
        write(first, "a", "x");
        assertThat(server.files("base", "")).containsExactly("a");
        write(first, "b", "x");
        clock.advance(Duration.ofSeconds(2));
        assertThat(server.files("base", "")).containsExactly("a", "b");
        write(first, "c", "x");
        server.changed();
        assertThat(server.files("base", "")).containsExactly("a", "b", "c");
    }

    @Test
    void a_root_that_does_not_exist_has_no_files() {
        var server =
                new FileServer(
                        FileSettings.of(Map.of("base", List.of(first.resolve("missing")))), clock);
        assertThat(server.files("base", "")).isEmpty();
        assertThat(server.find("base", "a")).isEmpty();
    }

    @Test
    void a_root_may_itself_be_a_link() throws Exception {
        write(first, "a", "x");
        Path link = Files.createSymbolicLink(second.resolve("link"), first);
        var server = new FileServer(FileSettings.of(Map.of("base", List.of(link))), clock);
        assertThat(server.find("base", "a").orElseThrow().absolute()).isEqualTo(link + "/a");
        assertThat(server.files("base", "")).containsExactly("a");
    }

    @Test
    void names_in_any_script_are_served() throws Exception {
        write(first, "网站/配置 文件.sls", "x");
        assertThat(server.files("base", "")).containsExactly("网站/配置 文件.sls");
        assertThat(text("base", "网站/配置 文件.sls")).isEqualTo("x");
    }

    private FileServer served(String hashType) {
        return new FileServer(
                new FileSettings(
                        Map.of("base", List.of(first)), List.of(), List.of(), hashType, 1024),
                clock);
    }

    private byte[] chunk(long offset) {
        return server.chunk("base", "big", offset).orElseThrow().data();
    }

    private String text(String saltenv, String path) {
        return new String(
                server.chunk(saltenv, path, 0).orElseThrow().data(), StandardCharsets.UTF_8);
    }

    private static Path write(Path root, String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
