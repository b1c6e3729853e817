package org.saltern.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.saltern.base.Json;

/**
 * {@code exchanges.json} holds what clients sent to a real salt-api in front of hosts db1, new1 and web1, and what it answered.
 * The same request has to have the same status and, where it succeeded, the same answer but for times and job ids.
 */
class ExchangesTest {
    private static RestHouse house;
    private static String token;

    @BeforeAll
    static void open() throws IOException {
        house = new RestHouse();
        token = house.login("ada");
    }

    @AfterAll
    static void close() {
        house.close();
    }

    static Stream<JsonNode> exchanges() throws IOException {
        try (var in = ExchangesTest.class.getResourceAsStream("/rest/exchanges.json")) {
            List<JsonNode> all = new ArrayList<>();
            Json.MAPPER.readTree(in).forEach(all::add);
            return all.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void a_recorded_request_is_answered_as_recorded(JsonNode recorded) {
        HttpResponse<String> response = house.send(request(recorded));
        assertThat(response.statusCode())
                .as(response.body())
                .isEqualTo(recorded.get("status").intValue());
        if (recorded.has("reply")) {
            assertThat(normal(response.body())).isEqualTo(normal(text(recorded.get("reply"))));
        }
    }

    private static HttpRequest.Builder request(JsonNode recorded) {
        var request =
                HttpRequest.newBuilder(house.url.resolve(here(recorded.get("path").textValue())));
        recorded.get("headers")
                .properties()
                .forEach(
                        header ->
                                request.header(
                                        header.getKey(), here(header.getValue().textValue())));
        String body = recorded.get("body").isNull() ? "" : here(text(recorded.get("body")));
        return request.method(
                recorded.get("method").textValue(), HttpRequest.BodyPublishers.ofString(body));
    }

    private static String text(JsonNode body) {
        return body.isTextual() ? body.textValue() : Json.text(body);
    }

    private static String here(String recorded) {
        return recorded.replace("<session-token>", token)
                .replace("<token>", token)
                .replace("<password>", RestHouse.PASSWORD)
                .replace("saltadm", "ada");
    }

    /** JSON as a tree (so that the order of keys does not count) with job ids, times, stack traces and Saltern's own parts blanked. */
    private static Object normal(String body) {
        String blanked =
                body.replaceAll("[0-9]{20}", "<jid>")
                        .replaceAll("\"_stamp\":\\s*\"[^\"]*\"", "\"_stamp\":\"\"")
                        .replaceAll("(Exception occurred in \\w+ [\\w.]+): [^\"]*", "$1")
                        .replace("saltadm", "ada");
        if (!blanked.startsWith("{")) {
            return blanked;
        }
        JsonNode tree = Json.parse(blanked);
        tree.findParents("problem").forEach(node -> ((ObjectNode) node).remove("problem"));
        return tree;
    }
}
