package org.saltern.modules.exec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;

/** {@code http.*}: requests to web servers, from this minion. */
final class HttpFunctions {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LONGEST = 16 << 20;
    private static final int FIRST_ERROR = 400;

    /** Headers that the client of Java sets itself. */
    private static final List<String> OWN_HEADERS =
            List.of("connection", "content-length", "expect", "host", "upgrade");

    private HttpFunctions() {}

    static List<Function> all() {
        String takes =
                "method='GET', params=None, data=None, data_file=None, header_dict=None,"
                        + " header_list=None, username=None, password=None, decode=False,"
                        + " decode_type='auto', text=False, status=False, headers=False, test=False,"
                        + " test_url=None, verify_ssl=None, agent='Salt http.query()',"
                        + " request_interval=1, **kwargs";
        return List.of(
                Function.named("http.query")
                        .doc(
                                "Asks a web server; answers body, and status and headers when they"
                                        + " are wanted.")
                        .takes("url, " + takes)
                        .runs(HttpFunctions::query),
                Function.named("http.wait_for_successful_query")
                        .doc(
                                "Asks a web server until it answers without an error, for so many"
                                        + " seconds.")
                        .takes("url, wait_for=300, " + takes)
                        .runs(HttpFunctions::await));
    }

    private static String encoded(JsonNode fields) {
        var out = new ArrayList<String>();
        for (Map.Entry<String, JsonNode> e : fields.properties()) {
            out.add(
                    URLEncoder.encode(e.getKey(), StandardCharsets.UTF_8)
                            + "="
                            + URLEncoder.encode(
                                    Values.asText(e.getValue()), StandardCharsets.UTF_8));
        }
        return String.join("&", out);
    }

    private static URI address(Call call, String url) {
        JsonNode params = call.value("params");
        String more =
                params.isObject() && !params.isEmpty()
                        ? (url.contains("?") ? "&" : "?") + encoded(params)
                        : "";
        try {
            URI uri = URI.create(url + more);
            if (uri.getHost() == null || !uri.getScheme().matches("https?")) {
                throw new ModuleError.BadRequest("Not a URL of the web: " + url);
            }
            return uri;
        } catch (IllegalArgumentException e) {
            throw new ModuleError.BadRequest("Not a URL: " + url);
        }
    }

    private static byte[] body(Call call) throws IOException {
        if (call.given("data_file").isPresent()) {
            return call.machine().read(Paths.absolute(call.text("data_file")));
        }
        JsonNode data = call.value("data");
        return (data.isObject() ? encoded(data) : data.isNull() ? "" : Values.asText(data))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static HttpRequest request(Call call, String url) throws IOException {
        byte[] body = body(call);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address(call, url))
                        .timeout(PATIENCE)
                        .setHeader("User-Agent", call.text("agent"))
                        .method(
                                call.text("method").toUpperCase(Locale.ROOT),
                                body.length == 0
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofByteArray(body));
        if (call.value("data").isObject()) {
            request.setHeader("Content-Type", "application/x-www-form-urlencoded");
        }
        if (call.given("username").isPresent() && call.given("password").isPresent()) {
            byte[] pair =
                    (call.text("username") + ":" + call.text("password"))
                            .getBytes(StandardCharsets.UTF_8);
            request.setHeader("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
        }
        for (Map.Entry<String, JsonNode> e : call.value("header_dict").properties()) {
            header(request, e.getKey(), Values.asText(e.getValue()));
        }
        for (JsonNode line : call.value("header_list")) {
            int colon = Values.asText(line).indexOf(':');
            if (colon > 0) {
                header(
                        request,
                        Values.asText(line).substring(0, colon).strip(),
                        Values.asText(line).substring(colon + 1).strip());
            }
        }
        return request.build();
    }

    private static void header(HttpRequest.Builder request, String name, String value) {
        if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
            request.setHeader(name, value);
        }
    }

    private static JsonNode query(Call call) throws IOException, InterruptedException {
        if (!call.value("verify_ssl").isNull() && !call.flag("verify_ssl")) {
            throw new ModuleError.BadRequest("verify_ssl: False is not supported by this minion");
        }
        ObjectNode out = Json.object();
        String url = call.text("url");
        if (call.flag("test")) {
            if (call.given("test_url").isEmpty()) {
                return out;
            }
            url = call.text("test_url");
            out.put("test", true);
        }
        HttpRequest request = request(call, url);
        try (HttpClient client =
                        HttpClient.newBuilder()
                                .followRedirects(HttpClient.Redirect.NORMAL)
                                .connectTimeout(PATIENCE)
                                .build();
                InputStream in = send(client, request, out)) {
            byte[] content = in.readNBytes(LONGEST + 1);
            if (content.length > LONGEST) {
                throw new ModuleError.Failed(url + " answers more than " + LONGEST + " bytes");
            }
            String text = new String(content, StandardCharsets.UTF_8);
            out.put("body", text);
            return finished(call, out, text);
        } catch (IOException e) {
            out.put("status", 0);
            return out.put("error", e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private static InputStream send(HttpClient client, HttpRequest request, ObjectNode out)
            throws IOException, InterruptedException {
        HttpResponse<InputStream> answer =
                client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        out.put("status", answer.statusCode());
        if (answer.statusCode() >= FIRST_ERROR) {
            out.put("error", "HTTP " + answer.statusCode());
        }
        ObjectNode headers = out.putObject("headers");
        answer.headers()
                .map()
                .forEach((name, values) -> headers.put(name, String.join(",", values)));
        return answer.body();
    }

    /** Leaves out what is not wanted. An error always carries its status. */
    private static JsonNode finished(Call call, ObjectNode out, String text) {
        String type = out.path("headers").path("content-type").asText("application/json");
        boolean error = out.has("error");
        if (!call.flag("headers")) {
            out.remove("headers");
        }
        if (error) {
            return out;
        }
        if (!call.flag("status")) {
            out.remove("status");
        }
        if (call.flag("decode")) {
            String kind = call.text("decode_type");
            boolean json = kind.equals("json") || (kind.equals("auto") && type.contains("json"));
            if (json) {
                out.set("dict", parsed(text));
            } else {
                out.put("text", text);
            }
        }
        return call.flag("text") ? out.put("text", text) : out;
    }

    private static JsonNode parsed(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new ModuleError.Failed("The answer is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static JsonNode await(Call call) throws IOException, InterruptedException {
        Instant end = call.context().clock().instant().plusSeconds(call.number("wait_for"));
        while (true) {
            JsonNode out = query(call);
            if (!out.has("error") || !call.context().clock().instant().isBefore(end)) {
                return out;
            }
            Thread.sleep(Duration.ofSeconds(Math.max(1, call.number("request_interval"))));
        }
    }
}
