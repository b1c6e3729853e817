package org.saltern.minion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.saltern.base.Json;
import org.saltern.modules.Outcome;

/** Makes the {@code _return} load of one job, with upstream's fields in upstream's order. */
final class Returns {
    /** What a shell says of a process that SIGTERM ended. */
    private static final int TERMINATED = 143;

    private static final List<String> COPIED =
            List.of("user", "metadata", "master_id", "ret_config", "ret_kwargs");

    private final String id;
    private final ObjectNode load;

    Returns(String id, ObjectNode load) {
        this.id = id;
        this.load = load;
    }

    /** Of a job with one function. */
    ObjectNode of(Outcome outcome) {
        ObjectNode result = Json.object().put("cmd", "_return").put("id", id);
        result.put("success", outcome.success());
        result.set("return", outcome.value());
        result.put("retcode", outcome.retcode());
        finish(result);
        outcome.outputter().ifPresent(out -> result.put("out", out));
        return result;
    }

    /** Of a job with several functions: maps by function, as upstream; the same function twice leaves its last answer. */
    ObjectNode of(List<Outcome> outcomes) {
        ObjectNode result = Json.object().put("cmd", "_return").put("id", id);
        ObjectNode success = result.putObject("success");
        ObjectNode value = result.putObject("return");
        ObjectNode retcode = result.putObject("retcode");
        for (int i = 0; i < outcomes.size(); i++) {
            String function = load.path("fun").path(i).asText();
            success.put(function, outcomes.get(i).success());
            value.set(function, outcomes.get(i).value());
            retcode.put(function, outcomes.get(i).retcode());
        }
        finish(result);
        return result;
    }

    /** Of a job that was ended by a signal. */
    ObjectNode killed() {
        JsonNode text = Json.object().textNode("The job was ended by a signal.");
        return of(new Outcome(text, TERMINATED, Optional.of("nested"), false));
    }

    private void finish(ObjectNode result) {
        result.set("jid", load.path("jid"));
        result.set("fun", load.path("fun"));
        result.set("fun_args", load.path("arg"));
        COPIED.stream()
                .filter(load::has)
                .filter(field -> !field.equals("metadata") || load.get(field).isObject())
                .forEach(field -> result.set(field, load.get(field)));
    }
}
