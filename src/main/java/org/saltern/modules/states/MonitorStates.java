package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.Support;
import org.saltern.modules.Values;
import org.saltern.modules.exec.Patterns;

/** {@code http.query} and {@code disk.status}: states that look and change nothing. */
final class MonitorStates {
    private static final int ALL = 100;

    private MonitorStates() {}

    static List<Function> all() {
        return List.of(
                Function.named("http.query")
                        .by(Support.compared("Saltern's own HTTP client"))
                        .doc("Fails unless a web server answers with this text or status.")
                        .takes(
                                "name, match=None, match_type='string', status=None,"
                                        + " status_type='string', wait_for=None, **kwargs")
                        .runs(call -> query(call)),
                Function.named("http.wait_for_successful_query")
                        .by(Support.compared("Saltern's own HTTP client"))
                        .doc(
                                "Asks a web server until it answers with this text or status, for"
                                        + " so many seconds.")
                        .takes(
                                "name, wait_for=300, match=None, match_type='string', status=None,"
                                        + " status_type='string', **kwargs")
                        .runs(MonitorStates::await),
                Function.named("disk.status")
                        .by(Support.compared("df"))
                        .doc("Fails unless so much of a file system is used, or free.")
                        .takes("name, maximum=None, minimum=None, absolute=False, free=False")
                        .runs(MonitorStates::disk));
    }

    private static JsonNode ask(Call call) throws Exception {
        ObjectNode how = Json.object();
        call.keywords().properties().stream()
                .filter(e -> !e.getKey().startsWith("__"))
                .forEach(e -> how.set(e.getKey(), e.getValue()));
        how.put("text", true).put("status", true);
        if (call.context().test()) {
            how.put("test", true);
        }
        boolean waits =
                call.function().equals("http.query") && Values.isTrue(call.value("wait_for"));
        if (waits) {
            how.set("wait_for", call.value("wait_for"));
        }
        String function = waits ? "http.wait_for_successful_query" : "http.query";
        return new Exec(call).with(function, how, call.value("name"));
    }

    private static ObjectNode query(Call call) throws Exception {
        StateResult result = StateResult.of(call).with("data", Json.object());
        JsonNode match = call.value("match");
        JsonNode status = call.value("status");
        if (match.isNull() && status.isNull()) {
            return result.failed(
                            " Either match text (match) or a status code (status) is required.")
                    .tree();
        }
        JsonNode data = ask(call);
        result.with("data", data);
        var words = new ArrayList<String>();
        boolean good = true;
        if (!match.isNull()) {
            String text = data.path("text").asText("");
            String wanted = Values.asText(match);
            boolean pattern = call.text("match_type").equals("pcre");
            good = pattern ? Patterns.compile(wanted).matcher(text).find() : text.contains(wanted);
            words.add(
                    "Match "
                            + (pattern ? "pattern" : "text")
                            + " \""
                            + wanted
                            + (good ? "\" was found." : "\" was not found."));
        }
        if (!status.isNull()) {
            good &= status(call, status, data.path("status"), words);
        }
        String comment = String.join(" ", words);
        if (!call.context().test()) {
            return good ? result.done(comment).tree() : result.failed(comment).tree();
        }
        JsonNode other = call.keyword("test_url");
        String mode = other.isNull() ? "" : ", TEST URL WAS: " + Values.asText(other);
        return result.would(comment + " (TEST MODE" + mode + ")").tree();
    }

    private static boolean status(Call call, JsonNode wanted, JsonNode now, List<String> words) {
        String shown = now.isMissingNode() ? "" : Values.asText(now);
        switch (call.text("status_type")) {
            case "list" -> {
                List<String> found = Call.texts(wanted).stream().filter(shown::equals).toList();
                found.forEach(s -> words.add("Status " + s + " was found."));
                if (found.isEmpty()) {
                    words.add("Statuses " + Values.asText(wanted) + " were not found.");
                }
                return !found.isEmpty();
            }
            case "pcre" -> {
                boolean found = Patterns.compile(Values.asText(wanted)).matcher(shown).find();
                String end = found ? "\" was found." : "\" was not found.";
                words.add("Status pattern \"" + Values.asText(wanted) + end);
                return found;
            }
            default -> {
                boolean found = shown.equals(Values.asText(wanted));
                words.add(
                        "Status "
                                + Values.asText(wanted)
                                + (found ? " was found." : " was not found."));
                return found;
            }
        }
    }

    private static JsonNode await(Call call) throws Exception {
        Instant end = call.context().clock().instant().plusSeconds(call.number("wait_for"));
        JsonNode interval = call.keyword("request_interval");
        while (true) {
            ObjectNode out = query(call);
            JsonNode result = out.path("result");
            if (!result.isBoolean()
                    || result.booleanValue()
                    || !call.context().clock().instant().isBefore(end)) {
                return out;
            }
            Thread.sleep(Duration.ofSeconds(interval.isNull() ? 1 : interval.asLong(1)));
        }
    }

    /** A limit, or what is wrong with it. */
    private static Long limit(Call call, String name, List<String> wrong) {
        if (call.value(name).isNull()) {
            return null;
        }
        boolean absolute = call.flag("absolute");
        String text = call.text(name).replaceAll(absolute ? "[ KB]" : "[ %]", "");
        if (!text.matches("-?\\d{1,18}")) {
            wrong.add(name + " must be an integer ");
            return null;
        }
        long value = Long.parseLong(text);
        if (!absolute && (value < 0 || value > ALL)) {
            wrong.add(name + " must be in the range [0, 100] ");
        }
        return value;
    }

    private static JsonNode disk(Call call) throws Exception {
        String name = call.text("name");
        StateResult result = StateResult.of(call).with("data", Json.object());
        var wrong = new ArrayList<String>();
        Long most = limit(call, "maximum", wrong);
        Long least = limit(call, "minimum", wrong);
        if (most != null && least != null && least >= most) {
            wrong.add("minimum must be less than maximum ");
        }
        if (!wrong.isEmpty()) {
            return result.failed(String.join("", wrong)).tree();
        }
        JsonNode usage = new Exec(call).run("disk.usage", new JsonNode[0]).path(name);
        if (usage.isMissingNode()) {
            return result.failed("Disk mount " + name + " not present. ").tree();
        }
        result.with("data", usage);
        boolean absolute = call.flag("absolute");
        long used =
                absolute
                        ? usage.path("used").asLong()
                        : Long.parseLong(usage.path("capacity").asText("0").replace("%", ""));
        long available = absolute ? usage.path("available").asLong() : ALL - used;
        boolean free = call.flag("free");
        long now = free ? available : used;
        String unit = absolute ? " KB" : " %";
        String what = "Disk " + (free ? "available" : "used") + " space is ";
        if (least != null && now < least) {
            return result.failed(what + "below minimum of " + least + unit + " at " + now + unit)
                    .tree();
        }
        if (most != null && now > most) {
            return result.failed(what + "above maximum of " + most + unit + " at " + now + unit)
                    .tree();
        }
        return result.done("Disk used space in acceptable range").tree();
    }
}
