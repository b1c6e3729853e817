package org.saltern.modules.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.saltern.base.Json;
import org.saltern.modules.Values;
import org.saltern.modules.states.StateTag;
import org.saltern.sls.Keywords;

/** Who listens to states that changed. Facts: salt/state.py, {@code call_listen}. */
final class Listeners {
    private final List<ObjectNode> chunks;
    private final RunResults results;
    private final List<ObjectNode> woken = new ArrayList<>();
    private final Map<String, ObjectNode> errors = new LinkedHashMap<>();

    /** Somebody who listens: a state module and an ID or name. */
    private record Listener(String module, String word) {}

    Listeners(List<ObjectNode> chunks, RunResults results) throws InterruptedException {
        this.chunks = chunks;
        this.results = results;
        for (ObjectNode chunk : chunks) {
            var self = new Listener(text(chunk, "state"), text(chunk, "__id__"));
            for (JsonNode to : items(chunk.path("listen"))) {
                listen(self, to);
            }
            for (JsonNode who : items(chunk.path("listen_in"))) {
                if (who.isObject()) {
                    for (Map.Entry<String, JsonNode> e : who.properties()) {
                        listen(
                                new Listener(e.getKey(), e.getValue().asText()),
                                Json.object().put(self.module(), self.word()));
                    }
                }
            }
        }
    }

    /** The calls of {@code mod_watch} to make, in order. */
    List<ObjectNode> woken() {
        return woken;
    }

    /** Failed results by tag: references that mean nothing. */
    Map<String, ObjectNode> errors() {
        return errors;
    }

    private static List<JsonNode> items(JsonNode value) {
        List<JsonNode> out = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(out::add);
        } else if (value.isObject()) {
            out.add(value);
        }
        return out;
    }

    private static String text(JsonNode chunk, String key) {
        return chunk.path(key).asText();
    }

    private void listen(Listener listener, JsonNode to) throws InterruptedException {
        JsonNode reference = to.isObject() ? to : byWord(to.asText());
        if (reference == null) {
            return;
        }
        for (Map.Entry<String, JsonNode> e : reference.properties()) {
            List<ObjectNode> heard = find(e.getKey(), e.getValue().asText());
            if (heard.isEmpty()) {
                missing(e.getKey(), e.getValue().asText());
            }
            for (ObjectNode chunk : heard) {
                ObjectNode result = results.ran(StateTag.of(chunk));
                if (result != null && Values.isTrue(result.path("changes"))) {
                    wake(listener);
                }
            }
        }
    }

    private JsonNode byWord(String word) {
        for (ObjectNode chunk : chunks) {
            if (text(chunk, "__id__").equals(word) || text(chunk, "name").equals(word)) {
                return Json.object().put(text(chunk, "state"), text(chunk, "__id__"));
            }
        }
        return null;
    }

    private List<ObjectNode> find(String module, String word) {
        return chunks.stream()
                .filter(c -> text(c, "state").equals(module))
                .filter(c -> text(c, "__id__").equals(word) || text(c, "name").equals(word))
                .toList();
    }

    private void wake(Listener listener) {
        List<ObjectNode> found = find(listener.module(), listener.word());
        if (found.isEmpty()) {
            missing(listener.module(), listener.word());
        }
        for (ObjectNode chunk : found) {
            ObjectNode low = chunk.deepCopy();
            low.set("sfun", chunk.path("fun"));
            low.put("fun", "mod_watch").put("__id__", "listener_" + text(chunk, "__id__"));
            low.remove(Keywords.REQUISITES);
            woken.add(low);
        }
    }

    private void missing(String module, String word) {
        ObjectNode result =
                Json.object()
                        .put(
                                "comment",
                                "Referenced state " + module + ": " + word + " does not exist")
                        .put("name", "listen_" + module + ":" + word)
                        .put("result", false);
        result.set("changes", Json.object());
        errors.put(
                "Listen_Error_|-listen_" + word + "_|-listen_" + module + "_|-Listen_Error",
                result);
    }
}
