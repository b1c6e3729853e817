package org.saltern.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saltern.access.Role;
import org.saltern.base.HostId;
import org.saltern.base.Jid;
import org.saltern.base.Json;
import org.saltern.hosts.Group;
import org.saltern.jobs.HostState;
import org.saltern.jobs.Job;

/** Answers that the recorded exchanges do not show, or not alone. */
class RestTest {
    private static RestHouse house;

    @BeforeAll
    static void open() throws IOException {
        house = new RestHouse();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @BeforeEach
    void nothing_is_published_yet() {
        house.fleet.published.clear();
    }

    @Test
    void login_gives_token_cookie_and_header_of_the_same_value() {
        var response =
                house.post(
                        "/login",
                        "",
                        "{\"username\":\"ada\",\"password\":\""
                                + RestHouse.PASSWORD
                                + "\",\"eauth\":\"pam\"}");
        JsonNode reply = Json.parse(response.body()).at("/return/0");
        String token = reply.get("token").textValue();
        assertThat(token).matches("[0-9a-f]{64}");
        assertThat(response.headers().firstValue("X-Auth-Token")).contains(token);
        assertThat(response.headers().firstValue("Set-Cookie").orElse(""))
                .startsWith("session_id=" + token)
                .contains("Path=/", "HttpOnly", "SameSite=Strict");
        assertThat(reply.get("perms")).isNotEmpty();
        assertThat(reply.get("expire").doubleValue())
                .isGreaterThan(reply.get("start").doubleValue());
        assertThat(reply.get("eauth").textValue()).isEqualTo("pam");
    }

    @Test
    void a_page_request_passes_through_to_the_console_on_the_same_path() {
        var page = house.request("/jobs").setHeader("Accept", "text/html,*/*");
        assertThat(house.send(page).body()).isEqualTo("a page");
        assertThat(house.send(house.request("/jobs").header("HX-Request", "true")).body())
                .isEqualTo("a page");
        assertThat(house.send(house.request("/jobs")).statusCode()).isEqualTo(401);
    }

    @Test
    void a_silent_host_is_false_in_a_pattern_and_a_text_in_a_list() {
        house.accepted("off1");
        JsonNode all = house.run("ada", "{'client':'local','tgt':'*','fun':'test.ping'}").get(0);
        assertThat(all)
                .isEqualTo(Json.parse("{\"db1\":true,\"new1\":true,\"off1\":false,\"web1\":true}"));
        JsonNode listed =
                house.run(
                                "ada",
                                "{'client':'local','tgt':'off1,db1','tgt_type':'list','fun':'test.ping','full_return':true}")
                        .get(0);
        assertThat(listed.at("/db1/ret").booleanValue()).isTrue();
        assertThat(listed.get("off1").textValue())
                .startsWith("Minion did not return. [No response]\nThe minions may not")
                .contains("salt-run jobs.lookup_jid 2");
        house.forget("off1");
    }

    @Test
    void local_batch_gives_one_element_per_host() {
        JsonNode reply =
                house.run(
                        "ada",
                        "{'client':'local_batch','tgt':'*','fun':'test.ping','batch':'50%'}");
        assertThat(reply)
                .containsExactlyInAnyOrder(
                        Json.parse("{\"db1\":true}"),
                        Json.parse("{\"new1\":true}"),
                        Json.parse("{\"web1\":true}"));
        assertThat(house.fleet.published).allMatch(job -> job.total() == 1);
    }

    @Test
    void local_subset_runs_on_as_many_hosts_as_asked() {
        for (String name : List.of("subset", "sub")) {
            JsonNode reply =
                    house.run(
                            "ada",
                            "{'client':'local_subset','tgt':'*','fun':'test.ping','"
                                    + name
                                    + "':2}");
            assertThat(reply.get(0)).hasSize(2);
        }
    }

    @Test
    void several_functions_answer_by_name() {
        JsonNode reply =
                house.run(
                        "ada",
                        "{'client':'local','tgt':'db1','fun':['test.ping','test.echo'],'arg':[[],['a']]}");
        assertThat(reply.at("/0/db1"))
                .isEqualTo(Json.parse("{\"test.ping\":true,\"test.echo\":\"a\"}"));
    }

    @Test
    void keyword_arguments_are_published_as_one_marked_map_after_the_others() {
        house.run(
                "ada",
                "{'client':'local','tgt':'db1','fun':'test.arg','arg':['a',1],'kwarg':{'x':2}}");
        var call = house.fleet.published.getLast().calls().getFirst();
        assertThat(Json.array().addAll(call.arguments()))
                .isEqualTo(Json.parse("[\"a\",1,{\"x\":2,\"__kwarg__\":true}]"));
    }

    @Test
    void every_view_of_a_job_tells_the_same() {
        String jid =
                house.run(
                                "ada",
                                "{'client':'local_async','tgt':'*','fun':'test.echo','arg':['hi']}")
                        .at("/0/jid")
                        .asText();
        house.run(
                "ada",
                "{'client':'runner','fun':'saltern.job_changes','jid':'" + jid + "','wait':20}");
        JsonNode finished;
        do {
            finished = job(jid, "saltern.job_changes", ",'seq':0,'wait':20");
        } while (!finished.get("finished").booleanValue());

        JsonNode one = job(jid, "jobs.list_job", "");
        assertThat(one.get("Function").textValue()).isEqualTo("test.echo");
        assertThat(one.get("User").textValue()).isEqualTo("ada");
        assertThat(one.get("Minions")).isEqualTo(Json.parse("[\"db1\",\"new1\",\"web1\"]"));
        assertThat(one.get("StartTime").textValue())
                .matches("\\d{4}, [A-Z][a-z]{2} \\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{6}");
        assertThat(one.at("/Result/db1"))
                .isEqualTo(Json.parse("{\"return\":\"hi\",\"retcode\":0,\"success\":true}"));
        JsonNode values = Json.parse("{\"db1\":\"hi\",\"new1\":\"hi\",\"web1\":\"hi\"}");
        assertThat(job(jid, "jobs.lookup_jid", "")).isEqualTo(values);
        assertThat(job(jid, "jobs.print_job", "").get(jid))
                .isEqualTo(((ObjectNode) one).without("jid"));
        assertThat(job(jid, "jobs.exit_success", "").at("/web1").booleanValue()).isTrue();
        JsonNode page = Json.parse(house.get("/jobs/" + jid, house.login("ada")).body());
        assertThat(page.at("/info/0")).isEqualTo(job(jid, "jobs.list_job", ""));
        assertThat(page.at("/return/0")).isEqualTo(values);
    }

    @Test
    void jobs_are_found_by_function_and_target_patterns() {
        house.run("ada", "{'client':'local','tgt':'db1','fun':'find.one'}");
        house.run("ada", "{'client':'local','tgt':'web1,db1','tgt_type':'list','fun':'find.two'}");
        assertThat(functions("'limit':1")).containsExactly("find.two");
        assertThat(functions("'search_function':'find.t*'")).containsExactly("find.two");
        assertThat(functions("'search_function':['state.*','find.one']"))
                .containsExactly("find.one");
        assertThat(functions("'search_function':'find.*','search_target':'web*'"))
                .containsExactly("find.two");
        assertThat(functions("'search_function':'find.*','search_target':'db1'"))
                .containsExactly("find.one", "find.two");
    }

    @Test
    void the_commands_of_the_api_page_work() {
        var login =
                form("/login", "")
                        .POST(
                                body(
                                        "username=ada&eauth=saltern&password="
                                                + RestHouse.PASSWORD.replace(' ', '+')));
        String token = Json.parse(house.send(login).body()).at("/return/0/token").textValue();
        var ping = form("/", token).POST(body("client=local&tgt=*&fun=test.ping"));
        assertThat(Json.parse(house.send(ping).body()).at("/return/0")).hasSize(3);
    }

    private static HttpRequest.Builder form(String path, String token) {
        return HttpRequest.newBuilder(house.url.resolve(path))
                .header("Accept", "*/*")
                .header("X-Auth-Token", token)
                .header("Content-Type", "application/x-www-form-urlencoded");
    }

    private static HttpRequest.BodyPublisher body(String text) {
        return HttpRequest.BodyPublishers.ofString(text);
    }

    @Test
    void a_key_is_accepted_only_with_the_fingerprint_named() {
        String seen = house.waiting("new2");
        String accept = "{'client':'wheel','fun':'key.accept','match':'new2','fingerprint':'%s'}";
        JsonNode refused = house.run("ada", accept.formatted("00:11")).at("/0/data");
        assertThat(refused.get("success").booleanValue()).isFalse();
        JsonNode accepted = house.run("ada", accept.formatted(seen)).at("/0/data");
        assertThat(accepted.get("return")).isEqualTo(Json.parse("{\"minions\":[\"new2\"]}"));
        house.forget("new2");
    }

    @Test
    void fingerprints_are_given_by_state_and_only_for_groups_with_some() {
        String waiting = house.waiting("new2");
        JsonNode reply =
                house.run("ada", "{'client':'wheel','fun':'key.finger','match':'new*'}")
                        .at("/0/data/return");
        assertThat(reply.at("/minions_pre/new2").textValue()).isEqualTo(waiting);
        assertThat(reply.get("minions").fieldNames()).toIterable().containsExactly("new1");
        assertThat(reply.has("minions_rejected")).isFalse();
        house.forget("new2");
    }

    @Test
    void grains_come_from_what_hosts_last_sent() {
        house.hosts.recordGrains(
                new HostId("db1"), Json.object().put("os", "Debian").put("saltversion", "3006.9"));
        JsonNode reply = Json.parse(house.get("/minions/db1", house.login("vera")).body());
        assertThat(reply.at("/return/0/db1/os").textValue()).isEqualTo("Debian");
        assertThat(
                        house.run("vera", "{'client':'runner','fun':'manage.versions'}")
                                .at("/0/Minion requires update"))
                .isEqualTo(Json.parse("{\"db1\":\"3006.9\"}"));
        assertThat(house.fleet.published).isEmpty();
    }

    @Test
    void groups_are_the_nodegroups_of_config_values() {
        house.groups.save(
                RestHouse.SYSTEM, new Group("both", "", "web*", List.of(new HostId("db1"))), true);
        JsonNode values =
                house.run("ada", "{'client':'wheel','fun':'config.values'}").at("/0/data/return");
        assertThat(values.at("/nodegroups/both").textValue()).isEqualTo("L@db1 or ( web* )");
        assertThat(values.get("id").textValue()).isEqualTo("here_master");
    }

    @Test
    void every_function_is_documented() {
        JsonNode runners = house.run("vera", "{'client':'runner','fun':'doc.runner'}").get(0);
        assertThat(runners.has("jobs.lookup_jid")).isTrue();
        JsonNode wheels = house.run("vera", "{'client':'runner','fun':'doc.wheel'}").get(0);
        assertThat(wheels.has("key.accept")).isTrue();
    }

    @Test
    void wrong_words_are_400_and_say_what_to_do() {
        for (String chunk :
                List.of(
                        "{'client':'local','fun':'test.ping'}",
                        "{'client':'local','tgt':'*'}",
                        "{'client':'local','tgt':'*','tgt_type':'nosuch','fun':'test.ping'}",
                        "{'client':'runner','fun':'no.such'}",
                        "{'client':'local_batch','tgt':'*','fun':'test.ping','batch':'many'}",
                        "[1]",
                        "'text'")) {
            var response = house.post("/", house.login("ada"), chunk.replace('\'', '"'));
            assertThat(response.statusCode()).as(chunk).isEqualTo(400);
            assertThat(Json.parse(response.body()).get("return").textValue())
                    .hasSizeGreaterThan(10);
        }
        assertThat(house.fleet.published).isEmpty();
    }

    @Test
    void the_event_stream_has_upstreams_form_and_follows_a_job() throws Exception {
        house.access.create(RestHouse.SYSTEM, "vito", RestHouse.PASSWORD, Role.VIEWER);
        try (var http = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(house.url.resolve("/events"))
                            .header("Cookie", "session_id=" + house.login("vito"))
                            .build();
            var response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            assertThat(response.headers().firstValue("Content-Type"))
                    .contains("text/event-stream;charset=utf-8");
            var lines =
                    new BufferedReader(
                            new InputStreamReader(response.body(), StandardCharsets.UTF_8));
            assertThat(lines.readLine()).isEqualTo("retry: 400");
            house.run("ada", "{'client':'local','tgt':'db1','fun':'test.ping'}");
            JsonNode event = next(lines, "/ret/db1");
            assertThat(event.at("/data/return").booleanValue()).isTrue();
            assertThat(event.at("/data/_stamp").textValue())
                    .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}");
            house.access.change(RestHouse.SYSTEM, "vito", Role.VIEWER, true);
            assertThat(lines.lines())
                    .as("what comes until the end")
                    .noneMatch(l -> l.startsWith("data: x"));
        }
    }

