package org.saltern.modules.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.saltern.base.Json;
import org.saltern.modules.Context;
import org.saltern.modules.Function;
import org.saltern.modules.Modules;
import org.saltern.modules.Values;
import org.saltern.sls.Keywords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets a state module take the work of later chunks into one, with their requisites. Facts: salt/state.py, {@code _mod_aggregate}. */
final class Aggregation {
    private static final Logger LOG = LoggerFactory.getLogger(Aggregation.class);

    private final Context context;
    private final Function function;

    Aggregation(Context context, Function function) {
        this.context = context;
        this.function = function;
    }

    /** The chunk to run instead; the other chunks are marked by the function. */
    ObjectNode applied(ObjectNode low, List<ObjectNode> chunks, RunResults results)
            throws InterruptedException {
        low.put("__agg__", true);
        ObjectNode running = Json.object();
        results.seen().forEach(running::set);
        try {
            JsonNode answer =
                    Modules.invoke(
                                    context,
                                    function,
                                    List.of(low, Values.list(chunks), running),
                                    Json.object())
                            .value();
            ObjectNode out = answer instanceof ObjectNode changed ? changed : low;
            requisites(out, chunks);
            return out;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            LOG.error("Failed to execute aggregate for state {}", low.path("state"), e);
            return low;
        }
    }

    private static void requisites(ObjectNode low, List<ObjectNode> chunks) {
        Set<String> words = new HashSet<>(Keywords.REQUISITES);
        words.addAll(Keywords.REQUISITES_IN);
        Map<String, ArrayNode> all = new HashMap<>();
        for (ObjectNode chunk : chunks) {
            if (chunk.path("state").equals(low.path("state"))
                    && Values.isTrue(chunk.path("__agg__"))
                    && !chunk.path("name").equals(low.path("name"))) {
                for (String word : words) {
                    if (chunk.get(word) instanceof ArrayNode list) {
                        all.computeIfAbsent(word, w -> Json.array()).addAll(list.deepCopy());
                    }
                }
            }
        }
        all.forEach(low::set);
    }
}
