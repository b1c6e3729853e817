package org.saltern.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.saltern.base.Json;

/** What the API refuses. Named after the flaws of salt-api that must not come back. */
class RestSecurityTest {
    private static RestHouse house;

    @BeforeAll
    static void open() throws IOException {
        house = new RestHouse();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    static Stream<String> clients() {
        return Stream.of(
                "local",
                "local_async",
                "local_batch",
                "local_subset",
                "runner",
                "runner_async",
                "wheel",
                "wheel_async",
                "ssh",
                "nosuch");
    }

    /** CVE-2017-5192 (local_batch), CVE-2018-15751 and CVE-2020-25592 (any token), CVE-2021-25281 (wheel_async). */
    @ParameterizedTest
    @MethodSource("clients")
    void every_client_without_a_good_token_is_401_and_nothing_is_published(String client) {
        int published = house.fleet.published.size();
        String chunk =
                "{\"client\":\"%s\",\"tgt\":\"*\",\"fun\":\"test.ping\",\"match\":\"*\",\"eauth\":\"auto\"}"
                        .formatted(client);
        for (String token : List.of("", "x", "0".repeat(40), "f".repeat(64), "../../etc/passwd")) {
            assertThat(house.post("/", token, chunk).statusCode()).isEqualTo(401);
            String withToken = chunk.replace("}", ",\"token\":\"" + token + "\"}");
            assertThat(house.post("/run", "", withToken).statusCode()).isEqualTo(401);
        }
        assertThat(house.post("/run", "", chunk).statusCode()).isEqualTo(401);
        assertThat(house.post("/run", house.login("ada"), chunk).statusCode()).isEqualTo(401);
        assertThat(house.fleet.published).hasSize(published);
    }

    @Test
    void cve_2017_5192_local_batch_needs_the_same_right_as_local() {
        String chunk = "{\"client\":\"local_batch\",\"tgt\":\"*\",\"fun\":\"test.ping\"}";
        assertThat(house.post("/", house.login("vera"), chunk).statusCode()).isEqualTo(401);
    }

    @Test
    void cve_2018_15751_an_eauth_name_beside_no_token_is_no_login() {
        for (String eauth : List.of("\"pam\"", "\"\"", "null", "[]", "{\"a\":1}", "true")) {
            String chunk =
                    "{\"client\":\"ssh\",\"tgt\":\"*\",\"fun\":\"test.ping\",\"eauth\":%s}"
                            .formatted(eauth);
            assertThat(house.post("/run", "", chunk).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void cve_2021_25281_wheel_async_needs_the_right_over_keys() {
        house.waiting("lurker");
        String chunk = "{\"client\":\"wheel_async\",\"fun\":\"key.accept\",\"match\":\"*\"}";
        assertThat(house.post("/", "", chunk).statusCode()).isEqualTo(401);
        assertThat(house.post("/", house.login("olaf"), chunk).statusCode()).isEqualTo(401);
        assertThat(
                        house.run("ada", "{'client':'wheel','fun':'key.list_all'}")
                                .findValue("minions_pre"))
                .contains(Json.object().textNode("lurker"));
    }

    @Test
    void cve_2022_22941_who_may_not_run_is_refused_also_when_nothing_matches() {
        String chunk = "{\"client\":\"local\",\"tgt\":\"nosuch*\",\"fun\":\"test.ping\"}";
        assertThat(house.post("/", house.login("vera"), chunk).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/stats",
                "/minions",
                "/minions/db1",
                "/jobs",
                "/jobs/20200101000000000000",
                "/keys",
                "/keys/db1",
                "/events"
            })
    void every_path_with_data_needs_a_token(String path) {
        assertThat(house.send(house.request(path)).statusCode()).isEqualTo(401);
        assertThat(house.get(path, "deadbeef").statusCode()).isEqualTo(401);
    }

    @Test
    void a_token_in_the_address_is_not_taken() {
        String token = house.login("ada");
        assertThat(house.send(house.request("/events?token=" + token)).statusCode()).isEqualTo(401);
    }

    @Test
    void a_signed_out_token_is_dead_at_once() {
        String token = house.freshLogin("ada");
        assertThat(house.get("/stats", token).statusCode()).isEqualTo(200);
        assertThat(house.post("/logout", token, "").statusCode()).isEqualTo(200);
        assertThat(house.get("/stats", token).statusCode()).isEqualTo(401);
    }

    @Test
    void a_page_of_another_site_cannot_use_the_cookie() {
        String token = house.login("ada");
        for (List<String> header :
                List.of(
                        List.of("Origin", "https://evil.example"),
                        List.of("Origin", "null"),
                        List.of("Sec-Fetch-Site", "cross-site"),
                        List.of("Sec-Fetch-Site", "same-site"))) {
            var request = cookie(token).header(header.get(0), header.get(1));
            assertThat(house.send(request).statusCode()).as("%s", header).isEqualTo(403);
        }
    }

    @Test
    void the_cookie_works_from_the_same_origin_and_for_programs() {
        String token = house.login("ada");
        assertThat(house.send(cookie(token)).statusCode()).isEqualTo(200);
        assertThat(house.send(cookie(token).header("Origin", house.url.toString())).statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_viewer_reads_and_changes_nothing() {
        String token = house.login("vera");
        assertThat(house.get("/jobs", token).statusCode()).isEqualTo(200);
        for (String chunk :
                List.of(
                        "{'client':'local','tgt':'*','fun':'test.ping'}",
                        "{'client':'local_async','tgt':'*','fun':'test.ping'}",
                        "{'client':'runner','fun':'saltern.kill_job','jid':'20200101000000000000'}",
                        "{'client':'wheel','fun':'key.delete','match':'*'}",
                        "{'client':'wheel','fun':'key.reject','match':'*','include_accepted':true}")) {
            assertThat(house.post("/", token, chunk.replace('\'', '"')).statusCode())
                    .as(chunk)
                    .isEqualTo(401);
        }
        assertThat(house.keys.list(RestHouse.SYSTEM, null)).hasSizeGreaterThanOrEqualTo(3);
        assertThat(house.fleet.published).allMatch(job -> !job.user().equals("vera"));
    }

    @Test
    void config_values_never_hold_a_secret() {
        String reply = house.run("ada", "{'client':'wheel','fun':'config.values'}").toString();
        assertThat(reply).contains("state_verbose").doesNotContain("s3cret");
    }

    @Test
    void a_body_above_one_mebibyte_is_413_and_a_login_above_16_kib() {
        String token = house.login("ada");
        String big = "{\"client\":\"" + "x".repeat(1024 * 1024) + "\"}";
        assertThat(house.post("/", token, big).statusCode()).isEqualTo(413);
        assertThat(
                        house.post("/login", "", "{\"username\":\"" + "x".repeat(17_000) + "\"}")
                                .statusCode())
                .isEqualTo(413);
    }

    @Test
    void a_list_of_functions_is_judged_as_a_whole() {
        assertThat(
                        house.post(
                                        "/",
                                        house.login("olaf"),
                                        "{\"client\":\"local\",\"tgt\":\"*\",\"fun\":\"test.ping,cmd.run\"}")
                                .statusCode())
                .isEqualTo(400);
    }

    private static HttpRequest.Builder cookie(String token) {
        return house.request("/")
                .header("Cookie", "session_id=" + token)
                .header("Content-Type", "text/plain")
                .POST(
                        HttpRequest.BodyPublishers.ofString(
                                "{\"client\":\"runner\",\"fun\":\"manage.up\"}"));
    }
}
