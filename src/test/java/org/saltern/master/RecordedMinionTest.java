package org.saltern.master;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.crypto.EncAlgorithm;
import org.saltern.crypto.RsaPrivateKey;
import org.saltern.crypto.SessionKey;
import org.saltern.crypto.SigAlgorithm;
import org.saltern.wire.AuthReplies;
import org.saltern.wire.AuthReplies.Algorithms;
import org.saltern.wire.AuthReply;
import org.saltern.wire.AuthRequest;
import org.saltern.wire.Envelope;
import org.saltern.wire.Loopback;
import org.saltern.wire.PillarReply;
import org.saltern.wire.Replies;
import org.saltern.wire.RequestClient;

/**
 * What real minions sent to a real master, byte for byte, is sent to this one, which has that master's key. It answers each request
 * with a reply that the minion's keys open and that has the form of the recorded one.
 */
class RecordedMinionTest {
    private static final HostId VM1 = new HostId("vm1");
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /** What this master refuses, or what depends on files and hosts of the recorded one. */
    private static final Set<String> ELSEWHERE =
            Set.of(
                    "publish",
                    "minion_pub",
                    "minion_publish",
                    "pub_ret",
                    "minion_runner",
                    "_file_recv",
                    "_file_hash",
                    "_file_find",
                    "_serve_file",
                    "_mine_get");

    private JsonNode recorded;
    private RsaPrivateKey minionKey;
    private Algorithms algorithms;

    @ParameterizedTest
    @ValueSource(strings = {"v3.json", "v3-sha224-signed.json"})
    void requests_of_a_recorded_minion_are_answered_in_the_recorded_form(
            String file, @TempDir Path home) throws Exception {
        load(file);
        lay(home);
        var ports = new Loopback();
        var settings = TestMaster.Setup.in(home).settings().withClockSkew(Duration.ZERO);
        try (TestMaster master = TestMaster.Setup.in(home).with(settings).open(ports);
                RequestClient client = ports.requestClient()) {
            signIn(client, master);
            int answered = 0;
            JsonNode messages = recorded.get("messages");
            for (int i = 0; i < messages.size(); i++) {
                JsonNode request = messages.get(i);
                if (isAsked(request)) {
                    compare(client, request, replyTo(messages, i));
                    answered++;
                }
            }
            assertThat(answered).isGreaterThan(10);
        }
        ports.close();
    }

    private void signIn(RequestClient client, TestMaster master) throws Exception {
        for (JsonNode message : recorded.get("messages")) {
            if (message.at("/load/cmd").asText().equals("_auth")) {
                AuthReply reply = auth(client, message);
                if (reply instanceof AuthReply.Accepted accepted) {
                    assertThat(accepted.session()).isEqualTo(session());
                    return;
                }
                assertThat(reply).isInstanceOf(AuthReply.Pending.class);
                String seen = minionKey.publicKey().fingerprint();
                if (master.keys.accepted(VM1).isEmpty()) {
                    master.keys.accept(TestMaster.ADA, VM1, seen);
                    assertThat(auth(client, message)).isInstanceOf(AuthReply.Accepted.class);
                }
            }
        }
    }

    private AuthReply auth(RequestClient client, JsonNode message) throws Exception {
        byte[] frame = payload(message);
        AuthRequest request = AuthRequest.decode((Envelope.Clear) Envelope.decode(frame));
        algorithms =
                new Algorithms(
                        EncAlgorithm.of(request.encAlgorithm()).orElseThrow(),
                        SigAlgorithm.of(request.sigAlgorithm()).orElseThrow());
        var expected =
                new AuthReplies.Expected(
                        request,
                        minionKey,
                        Optional.of(rsa("master").publicKey()),
                        null,
                        algorithms);
        return AuthReplies.open(client.ask(frame, PATIENCE), expected);
    }

    private void compare(RequestClient client, JsonNode request, JsonNode reply) throws Exception {
        String nonce = request.at("/load/nonce").asText();
        byte[] answer = client.ask(payload(request), PATIENCE);
        String what = request.path("scenario").asText() + " " + request.at("/load/cmd").asText();
        if (reply.path("kind").asText().equals("reply-private")) {
            JsonNode pillar =
                    PillarReply.open(
                            answer, nonce, minionKey, rsa("master").publicKey(), algorithms);
            assertThat(pillar.isObject()).as(what).isTrue();
            return;
        }
        if (reply.path("kind").asText().equals("reply-plain-string")) {
            assertThat(answer).as(what).isEqualTo(Replies.bare(reply.path("load").asText()));
            return;
        }
        JsonNode value = Replies.open(answer, nonce, session().crypticle());
        JsonNode then = reply.path("load");
        assertThat(value.getNodeType()).as(what).isEqualTo(then.getNodeType());
        if (then.getNodeType() == JsonNodeType.OBJECT && then.has("state_top")) {
            assertThat(names(value)).as(what).isEqualTo(names(then));
        }
    }

    private static List<String> names(JsonNode map) {
        return map.properties().stream().map(Map.Entry::getKey).toList();
    }

    private static boolean isAsked(JsonNode message) {
        return message.path("kind").asText().equals("request-aes")
                && !ELSEWHERE.contains(message.at("/load/cmd").asText());
    }

    private static JsonNode replyTo(JsonNode messages, int request) {
        JsonNode connection = messages.get(request).path("conn");
        return StreamSupport.stream(messages.spliterator(), false)
                .skip(request + 1L)
                .filter(m -> m.path("conn").equals(connection))
                .filter(m -> m.path("kind").asText().startsWith("reply"))
                .findFirst()
                .orElseThrow();
    }

    private void load(String file) throws IOException {
        try (InputStream in = getClass().getResourceAsStream("/wire/3006.16/" + file)) {
            recorded = Json.MAPPER.readTree(in);
        }
        minionKey = rsa("vm1");
    }

    private RsaPrivateKey rsa(String name) {
        return RsaPrivateKey.parse(recorded.at("/rsa/" + name + "/pem").asText());
    }

    private SessionKey session() {
        return SessionKey.of(recorded.at("/symmetric/session-1").asText());
    }

    /** The recorded master's key and the recorded session, where a master keeps them. */
    private void lay(Path home) throws Exception {
        Path pki = Files.createDirectory(home.resolve("pki"));
        Path pem = Files.createTempFile(pki, "master", ""); // mode 0600
        Files.writeString(pem, recorded.at("/rsa/master/pem").asText());
        Files.move(pem, pki.resolve("master.pem"));
        Path sessions = Files.createDirectories(home.resolve("cache/sessions"));
        byte[] name =
                MessageDigest.getInstance("SHA-256")
                        .digest(VM1.value().getBytes(StandardCharsets.UTF_8));
        String owner = minionKey.publicKey().fingerprint();
        Files.writeString(
                sessions.resolve(HexFormat.of().formatHex(name)),
                new Session(owner, session(), null, Instant.now()).asText());
    }

    private static byte[] payload(JsonNode message) {
        JsonNode frames = message.get("frames");
        return Base64.getDecoder().decode(frames.get(frames.size() - 1).asText());
    }
}
