package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Context;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;

/**
 * {@code file.accumulated}: texts that several states collect for one file, which {@code file.managed} (as
 * {@code accumulator} of its template) and {@code file.blockreplace} then use.
 */
final class Accumulators {
    private static final String MEMORY = "file.accumulated";
    private static final Set<String> REQUISITES = Set.of("require_in", "watch_in", "prereq_in");

    private Accumulators() {}

    static List<Function> all() {
        return List.of(
                Function.named("file.accumulated")
                        .doc(
                                "Collects texts for the file that a file.managed or"
                                        + " file.blockreplace state manages.")
                        .takes("name, filename, text, **kwargs")
                        .runs(Accumulators::accumulate));
    }

    /** What was collected for a file so far, by accumulator name; empty when nothing was. */
    static ObjectNode of(Context context, String file) {
        ObjectNode all = context.state().memory().get(MEMORY);
        if (all == null) {
            return Json.object();
        }
        synchronized (all) {
            return all.path(file).isObject() ? all.get(file).deepCopy() : Json.object();
        }
    }

    private static JsonNode accumulate(Call call) {
        String name = call.text("name");
        if (name.isEmpty()) {
            throw new ModuleError.BadRequest("Must provide name to file.accumulated");
        }
        StateResult result = StateResult.of(call);
        if (!call.value("text").isArray() && !call.value("text").isTextual()) {
            throw new ModuleError.BadRequest("Text to accumulate is a text or a list of texts");
        }
        if (!isForSomeFile(call)) {
            return result.failed(
                            "Orphaned accumulator "
                                    + name
                                    + " in "
                                    + call.context().state().sls()
                                    + ":"
                                    + call.context().state().id())
                    .tree();
        }
        add(call, call.text("filename"), name);
        return result.done(
                        "Accumulator "
                                + name
                                + " for file "
                                + call.text("filename")
                                + " was charged by text")
                .tree();
    }

    /** A state of this kind must come before the one that uses it, so it says for which. */
    private static boolean isForSomeFile(Call call) {
        ObjectNode chunk = call.context().state().chunk();
        for (String requisite : REQUISITES) {
            for (JsonNode item : chunk.path(requisite)) {
                if (item.has("file")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void add(Call call, String file, String name) {
        ObjectNode all =
                call.context().state().memory().computeIfAbsent(MEMORY, k -> Json.object());
        synchronized (all) {
            ArrayNode list = all.withObjectProperty(file).withArrayProperty(name);
            for (JsonNode text :
                    call.value("text").isArray()
                            ? call.value("text")
                            : Json.array().add(call.value("text"))) {
                boolean known = false;
                for (JsonNode have : list) {
                    known |= have.equals(text);
                }
                if (!known) {
                    list.add(Values.text(Values.asText(text)));
                }
            }
        }
    }
}
