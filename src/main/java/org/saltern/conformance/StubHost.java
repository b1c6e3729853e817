package org.saltern.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.saltern.base.Json;
import org.saltern.modules.Function;
import org.saltern.modules.Modules;

import java.util.List;

/** A host that is only a document: packages, services, users and groups, so that cases never touch the machine. */
final class StubHost {
    private final ObjectNode host;
    private final ArrayNode log = Json.array();
    private final List<Function> functions;

    StubHost(JsonNode host) {
        this.host = (ObjectNode) host;
        this.functions = List.of();
    }

    List<Function> functions() {
        return functions;
    }

    /** Whether each function of {@code pkg}, {@code service}, {@code user} and {@code group} in use is this host's. */
    boolean isInUse(Modules modules) {
        return !functions.isEmpty()
                && modules.functions().stream()
                        .filter(
                                f ->
                                        List.of("pkg", "service", "user", "group")
                                                .contains(f.module()))
                        .allMatch(functions::contains);
    }

    /** The document as it is now, with the log of service calls. */
    ObjectNode state() {
        ObjectNode out = host.deepCopy();
        out.set("log", log);
        return out;
    }
}
