package org.saltern.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.saltern.base.Json;
import org.saltern.base.Problem;

/** A Saltern's API, by the token it leaves for its own user. */
final class Api implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int OK = 200;

    private final URI url;
    private final String token;
    private final HttpClient client = HttpClient.newHttpClient();

    private Api(URI url, String token) {
        this.url = url;
        this.token = token;
    }

    /** @param file {@code cli-token} of its data folder */
    static Api of(Path file) {
        try {
            JsonNode given = Json.parse(Files.readString(file));
            return new Api(URI.create(given.path("url").asText()), given.path("token").asText());
        } catch (IOException e) {
            throw new Problem.Unavailable(
                    "The token of the Saltern cannot be read: " + e.getMessage(),
                    file.toString(),
                    "Look at its log.",
                    e);
        }
    }

    /** Starts {@code test.ping} on a glob; the jid. */
    String ping(String target) {
        ObjectNode chunk = Json.object().put("client", "local_async").put("tgt", target);
        return run(chunk.put("tgt_type", "glob").put("fun", "test.ping")).path("jid").asText();
    }

    JsonNode job(String jid) {
        ObjectNode chunk = Json.object().put("client", "runner").put("fun", "jobs.list_job");
        return run(chunk.put("jid", jid));
    }

    private JsonNode run(ObjectNode chunk) {
        var asking =
                HttpRequest.newBuilder(url.resolve("/run"))
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json")
                        .timeout(PATIENCE)
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        Json.text(chunk.put("token", token))))
                        .build();
        try {
            HttpResponse<String> answer = client.send(asking, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != OK) {
                throw failed("Its API answered " + answer.statusCode(), null);
            }
            return Json.parse(answer.body()).path("return").path(0);
        } catch (IOException e) {
            throw failed("Its API does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("Interrupted", e);
        }
    }

    private Problem.Unavailable failed(String what, Exception why) {
        return new Problem.Unavailable(
                what, url.toString(), "Look at the log of the Saltern that is measured.", why);
    }

    @Override
    public void close() {
        client.close();
    }
}
