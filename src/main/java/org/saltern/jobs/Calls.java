package org.saltern.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.saltern.base.Json;
import org.saltern.base.Problem;

/** The function calls of a job: what they may be, and how they are stored and announced. */
final class Calls {
    private static final Pattern FUNCTION =
            Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*(\\.[A-Za-z_][A-Za-z0-9_]*)+");
    private static final int LONGEST = 128;

    /** The most functions of one job. */
    static final int MOST = 100;

    private static final int LARGEST = 1 << 20;
    private static final int DEEPEST = 64;

    private Calls() {}

    static boolean isFunctionName(String name) {
        return name.length() <= LONGEST && FUNCTION.matcher(name).matches();
    }

    /** @throws Problem.BadInput there is none, there are too many, or one is malformed or too large */
    static void check(List<Call> calls) {
        if (calls.isEmpty() || calls.size() > MOST) {
            throw new Problem.BadInput(
                    Problem.text("A job has 1 to {0} function calls, not {1}", MOST, calls.size()),
                    "fun",
                    Problem.text("Name a function such as test.ping."));
        }
        for (Call call : calls) {
            if (!isFunctionName(call.function())) {
                throw new Problem.BadInput(
                        Problem.text("Not a function: '{0}'", Problem.shown(call.function())),
                        "fun",
                        Problem.text(
                                "A function is a module and a name joined by a dot, such as test.ping."));
            }
            if (call.arguments().stream().anyMatch(a -> !Trees.isShallow(a, DEEPEST))) {
                throw new Problem.BadInput(
                        Problem.text("The arguments are nested deeper than {0} levels", DEEPEST),
                        "arg",
                        Problem.text("Put large structures into a pillar or a file."));
            }
        }
        if (write(calls).getBytes(StandardCharsets.UTF_8).length > LARGEST) {
            throw new Problem.BadInput(
                    "The arguments are larger than 1 MiB",
                    "arg",
                    "Put large content into a file of the state tree and name that.");
        }
    }

    /** The name; a list of names when there are several calls. */
    static JsonNode functions(List<Call> calls) {
        if (calls.size() == 1) {
            return Json.array().add(calls.getFirst().function()).get(0);
        }
        ArrayNode names = Json.array();
        calls.forEach(call -> names.add(call.function()));
        return names;
    }

    /** The arguments; a list of such lists when there are several calls. */
    static ArrayNode arguments(List<Call> calls) {
        ArrayNode all = Json.array();
        if (calls.size() == 1) {
            return all.addAll(calls.getFirst().arguments());
        }
        calls.forEach(call -> all.add(Json.array().addAll(call.arguments())));
        return all;
    }

    /** {@code [["test.ping", []], …]}. */
    static String write(List<Call> calls) {
        ArrayNode all = Json.array();
        calls.forEach(
                call ->
                        all.add(
                                Json.array()
                                        .add(call.function())
                                        .add(Json.array().addAll(call.arguments()))));
        return Trees.write(all);
    }

    static List<Call> read(String text) {
        var calls = new ArrayList<Call>();
        for (JsonNode call : Trees.read(text.getBytes(StandardCharsets.UTF_8))) {
            var arguments = new ArrayList<JsonNode>();
            call.get(1).forEach(arguments::add);
            calls.add(new Call(call.get(0).asText(), arguments));
        }
        return calls;
    }
}
