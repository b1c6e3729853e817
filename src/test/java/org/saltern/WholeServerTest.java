package org.saltern;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.saltern.access.Actor;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.saltern.browser.House;
import org.saltern.hosts.HostStatus;
import org.saltern.minion.Agent;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** A whole Saltern with its minions, seen by those who run it. */
@Timeout(300)
class WholeServerTest {
    private static final String SECRET = "zq7Secret-Of-This-Test";

    @TempDir Path folder;

    @Test
    void a_restored_server_is_the_same_to_its_minions() throws Exception {
        Path file = folder.resolve("backup");
        String fingerprint;
        try (var house = new House(folder.resolve("old"))) {
            Agent web1 = house.minion("web1");
            accept(house, "web1");
            House.ready(web1);
            fingerprint = house.saltern().fingerprint();
            JsonNode access = access(folder.resolve("old"));
            var said = new StringWriter();
            int code =
                    commands(said)
                            .execute(
                                    "backup",
                                    file.toString(),
                                    "--url",
                                    access.path("url").asText(),
                                    "--token",
                                    access.path("token").asText());
            assertThat(code).as(said.toString()).isZero();
        }
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
        Path fresh = folder.resolve("new");
        var said = new StringWriter();
        assertThat(
                        commands(said)
                                .execute(
                                        "restore",
                                        file.toString(),
                                        "--data",
                                        fresh.resolve("master").toString()))
                .isZero();
        assertThat(said.toString()).contains(fingerprint, "deleted");
        copy(folder.resolve("old/web1"), fresh.resolve("web1"));
        try (var house = new House(fresh)) {
            assertThat(house.saltern().fingerprint()).isEqualTo(fingerprint);
            House.ready(house.minion("web1"));
            assertThat(house.saltern().keys().list(Actor.system(), HostStatus.ACCEPTED)).hasSize(1);
        }
    }

    @Test
    void a_second_server_on_the_same_folder_is_told_so() throws Exception {
        try (var house = new House(folder)) {
            assertThat(house.saltern().fingerprint()).isNotEmpty();
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> new House(folder))
                    .isInstanceOf(Problem.Unavailable.class)
                    .hasMessageContaining("Another Saltern uses this data folder");
        }
    }

    @Test
    void secrets_of_a_sign_in_and_of_a_job_are_in_no_log_line_and_no_audit_line() throws Exception {
        var logger = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        var lines = new ListAppender<ILoggingEvent>();
        var saltern = (Logger) LoggerFactory.getLogger("org.saltern");
        Level before = saltern.getLevel();
        lines.start();
        logger.addAppender(lines);
        saltern.setLevel(Level.TRACE);
        try (var house = new House(folder)) {
            house.saltern().access().ensureAdministrator(SECRET);
            Agent web1 = house.minion("web1");
            accept(house, "web1");
            House.ready(web1);
            String token = access(folder).path("token").asText();
            post(
                    house,
                    "{\"client\":\"local\",\"tgt\":\"web1\",\"fun\":\"cmd.run\",\"token\":\""
                            + token
                            + "\",\"arg\":[\"echo "
                            + SECRET
                            + "\"],\"kwarg\":{\"env\":{\"PASSWORD\":\""
                            + SECRET
                            + "\"},\"password\":\""
                            + SECRET
                            + "\"}}");
            post(
                    house,
                    "{\"client\":\"local\",\"tgt\":\"*\",\"fun\":\"test.ping\",\"eauth\":\"saltern\",\"username\":\"admin\",\"password\":\""
                            + SECRET
                            + "x\"}");
            assertThat(
                            post(
                                    house,
                                    "{\"client\":\"local\",\"tgt\":\"*\",\"fun\":\"test.ping\",\"eauth\":\"saltern\",\"username\":\"admin\",\"password\":\""
                                            + SECRET
                                            + "\"}"))
                    .contains("web1");
            assertThat(List.copyOf(lines.list)).isNotEmpty();
            assertThat(List.copyOf(lines.list))
                    .allSatisfy(line -> assertThat(text(line)).doesNotContain(SECRET));
        } finally {
            saltern.setLevel(before);
            logger.detachAppender(lines);
        }
    }

    private static String text(ILoggingEvent line) {
        String trace =
                line.getThrowableProxy() == null
                        ? ""
                        : ThrowableProxyUtil.asString(line.getThrowableProxy());
        return line.getFormattedMessage() + trace;
    }

    private static String post(House house, String chunk) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(house.saltern().url().resolve("/run"))
                                    .header("Content-Type", "application/json")
                                    .header("Accept", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(chunk))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private static void accept(House house, String id) throws Exception {
        var host = new HostId(id);
        var keys = house.saltern().keys();
        while (keys.list(Actor.system(), HostStatus.WAITING).isEmpty()) {
            Thread.sleep(50); // the time limit of the test ends this
        }
        keys.accept(
                Actor.system(),
                host,
                keys.list(Actor.system(), HostStatus.WAITING).getFirst().fingerprint());
    }

    private static JsonNode access(Path house) throws IOException {
        return Json.parse(Files.readString(house.resolve("master/cli-token")));
    }

    private static CommandLine commands(StringWriter said) {
        CommandLine commands = Cli.commands();
        var out = new PrintWriter(said, true);
        commands.setOut(out).setErr(out);
        commands.getSubcommands().values().forEach(one -> one.setOut(out).setErr(out));
        return commands;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.createDirectories(to.resolve(from.relativize(file)).getParent());
                if (!Files.isDirectory(file)) {
                    Files.copy(file, to.resolve(from.relativize(file)));
                }
            }
        }
    }
}
