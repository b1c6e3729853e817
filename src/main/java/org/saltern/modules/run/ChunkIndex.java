package org.saltern.modules.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.saltern.targets.Glob;

/** The chunks of a run, found by what requisites say about them. */
final class ChunkIndex {
    private final List<ObjectNode> chunks;
    private final Map<String, List<ObjectNode>> byWord = new HashMap<>();

    ChunkIndex(List<ObjectNode> chunks) {
        this.chunks = chunks;
        for (ObjectNode chunk : chunks) {
            String name = chunk.path("name").asText();
            String id = chunk.path("__id__").asText();
            byWord.computeIfAbsent(name, w -> new ArrayList<>()).add(chunk);
            if (!name.equals(id)) {
                byWord.computeIfAbsent(id, w -> new ArrayList<>()).add(chunk);
            }
        }
    }

    List<ObjectNode> all() {
        return chunks;
    }

    /** The chunks that {@code {kind: value}} means: a state module, {@code id} for any, or {@code sls}. */
    List<ObjectNode> find(String kind, String value) {
        boolean pattern =
                value.indexOf('*') >= 0 || value.indexOf('?') >= 0 || value.indexOf('[') >= 0;
        Glob glob = pattern ? Glob.of(value) : null;
        if (kind.equals("sls")) {
            return chunks.stream().filter(c -> matches(c.path("__sls__"), value, glob)).toList();
        }
        List<ObjectNode> candidates = pattern ? chunks : byWord.getOrDefault(value, List.of());
        return candidates.stream()
                .filter(
                        c ->
                                matches(c.path("name"), value, glob)
                                        || matches(c.path("__id__"), value, glob))
                .filter(c -> kind.equals("id") || c.path("state").asText().equals(kind))
                .toList();
    }

    private static boolean matches(JsonNode text, String value, Glob glob) {
        String word = text.asText();
        return word.equals(value) || (glob != null && glob.matches(word));
    }
}
