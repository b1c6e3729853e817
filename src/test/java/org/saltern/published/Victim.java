package org.saltern.published;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.saltern.Saltern;
import org.saltern.Settings;
import org.saltern.access.Actor;
import org.saltern.access.Role;
import org.saltern.access.SessionKind;
import org.saltern.base.Closer;
import org.saltern.base.Json;
import org.saltern.crypto.Nonce;
import org.saltern.crypto.RsaPrivateKey;
import org.saltern.master.TestMinion;
import org.saltern.wire.BadMessage;
import org.saltern.wire.Publications;
import org.saltern.wire.RequestClient;
import org.saltern.wire.Zmq;

/**
 * A whole Saltern on real ports with two accepted minions, eve and web1, and the users admin, olga (operator) and vera (viewer). It is
 * started once for all classes that ask for it, and closed at the end of the run.
 */
final class Victim implements AutoCloseable {
    static final String PASSWORD = "salt from the sea";

    /** What a request that is not let in is answered, without saying why. */
    static final JsonNode BAD_LOAD = TextNode.valueOf("bad load");

    private static final RsaPrivateKey STRANGER = RsaPrivateKey.generate(2048);

    private final Closer closer = new Closer();
    private final AtomicInteger honest = new AtomicInteger();
    private final LinkedBlockingQueue<byte[]> heard = new LinkedBlockingQueue<>();
    private final StringBuilder published = new StringBuilder();
    private final Map<String, String> tokens = new HashMap<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final RequestClient requests;
    final Path folder;
    final Saltern saltern;
    final TestMinion eve;
    final TestMinion web1;

    private Victim() throws IOException, BadMessage {
        folder = Files.createTempDirectory("saltern-victim");
        Map<String, String> settings = new HashMap<>();
        settings.put("SALTERN_DATA", folder.resolve("data").toString());
        settings.put("SALTERN_INTERFACE", "127.0.0.1");
        settings.put("SALTERN_HTTP_PORT", "0");
        settings.put("SALTERN_PUBLISH_PORT", "0");
        settings.put("SALTERN_RET_PORT", "0");
        settings.put("SALTERN_KEYSIZE", "2048");
        settings.put("SALTERN_SIGN_INS_PER_ADDRESS", "250");
        settings.put("SALTERN_MAX_WAITING_KEYS_PER_ADDRESS", "5000");
        saltern = closer.add(new Saltern(Settings.read(null, settings), InstantSource.system()));
        saltern.access().ensureAdministrator(PASSWORD);
        saltern.access().create(Actor.system(), "olga", PASSWORD, Role.OPERATOR);
        saltern.access().create(Actor.system(), "vera", PASSWORD, Role.VIEWER);
        requests = closer.add(Zmq.requestClient("127.0.0.1", saltern.requestPort()));
        eve = join("eve", RsaPrivateKey.generate(2048));
        web1 = join("web1", RsaPrivateKey.generate(2048));
        closer.add(Zmq.publishClient("127.0.0.1", saltern.publishPort(), "web1"))
                .listen(List.of(""), heard::add);
    }

    /** Somebody who has shown no key yet, with the key of all strangers here. */
    TestMinion stranger(String id) {
        return new TestMinion(requests, id, 3, STRANGER);
    }

    /** A minion whose key is accepted and who has signed in. */
    TestMinion join(String id, RsaPrivateKey key) throws BadMessage {
        var minion = new TestMinion(requests, id, 3, key);
        minion.signIn();
        saltern.keys().accept(Actor.system(), minion.host(), minion.fingerprint());
        minion.signIn();
        return minion;
    }

    /** A request of eve's in her own name. */
    byte[] ofEve(ObjectNode load) {
        return eve.seal(load, Nonce.random(), Instant.now());
    }

    /** Starts an honest job, waits until it is heard, and looks whether a forged one was heard before it. */
    void nothingForgedIsPublished() throws Exception {
        String mark = "honest-" + honest.incrementAndGet();
        for (int i = 0; i < 300 && published.indexOf(mark) < 0; i++) {
            if (i % 50 == 0) { // the subscription may be younger than the first
                String job = "{'client':'local_async','tgt':'web1','fun':'test.echo','arg':['%s']}";
                assertThat(post("/", "admin", job.formatted(mark)).statusCode()).isEqualTo(200);
            }
            byte[] next = heard.poll(200, TimeUnit.MILLISECONDS);
            if (next != null) {
                published.append(opened(next)).append('\n');
            }
        }
        assertThat(published.toString()).contains(mark).doesNotContain("forged");
    }

    private String opened(byte[] payload) throws BadMessage {
        var opened = Publications.open(payload, web1.aes(), web1.master(), true);
        if (opened.isEmpty()) { // the key was rotated: a host lost its own
            web1.signIn();
            opened = Publications.open(payload, web1.aes(), web1.master(), true);
        }
        return opened.map(o -> o.publication().load().toString()).orElse("of another key");
    }

    /** One publication as it went out, heard after this call began. */
    byte[] publication() throws Exception {
        heard.clear();
        byte[] next = null;
        for (int i = 0; i < 100 && next == null; i++) {
            String job = "{'client':'local_async','tgt':'web1','fun':'test.ping'}";
            assertThat(post("/", "admin", job).statusCode()).isEqualTo(200);
            next = heard.poll(2, TimeUnit.SECONDS);
        }
        return next;
    }

    /** The token of a session of this user; "" for nobody. */
    String token(String user) {
        return user.isEmpty()
                ? ""
                : tokens.computeIfAbsent(
                        user,
                        u ->
                                saltern.access()
                                        .signIn(u, PASSWORD, "192.0.2.1", SessionKind.API)
                                        .token());
    }

    /** Posts JSON, written with ' for ", as this user. */
    HttpResponse<String> post(String path, String user, String json) {
        return send(path, token(user), "application/json", json.replace('\'', '"'));
    }

    HttpResponse<String> send(String path, String token, String type, String body) {
        return ask(
                request(path, token)
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> get(String path, String token) {
        return ask(request(path, token));
    }

    private HttpRequest.Builder request(String path, String token) {
        var request =
                HttpRequest.newBuilder(URI.create(saltern.url() + path))
                        .header("Accept", "application/json");
        return token.isEmpty() ? request : request.header("X-Auth-Token", token);
    }

    private HttpResponse<String> ask(HttpRequest.Builder request) {
        try {
            return http.send(
                    request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What a runner function returns to the administrator. */
    JsonNode runner(String function) {
        String body = post("/", "admin", "{'client':'runner','fun':'" + function + "'}").body();
        return Json.parse(body).path("return").path(0);
    }

    /** Whether a minion is served: a sealed request and its sealed answer. */
    void isAlive() throws BadMessage {
        assertThat(web1.ask("_file_envs", "{}")).isEqualTo(Json.parse("[\"base\"]"));
    }

    /** Every file and folder of this Saltern. */
    List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.toList();
        }
    }

    @Override
    public void close() {
        closer.close();
        http.close();
    }

    /** Hands the one victim to whoever asks. */
    static final class Shared implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Victim.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.GLOBAL)
                    .getOrComputeIfAbsent(Victim.class, k -> start(), Victim.class);
        }

        private static Victim start() {
            try {
                return new Victim();
            } catch (IOException | BadMessage e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
