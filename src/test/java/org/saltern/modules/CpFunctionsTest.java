package org.saltern.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.saltern.modules.TestMinion.json;
import static org.saltern.modules.TestMinion.keywords;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpFunctionsTest {
    @TempDir private Path folder;
    private Path served;
    private FolderFiles files;
    private TestMinion minion;

    @BeforeEach
    void start() throws Exception {
        served = Files.createDirectories(folder.resolve("srv"));
        Files.createDirectories(served.resolve("app"));
        Files.writeString(served.resolve("app/init.sls"), "x: y\n");
        Files.writeString(served.resolve("motd"), "hello\n");
        files = new FolderFiles(served);
        minion = new TestMinion(folder).with(files);
    }

    private String cached(String path) {
        return folder + "/cache/files/base/" + path;
    }

    @Test
    void a_file_of_the_master_comes_into_the_cache_and_is_fetched_once_only() {
        assertThat(minion.answer("cp.cache_file", "salt://motd").asText())
                .isEqualTo(cached("motd"));
        assertThat(minion.answer("cp.cache_file", "salt://motd?saltenv=base").asText())
                .isEqualTo(cached("motd"));
        assertThat(files.fetched()).isEqualTo(1);
        assertThat(minion.answer("cp.is_cached", "salt://motd").asText()).isEqualTo(cached("motd"));
    }

    @Test
    void a_changed_file_is_fetched_again() throws Exception {
        minion.call("cp.cache_file", "salt://motd");
        Files.writeString(served.resolve("motd"), "changed\n");
        minion.call("cp.cache_file", "salt://motd");
        assertThat(Path.of(cached("motd"))).hasContent("changed\n");
    }

    @Test
    void a_file_that_the_master_does_not_have_is_false() {
        assertThat(minion.answer("cp.cache_file", "salt://no")).isEqualTo(json("false"));
        assertThat(minion.answer("cp.get_file", "salt://no", folder + "/x").asText()).isEmpty();
        assertThat(minion.answer("cp.get_file_str", "salt://no")).isEqualTo(json("false"));
    }

    @Test
    void a_file_that_arrives_damaged_is_not_kept() {
        files.damage();
        assertThat(minion.answer("cp.cache_file", "salt://motd").asText())
                .contains("arrived damaged");
        assertThat(Path.of(cached("motd"))).doesNotExist();
    }

    @Test
    void a_path_never_leaves_the_cache() {
        assertThat(minion.answer("cp.cache_file", "salt://../../etc/passwd").asText())
                .isEqualTo(
                        "ERROR executing 'cp.cache_file': Not a path inside the file server: ../../etc/passwd");
        assertThat(minion.answer("cp.cache_file", "salt://a", "../../x").asText())
                .contains("Not a path inside");
    }

    @Test
    void a_file_is_copied_where_it_is_wanted() {
        String to = folder + "/new/motd";
        assertThat(minion.answer("cp.get_file", "salt://motd", to)).isEqualTo(json("false"));
        assertThat(
                        minion.answer(
                                        "cp.get_file",
                                        "salt://motd",
                                        to,
                                        keywords("{\"makedirs\": true}"))
                                .asText())
                .isEqualTo(to);
        assertThat(Path.of(to)).hasContent("hello\n");
        assertThat(minion.answer("cp.get_file", "salt://motd", folder + "/new").asText())
                .isEqualTo(to);
        assertThat(minion.answer("cp.get_file_str", "salt://motd").asText()).isEqualTo("hello\n");
    }

    @Test
    void a_directory_is_copied_with_all_in_it() {
        assertThat(minion.answer("cp.get_dir", "salt://app", folder + "/out"))
                .isEqualTo(json("[\"" + folder + "/out/app/init.sls\"]"));
        assertThat(folder.resolve("out/app/init.sls")).hasContent("x: y\n");
    }

    @Test
    void what_the_master_serves_is_listed() {
        assertThat(minion.answer("cp.list_master")).isEqualTo(json("[\"app/init.sls\", \"motd\"]"));
        assertThat(minion.answer("cp.list_states")).isEqualTo(json("[\"app\"]"));
        assertThat(minion.answer("cp.envs")).isEqualTo(json("[\"base\"]"));
        assertThat(minion.answer("cp.stat_file", "salt://motd").asText()).isEqualTo("0640");
        minion.call("cp.cache_master");
        assertThat(minion.answer("cp.list_minion")).hasSize(2);
    }

    @Test
    void hashes_of_both_sides_are_answered() {
        String sum = minion.answer("cp.hash_file", "salt://motd").path("hsum").asText();
        assertThat(minion.answer("cp.hash_file", served + "/motd").path("hsum").asText())
                .isEqualTo(sum)
                .hasSize(64);
    }

    @Test
    void a_file_of_a_web_server_is_fetched_and_its_hash_is_checked() throws Exception {
        HttpServer web =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext(
                "/f",
                exchange -> {
                    byte[] body = "from the web".getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        web.start();
        try {
            String url = "http://127.0.0.1:" + web.getAddress().getPort() + "/f";
            assertThat(minion.answer("cp.get_url", url, json("null")).asText())
                    .isEqualTo("from the web");
            assertThat(
                            minion.answer(
                                            "cp.get_url",
                                            url,
                                            keywords("{\"source_hash\": \"md5=00\"}"))
                                    .asText())
                    .contains("is not md5=00");
            assertThat(minion.answer("cp.get_url", url.replace("/f", "/no")).asText())
                    .contains("HTTP 404");
        } finally {
            web.stop(0);
        }
    }

    @Test
    void without_a_master_that_is_said() {
        assertThat(new TestMinion(folder).answer("cp.list_master").asText())
                .isEqualTo("ERROR: No master is connected");
    }
}
