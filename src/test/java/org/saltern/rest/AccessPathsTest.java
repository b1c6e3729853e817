package org.saltern.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.saltern.base.Json;

/** Tokens of programs at the API (S-43), and the check of the audit log. */
class AccessPathsTest {
    private static RestHouse house;

    @BeforeAll
    static void open() throws IOException {
        house = new RestHouse();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static JsonNode made(String label, String role) {
        String asked =
                Json.text(Json.object().put("label", label).put("role", role).put("seconds", 600));
        var reply = house.post("/tokens", house.login("ada"), asked);
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        return Json.parse(reply.body()).path("return");
    }

    private static int status(String path, String token, String body) {
        return house.post(path, token, body.replace('\'', '"')).statusCode();
    }

    @Test
    void s43_a_token_does_what_its_role_may_and_no_more() {
        String token = made("viewer", "viewer").path("token").asText();
        assertThat(house.get("/jobs", token).statusCode()).isEqualTo(200);
        String run = "{'client':'local','tgt':'*','fun':'test.ping'}";
        assertThat(status("/", token, run)).isEqualTo(401);
        assertThat(status("/tokens", token, "{'label':'more'}")).isEqualTo(401);
    }

    @Test
    void s43_a_revoked_token_is_401_on_the_next_request() {
        JsonNode made = made("short", "operator");
        String token = made.path("token").asText();
        assertThat(house.get("/stats", token).statusCode()).isEqualTo(200);
        String path = "/tokens/" + made.path("id").asLong() + "/revoke";
        assertThat(status(path, house.login("olaf"), "{}")).isEqualTo(404);
        assertThat(status(path, house.login("ada"), "{}")).isEqualTo(200);
        assertThat(house.get("/stats", token).statusCode()).isEqualTo(401);
    }

    @Test
    void s43_a_programs_token_is_no_session_cookie_and_no_word_of_the_address() {
        String token = made("cookie", "viewer").path("token").asText();
        var cookie = house.request("/stats").header("Cookie", "session_id=" + token);
        assertThat(house.send(cookie).statusCode()).isEqualTo(401);
        assertThat(house.send(house.request("/stats?token=" + token)).statusCode()).isEqualTo(401);
    }

    @Test
    void s43_the_list_tells_no_secret_and_to_others_nothing() {
        String secret = made("listed", "viewer").path("token").asText();
        String mine = house.get("/tokens", house.login("ada")).body();
        assertThat(mine).contains("\"label\":\"listed\"").doesNotContain(secret);
        assertThat(house.get("/tokens", house.login("olaf")).body()).doesNotContain("listed");
    }

    @Test
    void signing_out_with_a_programs_token_leaves_it_good() {
        String token = made("stays", "viewer").path("token").asText();
        assertThat(house.post("/logout", token, "").statusCode()).isEqualTo(200);
        assertThat(house.get("/stats", token).statusCode()).isEqualTo(200);
    }

    @Test
    void the_audit_log_is_checked_for_administrators() {
        assertThat(status("/audit/check", house.login("olaf"), "{}")).isEqualTo(401);
        var reply = Json.parse(house.post("/audit/check", house.login("ada"), "{}").body());
        assertThat(reply.path("return").path("whole").asBoolean()).isTrue();
        String wrong = "{'expect':'" + "1".repeat(64) + "'}";
        reply =
                Json.parse(
                        house.post("/audit/check", house.login("ada"), wrong.replace('\'', '"'))
                                .body());
        assertThat(reply.path("return").path("fault").path("kind").asText()).isEqualTo("rewritten");
    }
}
