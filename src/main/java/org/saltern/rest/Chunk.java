package org.saltern.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.saltern.base.Jid;
import org.saltern.base.Json;
import org.saltern.base.TimeSpan;
import org.saltern.hosts.Target;
import org.saltern.hosts.TargetType;
import org.saltern.jobs.Call;
import org.saltern.jobs.JobRequest;

/**
 * One command of a request ("lowstate chunk" upstream): client, function, target, arguments.
 *
 * @param fields as sent
 */
record Chunk(ObjectNode fields) {
    private static final int LONGEST_TIMEOUT = 24 * 60 * 60;

    /** Saltern's own: how long hosts that are not connected are waited for. Upstream has no such prefix. */
    private static final String PARK = "saltern_park";

    /** @throws Refusal 400 not an object */
    static Chunk of(JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            return new Chunk(object);
        }
        throw Refusal.badRequest("Lowstates must be a list");
    }

    /** The chunks of a body: one object, or a list of them. */
    static List<Chunk> all(JsonNode body) {
        List<Chunk> chunks = new ArrayList<>();
        if (body.isArray() && !body.isEmpty()) {
            body.forEach(chunk -> chunks.add(of(chunk)));
        } else {
            chunks.add(of(body));
        }
        return chunks;
    }

    String client() {
        return fields.path("client").asText("None");
    }

    boolean fullReturn() {
        return fields.path("full_return").asBoolean();
    }

    /** A text member, or the other when it is missing or null. */
    String text(String name, String otherwise) {
        JsonNode value = fields.path(name);
        return value.isNull() || value.isMissingNode() ? otherwise : value.asText();
    }

    /** @throws Refusal 400 no function is named */
    String function() {
        String name = fields.path("fun").isTextual() ? fields.get("fun").textValue() : "";
        if (name.isEmpty()) {
            throw Refusal.badRequest("'fun' is missing: name a function, for example test.ping");
        }
        return name;
    }

    Target target() {
        JsonNode tgt = fields.path("tgt");
        String expression = tgt.isArray() ? joined(tgt) : tgt.asText();
        if (expression.isEmpty()) {
            throw Refusal.badRequest("'tgt' is missing: name the hosts that should run this");
        }
        String otherwise = tgt.isArray() ? "list" : text("expr_form", "glob");
        TargetType type = TargetType.of(text("tgt_type", otherwise));
        return new Target(expression, type, text("delimiter", ":"));
    }

    /**
     * The job this chunk asks for.
     *
     * @param timeout how long a silent host is given when the chunk does not say
     */
    JobRequest job(Target target, Duration timeout) {
        return new JobRequest(
                target,
                calls(),
                timeout(timeout),
                text("ret", ""),
                fields.path("metadata") instanceof ObjectNode metadata ? metadata : null,
                text("jid", "").isEmpty() ? null : new Jid(text("jid", "")),
                text(PARK, "").isEmpty() ? Duration.ZERO : TimeSpan.parse(text(PARK, ""), PARK));
    }

    private Duration timeout(Duration otherwise) {
        JsonNode seconds = fields.path("timeout");
        int given = seconds.isNumber() ? seconds.intValue() : digits(seconds.asText());
        return given <= 0 ? otherwise : Duration.ofSeconds(Math.min(given, LONGEST_TIMEOUT));
    }

    private List<Call> calls() {
        JsonNode fun = fields.path("fun");
        if (!fun.isArray()) {
            return List.of(new Call(function(), withKeywords(arguments(fields.path("arg")))));
        }
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < fun.size(); i++) {
            JsonNode arg = fields.path("arg").path(i);
            calls.add(new Call(fun.get(i).asText(), listed(arguments(arg))));
        }
        if (calls.isEmpty()) {
            throw Refusal.badRequest("'fun' is an empty list: name at least one function");
        }
        return calls;
    }

    private static ArrayNode arguments(JsonNode arg) {
        if (arg instanceof ArrayNode list) {
            return list.deepCopy();
        }
        ArrayNode list = Json.array();
        return arg.isMissingNode() || arg.isNull() ? list : list.add(arg);
    }

    private List<JsonNode> withKeywords(ArrayNode arguments) {
        if (fields.path("kwarg") instanceof ObjectNode kwarg && !kwarg.isEmpty()) {
            arguments.add(kwarg.deepCopy().put("__kwarg__", true));
        }
        return listed(arguments);
    }

    private static List<JsonNode> listed(ArrayNode array) {
        List<JsonNode> list = new ArrayList<>();
        array.forEach(list::add);
        return list;
    }

    private static String joined(JsonNode ids) {
        List<String> texts = new ArrayList<>();
        ids.forEach(id -> texts.add(id.asText()));
        return String.join(",", texts);
    }

    private static int digits(String text) {
        return text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
    }
}
