package org.saltern.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saltern.base.Json;

/**
 * The unmodified command line of salt-pepper against the door: the program that {@code SALTERN_PEPPER} names, else one installed
 * with pip into {@code ~/.cache/saltern/pepper}. Skipped, saying so, when it cannot be had.
 */
@Tag("interop")
class PepperTest {
    private static final int MINUTES = 5;

    private static RestHouse house;
    private static Path pepper;

    @TempDir Path home;

    @BeforeAll
    static void open() throws Exception {
        pepper = program();
        house = new RestHouse();
    }

    @AfterAll
    static void close() {
        if (house != null) {
            house.close();
        }
    }

    @Test
    void pepper_pings_every_host() throws Exception {
        JsonNode hosts = Json.parse(pepper("*", "test.ping")).at("/return/0");
        assertThat(hosts.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("db1", "new1", "web1");
        assertThat(hosts.at("/db1/ret").booleanValue()).isTrue();
    }

    @Test
    void pepper_passes_arguments_and_reads_runners_and_wheels() throws Exception {
        assertThat(Json.parse(pepper("db1", "test.echo", "hi")).at("/return/0/db1/ret").textValue())
                .isEqualTo("hi");
        assertThat(Json.parse(pepper("--client=runner", "manage.up")).at("/return/0/data/return"))
                .isEqualTo(Json.parse("[\"db1\",\"new1\",\"web1\"]"));
        assertThat(
                        Json.parse(pepper("--client=wheel", "key.list_all"))
                                .at("/return/0/data/return/minions"))
                .hasSize(3);
    }

    @Test
    void pepper_follows_a_job_by_its_id() throws Exception {
        String printed = pepper("--fail-if-incomplete", "*", "test.ping");
        assertThat(printed).contains("\"db1\": true", "\"new1\": true", "\"web1\": true");
    }

    @Test
    void pepper_uses_tokens_of_run() throws Exception {
        assertThat(Json.parse(pepper("-r", "-L", "db1,web1", "test.ping")).at("/return/0"))
                .hasSize(2);
    }

    private String pepper(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(pepper.toString()));
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .putAll(
                        Map.of(
                                "HOME",
                                home.toString(),
                                "SALTAPI_URL",
                                house.url.toString(),
                                "SALTAPI_USER",
                                "ada",
                                "SALTAPI_PASS",
                                RestHouse.PASSWORD,
                                "SALTAPI_EAUTH",
                                "pam"));
        Process process = builder.start();
        String printed =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
    }

    private static Path program() throws IOException, InterruptedException {
        String given = System.getProperty("SALTERN_PEPPER", System.getenv("SALTERN_PEPPER"));
        if (given != null) {
            return Path.of(given);
        }
        Path venv = Path.of(System.getProperty("user.home"), ".cache", "saltern", "pepper");
        Path program = venv.resolve("bin/pepper");
        if (!Files.isExecutable(program)) {
            Files.createDirectories(venv.getParent());
            boolean installed =
                    succeeds("python3", "-m", "venv", venv.toString())
                            && succeeds(
                                    venv.resolve("bin/pip").toString(),
                                    "install",
                                    "-q",
                                    "salt-pepper");
            Assumptions.assumeTrue(
                    installed,
                    "SKIPPED: salt-pepper cannot be installed (python3 with venv, and a package index, are needed)");
        }
        return program;
    }

    private static boolean succeeds(String... command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return process.waitFor(MINUTES, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (IOException missing) {
            return false;
        }
    }
}
