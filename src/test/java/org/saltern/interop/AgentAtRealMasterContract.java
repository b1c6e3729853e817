package org.saltern.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.saltern.base.Closer;
import org.saltern.base.HostId;
import org.saltern.minion.Agent;
import org.saltern.minion.MinionSettings;

/** Our agent and an unmodified {@code salt-master}, driven with its own {@code salt} and {@code salt-key}. */
@Tag("interop")
abstract class AgentAtRealMasterContract {
    private static final MinionSettings.Patience QUICK =
            new MinionSettings.Patience(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(1));

    private final String version;
    private final int protocol;
    private final Closer closer = new Closer();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path home;

    private SaltMaster master;
    private Agent agent;

    AgentAtRealMasterContract(String version, int protocol) {
        this.version = version;
        this.protocol = protocol;
    }

    @BeforeEach
    void start() throws Exception {
        Path bin = SaltVenvs.bin(version);
        master = closer.add(new SaltMaster(bin, Files.createDirectories(home.resolve("m"))));
        Files.writeString(master.pillarTree().resolve("top.sls"), "base: {'*': [web]}\n");
        Files.writeString(master.pillarTree().resolve("web.sls"), "role: web\n");
        master.start();
        MinionSettings settings =
                MinionSettings.of("127.0.0.1", new HostId("web1"), home.resolve("a"))
                        .withPorts(master.requestPort(), master.publishPort())
                        .withProtocol(protocol)
                        .with(QUICK);
        agent = closer.add(new Agent(settings));
        agent.start();
        master.accept("web1");
        assertThat(agent.awaitReady(60, TimeUnit.SECONDS)).isTrue();
    }

    @AfterEach
    void stop() {
        closer.close();
    }

    @Test
    void it_signs_in_runs_commands_reads_pillar_and_files_and_survives_a_restart_of_the_master()
            throws Exception {
        assertThat(master.fingerprint("web1")).isEqualTo(printedBySaltKey(agent));
        assertThat(ask("test.ping")).isEqualTo("true");
        assertThat(ask("cmd.run", "echo hello; echo again")).isEqualTo("\"hello\\nagain\"");
        assertThat(ask("test.kwarg", "colour=blue"))
                .contains("\"colour\":\"blue\"")
                .contains("__pub_jid");
        assertThat(ask("no.such")).isEqualTo("\"'no.such' is not available.\"");
        assertThat(ask("grains.get", "kernel")).isEqualTo("\"Linux\"");
        assertThat(master.salt("-I", "role:web", "pillar.get", "role").path("web1").asText())
                .isEqualTo("web");
        assertThat(
                        master.salt("-C", "G@kernel:Linux and not db*", "test.ping")
                                .path("web1")
                                .asBoolean())
                .isTrue();
        assertThat(ask("saltutil.running"))
                .as("upstream leaves out the asking job")
                .isEqualTo("[]");

        byte[] big = new byte[3_000_000];
        new java.util.Random(5).nextBytes(big);
        Files.write(master.stateTree().resolve("big.bin"), big);
        ask("cp.get_file", "salt://big.bin", home.resolve("copy").toString());
        assertThat(Files.readAllBytes(home.resolve("copy"))).isEqualTo(big);

        master.close();
        master.start();
        assertThat(ask("test.echo", "after the restart")).isEqualTo("\"after the restart\"");
    }

    /** What this release's {@code salt-key -f} makes of the agent's key. */
    String printedBySaltKey(Agent agent) throws Exception {
        return agent.fingerprint();
    }

    /** The agent's public key as it travelled. */
    String publicKey() throws IOException {
        return Files.readString(home.resolve("a/pki/minion.pub")).strip();
    }

    /** The answer of web1 as JSON; asked again while a restarted master does not know its minion yet. */
    private String ask(String function, String... arguments) throws Exception {
        String[] all = new String[arguments.length + 2];
        all[0] = "web1";
        all[1] = function;
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        JsonNode answer = null;
        for (int i = 0; i < 15; i++) {
            answer = master.salt(all).path("web1");
            if (!answer.isMissingNode() && !answer.asText().startsWith("Minion did not return")) {
                return answer.toString();
            }
        }
        throw new AssertionError(function + " was not answered: " + answer);
    }
}
