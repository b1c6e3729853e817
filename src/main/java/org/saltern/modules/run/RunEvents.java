package org.saltern.modules.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.saltern.base.Json;
import org.saltern.modules.Context;
import org.saltern.modules.Values;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the master how a state run goes: each result once. Facts: salt/state.py, {@code event}. */
final class RunEvents {
    private static final Logger LOG = LoggerFactory.getLogger(RunEvents.class);

    private final Context context;
    private final boolean all;
    private final Set<String> told = new HashSet<>();

    /** @param all every result; else only those of states with {@code fire_event} */
    RunEvents(Context context, boolean all) {
        this.context = context;
        this.all = all;
    }

    /** @param length how many states the run has */
    void told(ObjectNode low, String tag, ObjectNode result, int length) {
        JsonNode wanted = low.path("fire_event");
        boolean asked = Values.isTrue(wanted);
        if (!(all || asked) || Values.isTrue(context.options().path("local")) || !told.add(tag)) {
            return;
        }
        ObjectNode data = Json.object();
        data.set("ret", result);
        String jid = context.job().path("jid").asText();
        String id = context.options().path("id").asText();
        String where;
        if (asked) {
            String name = wanted.isTextual() ? wanted.textValue() : result.path("name").asText();
            where = "salt/state_result/" + jid + "/" + id + "/" + name;
        } else {
            where = "salt/job/" + jid + "/prog/" + id + "/" + result.path("__run_num__").asText();
            data.put("len", length);
        }
        try {
            context.master().fire(where, data);
        } catch (IOException e) {
            warn("The result of a state was not told to the master", e);
        }
    }

    void warn(String what, IOException e) {
        LOG.warn("{}: {}", what, e.getMessage());
    }
}