    @Test
    void the_local_token_file_lets_its_reader_in() throws IOException {
        JsonNode file = Json.parse(Files.readString(house.tokenFile));
        assertThat(Files.getPosixFilePermissions(house.tokenFile))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(file.get("url").textValue()).isEqualTo(house.url.toString());
        assertThat(house.get("/keys", file.get("token").textValue()).statusCode()).isEqualTo(200);
    }

    @Test
    void a_closed_local_token_leaves_no_file(@TempDir Path folder) {
        Path file = folder.resolve("cli-token");
        LocalToken token = LocalToken.random("tester");
        token.write(file, house.url);
        assertThat(token.actor("0".repeat(64))).isEmpty();
        token.close();
        assertThat(file).doesNotExist();
    }

    private JsonNode job(String jid, String function, String more) {
        return house.run(
                        "ada",
                        "{'client':'runner','fun':'"
                                + function
                                + "','jid':'"
                                + jid
                                + "'"
                                + more
                                + "}")
                .get(0);
    }

    private List<String> functions(String search) {
        return house.run("ada", "{'client':'runner','fun':'jobs.list_jobs'," + search + "}")
                .get(0)
                .findValuesAsText("Function");
    }

    /** The next event whose tag ends so; waits for it. */
    private static JsonNode next(BufferedReader lines, String tagEnd) throws IOException {
        while (true) {
            String line = lines.readLine();
            assertThat(line).as("the stream ended before %s", tagEnd).isNotNull();
            if (line.startsWith("tag: ") && line.endsWith(tagEnd)) {
                return Json.parse(lines.readLine().substring("data: ".length()));
            }
        }
    }

