package org.saltern.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.saltern.base.Json;
import org.saltern.base.Problem;

/** Talks to a server in salt-api's words. */
final class Api implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(120);

    private static final int OK = 200;
    private static final int LONGEST_REFUSAL = 64 << 10;

    private final Access access;
    private final HttpClient http = client();

    Api(Access access) {
        this.access = access;
    }

    /**
     * A new session's token.
     *
     * @throws Problem.Forbidden wrong name or password
     */
    static String login(URI url, String user, String password) {
        ObjectNode body =
                Json.object()
                        .put("username", user)
                        .put("password", password)
                        .put("eauth", "saltern");
        try (HttpClient http = client()) {
            return post(http, url, "/login", body, "")
                    .path("return")
                    .path(0)
                    .path("token")
                    .asText();
        }
    }

    /** Ends this session. */
    void logout() {
        post(http, access.url(), "/logout", Json.object(), access.token());
    }

    /** Ends the session if it was begun for this command only. */
    void endTemporary() {
        if (access.temporary()) {
            logout();
        }
    }

    /** Runs one chunk of a lowstate; what the server put for it into {@code return}. */
    JsonNode run(ObjectNode chunk) {
        chunk.put("token", access.token());
        return post(http, access.url(), "/run", chunk, "").path("return").path(0);
    }

    /** What a runner function returns. */
    JsonNode runner(String function, ObjectNode arguments) {
        ObjectNode chunk = Json.object().put("client", "runner").put("fun", function);
        chunk.set("kwarg", arguments);
        chunk.put("full_return", true);
        return returned(run(chunk));
    }

    /** What a wheel function returns. */
    JsonNode wheel(String function, ObjectNode arguments) {
        ObjectNode chunk = Json.object().put("client", "wheel").put("fun", function);
        chunk.setAll(arguments);
        return returned(run(chunk));
    }

    /** What the server put into {@code return} for a path of its own. */
    JsonNode post(String path, ObjectNode body) {
        return post(http, access.url(), path, body, access.token()).path("return");
    }

    /** The same for a path that is only read. */
    JsonNode get(String path) {
        return call(http, access.url(), path, "GET", BodyPublishers.noBody(), access.token())
                .path("return");
    }

    /**
     * Writes what the server sends to an existing file.
     *
     * @throws Problem the server refuses; says why
     */
    void download(String path, Path to) {
        var request =
                HttpRequest.newBuilder(at(access.url(), path))
                        .header("Accept", "application/json")
                        .header("X-Auth-Token", access.token())
                        .POST(BodyPublishers.noBody())
                        .build();
        try {
            HttpResponse<InputStream> response =
                    http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                if (response.statusCode() != OK) {
                    throw refused(access.url(), response.statusCode(), in);
                }
                try (OutputStream out = Files.newOutputStream(to)) {
                    in.transferTo(out);
                }
            }
        } catch (ConnectException e) {
            throw unreachable(access.url(), e);
        } catch (IOException e) {
            throw new Problem.Unavailable(
                    "The transfer broke off: " + e.getMessage(),
                    access.url().toString(),
                    "Look at the server's log, and at the room on this disk.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem.Unavailable("Interrupted", access.url().toString(), "Try again.", e);
        }
    }

    private static Problem refused(URI server, int status, InputStream in) throws IOException {
        String body = new String(in.readNBytes(LONGEST_REFUSAL), StandardCharsets.UTF_8);
        JsonNode problem = body.startsWith("{") ? Json.parse(body).path("problem") : Json.object();
        return new Problem.Unavailable(
                problem.path("what").asText("The server answered with HTTP " + status),
                problem.path("where").asText(server.toString()),
                problem.path("fix").asText("Sign in as an administrator with 'saltern login'."));
    }

    @Override
    public void close() {
        http.close();
    }

    private static JsonNode returned(JsonNode envelope) {
        JsonNode data = envelope.path("data");
        if (!data.path("success").asBoolean()) {
            JsonNode parts = data.path("problem");
            throw new Problem.BadInput(
                    parts.path("what").asText(data.path("return").asText()),
                    parts.path("where").asText(data.path("fun").asText()),
                    parts.path("fix").asText("Look at the server's log."));
        }
        return data.path("return");
    }

    private static JsonNode post(
            HttpClient http, URI server, String path, ObjectNode body, String token) {
        return call(http, server, path, "POST", BodyPublishers.ofString(Json.text(body)), token);
    }

    private static JsonNode call(
            HttpClient http,
            URI server,
            String path,
            String method,
            HttpRequest.BodyPublisher body,
            String token) {
        var request =
                HttpRequest.newBuilder(at(server, path))
                        .timeout(ANSWER)
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json")
                        .method(method, body);
        if (!token.isEmpty()) {
            request.header("X-Auth-Token", token);
        }
        try {
            return answer(server, http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (ConnectException e) {
            throw unreachable(server, e);
        } catch (HttpTimeoutException e) {
            throw new Problem.Unavailable(
                    "The server did not answer in time",
                    server.toString(),
                    "Look at the server's log.",
                    e);
        } catch (IOException e) {
            throw new Problem.Unavailable(
                    "The connection failed: " + e.getMessage(),
                    server.toString(),
                    "Check the address; https:// and http:// are not the same.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem.Unavailable("Interrupted", server.toString(), "Try again.", e);
        }
    }

    private static JsonNode answer(URI server, HttpResponse<String> response) {
        boolean json =
                response.headers()
                        .firstValue("Content-Type")
                        .orElse("")
                        .startsWith("application/json");
        if (response.statusCode() / 100 == 2 && json) {
            return Json.parse(response.body());
        }
        JsonNode reply = json ? Json.parse(response.body()) : Json.object();
        String where = server.toString();
        JsonNode parts = reply.path("problem");
        if (parts.isObject()) {
            throw new Problem.BadInput(
                    parts.path("what").asText(),
                    parts.path("where").asText(),
                    parts.path("fix").asText());
        }
        String said = reply.path("return").asText();
        throw switch (response.statusCode()) {
            case 401 -> new Problem.Forbidden(said, where, "Sign in with 'saltern login'.");
            case 400 -> new Problem.BadInput(said, where, "Change the command, then try again.");
            default ->
                    new Problem.Unavailable(
                            "The server answered with HTTP "
                                    + response.statusCode()
                                    + (said.isEmpty() ? "" : ": " + said),
                            where,
                            "Is this the address of a Saltern server?");
        };
    }

    private static Problem.Unavailable unreachable(URI server, ConnectException e) {
        return new Problem.Unavailable(
                "No server answers at " + server,
                server.toString(),
                "Is it running? Start it with 'saltern serve', or name another with --url or"
                        + " SALTERN_URL.",
                e);
    }

    private static URI at(URI server, String path) {
        boolean web = "http".equals(server.getScheme()) || "https".equals(server.getScheme());
        if (!web || server.getHost() == null) {
            throw new Problem.BadInput(
                    "This is no address of a server: " + Problem.shown(server.toString()),
                    "--url",
                    "Write it as http://host:port.");
        }
        return server.resolve(path);
    }

    private static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .build();
    }
}
