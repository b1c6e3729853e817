package org.saltern;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saltern.access.Actor;
import org.saltern.base.HostId;
import org.saltern.hosts.Host;
import org.saltern.hosts.HostStatus;

class DemoTest {
    private static final String PASSWORD = "correct horse battery";

    @TempDir Path folder;

    @Test
    void three_hosts_are_accepted_and_grouped_one_waits_and_a_group_answers() throws Exception {
        try (Demo demo = new Demo(settings(folder), InstantSource.system())) {
            Saltern saltern = demo.saltern();
            assertThat(saltern.keys().list(Actor.system(), HostStatus.ACCEPTED))
                    .extracting(host -> host.hostname().value())
                    .containsExactly("db1", "web1", "web2");
            assertThat(saltern.keys().list(Actor.system(), HostStatus.WAITING))
                    .extracting(Host::hostname)
                    .containsExactly(new HostId("guest1"));
            assertThat(saltern.groups().hosts(Actor.system()))
                    .containsKeys("web", "databases")
                    .hasEntrySatisfying(
                            "databases",
                            hosts -> assertThat(hosts).containsExactly(new HostId("db1")));
            saltern.access().ensureAdministrator(PASSWORD);
            assertThat(pingGroup(saltern.url()))
                    .isEqualTo("{\"return\":[{\"web1\":true,\"web2\":true}]}");
        }
    }

    @Test
    void a_second_start_on_the_same_folder_finds_everything_as_it_was() throws Exception {
        String fingerprint;
        try (Demo demo = new Demo(settings(folder), InstantSource.system())) {
            fingerprint = demo.saltern().fingerprint();
        }
        try (Demo demo = new Demo(settings(folder), InstantSource.system())) {
            assertThat(demo.saltern().fingerprint()).isEqualTo(fingerprint);
            assertThat(demo.saltern().keys().list(Actor.system(), HostStatus.ACCEPTED)).hasSize(3);
        }
    }

    private static Settings settings(Path folder) {
        Settings settings =
                Settings.read(
                        null,
                        Map.of(
                                "SALTERN_DATA", folder.toString(),
                                "SALTERN_INTERFACE", "127.0.0.1",
                                "SALTERN_HTTP_PORT", "0",
                                "SALTERN_PUBLISH_PORT", "0",
                                "SALTERN_RET_PORT", "0",
                                "SALTERN_KEYSIZE", "2048"));
        ServeCommand.makeFolder(settings.data());
        settings.files().roots().values().forEach(roots -> roots.forEach(ServeCommand::makeFolder));
        return settings;
    }

    private static String pingGroup(URI server) throws Exception {
        String form =
                "username=admin&eauth=saltern&password="
                        + PASSWORD.replace(" ", "+")
                        + "&client=local&tgt=web&tgt_type=nodegroup&fun=test.ping";
        HttpRequest request =
                HttpRequest.newBuilder(server.resolve("/run"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Accept", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }
}