    @Test
    void hosts_that_are_not_connected_are_waited_for_when_saltern_park_says_so() {
        HostId off = house.accepted("off3");
        String low =
                "{'client':'local_async','tgt':'off3,db1','tgt_type':'list','fun':'test.ping',"
                        + "'saltern_park':'1d'}";
        String jid = house.run("ada", low).get(0).path("jid").asText();
        Job job = house.jobs.find(RestHouse.SYSTEM, new Jid(jid)).orElseThrow();
        assertThat(job.parkUntil()).isEqualTo(job.started().plus(Duration.ofDays(1)));
        assertThat(house.jobs.row(RestHouse.SYSTEM, job.jid(), off).orElseThrow().state())
                .isEqualTo(HostState.PARKED);
        assertThat(
                        house.run("ada", low.replace("local_async", "local"))
                                .get(0)
                                .path("db1")
                                .asText())
                .as("the answer does not wait for parked hosts")
                .isEqualTo("true");
        String changes =
                "{'client':'runner','fun':'saltern.job_changes','kwarg':{'jid':'"
                        + jid
                        + "','wait':20}}";
        JsonNode news = house.run("ada", changes).get(0);
        assertThat(news.path("finished").asBoolean()).isFalse();
        assertThat(news.path("parked").asInt()).isOne();
        house.run(
                "ada",
                "{'client':'runner','fun':'saltern.kill_job','kwarg':{'jid':'" + jid + "'}}");
        assertThat(house.jobs.find(RestHouse.SYSTEM, job.jid()).orElseThrow().isFinished())
                .isTrue();
        house.forget("off3");
    }
}
