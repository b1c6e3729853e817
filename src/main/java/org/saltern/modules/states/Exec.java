package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Values;

/** Execution functions as a state calls them, through the registry of the run, so that other providers can stand there. */
final class Exec {
    private final Call call;

    Exec(Call call) {
        this.call = call;
    }

    /** Whether there is such a function on this minion. */
    boolean has(String function) {
        return call.context().modules().find(function).isPresent();
    }

    JsonNode run(String function, JsonNode... positional) throws Exception {
        return with(function, Json.object(), positional);
    }

    JsonNode run(String function, String... positional) throws Exception {
        return call.context()
                .modules()
                .run(
                        call.context(),
                        function,
                        java.util.Arrays.stream(positional).map(Values::text).toList(),
                        Json.object());
    }

    JsonNode with(String function, ObjectNode keywords, JsonNode... positional) throws Exception {
        return call.context()
                .modules()
                .run(call.context(), function, List.of(positional), keywords);
    }

    boolean is(String function, String... positional) throws Exception {
        return Values.isTrue(run(function, positional));
    }
}
