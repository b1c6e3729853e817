package org.saltern.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;
import org.saltern.targets.Glob;

/** A publication that was opened once for all minions that heard it. Targets other than globs and lists match every minion. */
final class Heard {
    private final ObjectNode load;
    private final Set<String> names = new HashSet<>();
    private final Glob glob;

    Heard(ObjectNode load) {
        this.load = load;
        String type = load.path("tgt_type").asText("glob");
        JsonNode target = load.path("tgt");
        if (target.isArray()) {
            target.forEach(name -> names.add(name.asText()));
        } else if (type.equals("list")) {
            names.addAll(Set.of(target.asText().split(",")));
        }
        glob = type.equals("glob") && target.isTextual() ? Glob.of(target.asText()) : null;
    }

    boolean isFor(String id) {
        return glob != null ? glob.matches(id) : names.isEmpty() || names.contains(id);
    }

    String jid() {
        return load.path("jid").asText();
    }

    String function() {
        return load.path("fun").asText();
    }

    JsonNode arguments() {
        return load.path("arg");
    }
}
