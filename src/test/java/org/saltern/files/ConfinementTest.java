package org.saltern.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** S-22: nothing outside the roots is found, hashed, read or listed, whatever a minion asks for. */
@Timeout(30)
class ConfinementTest {
    @TempDir Path temp;

    private final TestClock clock = new TestClock();
    private Path root;
    private Path secret;
    private FileServer server;

    @BeforeEach
    void a_secret_beside_the_root() throws Exception {
        root = Files.createDirectories(temp.resolve("srv"));
        Files.writeString(root.resolve("top.sls"), "base:");
        Files.createDirectories(root.resolve("web"));
        secret = Files.writeString(temp.resolve("secret"), "SECRET");
        Files.createDirectories(temp.resolve("srv-private"));
        Files.writeString(temp.resolve("srv-private/key"), "SECRET");
        server = new FileServer(FileSettings.of(Map.of("base", List.of(root))), clock);
    }

    @Test
    void cve_2020_11652_parent_folders_are_not_reached() {
        for (String path :
                List.of(
                        "../secret",
                        "web/../../secret",
                        "web/..",
                        "..",
                        "./../secret",
                        "web/./../../secret",
                        "a/../../secret",
                        "../srv-private/key",
                        "../srv/top.sls")) {
            assertNothing("base", path);
        }
    }

    @Test
    void cve_2024_22232_crafted_urls_name_no_file() {
        for (String path :
                List.of(
                        secret.toString(),
                        "/" + secret,
                        "//etc/passwd",
                        "/etc/passwd",
                        "salt://top.sls",
                        "salt:///etc/passwd",
                        "|" + secret,
                        "file://" + secret,
                        "..\\secret",
                        "web\\..\\..\\secret",
                        "%2e%2e/secret",
                        "..%2fsecret",
                        "~/.ssh/id_rsa",
                        "top.sls\0",
                        "top.sls\0.txt",
                        "\0",
                        "",
                        "/",
                        ".",
                        "./",
                        "top.sls/",
                        "?saltenv=base",
                        "C:\\secret")) {
            assertNothing("base", path);
        }
    }

    @Test
    void cve_2025_22240_an_environment_name_never_becomes_a_path() throws Exception {
        Files.writeString(temp.resolve("top.sls"), "SECRET");
        for (String env :
                List.of(
                        "",
                        ".",
                        "..",
                        "../srv",
                        "/",
                        "base/",
                        "base/../base",
                        "BASE",
                        "__env__",
                        "base\0",
                        temp.toString(),
                        "dev")) {
            assertNothing(env, "top.sls");
            assertThat(server.files(env, "")).as(env).isEmpty();
            assertThat(server.directories(env, "")).as(env).isEmpty();
            assertThat(server.emptyDirectories(env, "")).as(env).isEmpty();
            assertThat(server.symlinks(env, "")).as(env).isEmpty();
        }
    }

    @Test
    void cve_2025_22242_a_pipe_does_not_block_a_reader() throws Exception {
        assumeTrue(
                make("mkfifo", root.resolve("pipe").toString()),
                "SKIPPED: no 'mkfifo' on this machine");
        assertNothing("base", "pipe");
        assertThat(server.files("base", "")).containsExactly("top.sls");
    }

    @Test
    void sockets_and_devices_are_not_served() throws Exception {
        try (var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(root.resolve("sock")));
            Files.createSymbolicLink(root.resolve("zero"), Path.of("/dev/zero"));
            assertNothing("base", "sock");
            assertNothing("base", "zero");
            assertThat(server.files("base", "")).containsExactly("top.sls");
        }
    }

    @Test
    void s_22_links_that_leave_the_root_are_neither_served_nor_listed() throws Exception {
        Files.createSymbolicLink(root.resolve("out"), secret);
        Files.createSymbolicLink(root.resolve("rel"), Path.of("../secret"));
        Files.createSymbolicLink(root.resolve("folder"), temp);
        Files.createSymbolicLink(root.resolve("web/up"), Path.of("../.."));
        Files.createSymbolicLink(root.resolve("sibling"), temp.resolve("srv-private"));
        Files.createSymbolicLink(root.resolve("nowhere"), Path.of("missing"));
        Files.createSymbolicLink(root.resolve("loop"), Path.of("loop"));
        for (String path :
                List.of(
                        "out",
                        "rel",
                        "folder/secret",
                        "web/up/secret",
                        "sibling/key",
                        "nowhere",
                        "loop",
                        "loop/x")) {
            assertNothing("base", path);
        }
        assertThat(server.files("base", "")).containsExactly("top.sls");
        assertThat(server.directories("base", "")).containsExactly("web");
        assertThat(server.symlinks("base", "")).isEmpty();
    }

    @Test
    void s_22_a_file_that_becomes_a_link_after_it_was_served_is_no_longer_served()
            throws Exception {
        assertThat(server.hash("base", "top.sls")).isPresent();
        Files.delete(root.resolve("top.sls"));
        Files.createSymbolicLink(root.resolve("top.sls"), secret);
        assertNothing("base", "top.sls");
    }

    @Test
    void version_control_is_hidden_also_behind_a_link() throws Exception {
        Files.createDirectories(root.resolve(".git/refs"));
        Files.writeString(root.resolve(".git/config"), "SECRET");
        Files.createDirectories(root.resolve("web/.svn"));
        Files.writeString(root.resolve("web/.svn/entries"), "SECRET");
        Files.writeString(root.resolve(".gitignore"), "*.pyc");
        Files.createSymbolicLink(root.resolve("config"), Path.of(".git/config"));
        assertNothing("base", ".git/config");
        assertNothing("base", "web/.svn/entries");
        assertNothing("base", "config");
        assertThat(server.files("base", "")).containsExactly(".gitignore", "top.sls");
        assertThat(server.directories("base", "")).containsExactly("web");
    }

    @Test
    void ignored_expressions_and_shell_patterns_hide_files() throws Exception {
        Files.writeString(root.resolve("web/a.pyc"), "x");
        Files.writeString(root.resolve("web/b.swp"), "x");
        var settings =
                new FileSettings(
                        Map.of("base", List.of(root)),
                        List.of("\\.swp$"),
                        List.of("*.pyc"),
                        "sha256",
                        1024);
        var strict = new FileServer(settings, clock);
        assertThat(strict.files("base", "")).containsExactly("top.sls");
        assertThat(strict.find("base", "web/a.pyc")).isEmpty();
        assertThat(strict.find("base", "web/b.swp")).isEmpty();
    }

    @Test
    void what_an_interrupted_save_left_is_not_served() throws Exception {
        Files.writeString(root.resolve(".saltern-0123456789abcdef.tmp"), "half");
        assertNothing("base", ".saltern-0123456789abcdef.tmp");
        assertThat(server.files("base", "")).containsExactly("top.sls");
    }

    private void assertNothing(String saltenv, String path) {
        assertThat(server.find(saltenv, path)).as("find %s %s", saltenv, path).isEmpty();
        assertThat(server.hash(saltenv, path)).as("hash %s %s", saltenv, path).isEmpty();
        assertThat(server.chunk(saltenv, path, 0)).as("chunk %s %s", saltenv, path).isEmpty();
    }

    private static boolean make(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (java.io.IOException absent) {
            return false;
        }
    }
}
