package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Values;

/** One rule of a state. */
final class IptablesOneRule {
    final Call call;
    final ObjectNode arguments;
    final String name;
    final String table;
    final String family;
    final String chain;
    final StateResult result;
    private final JsonNode save;

    IptablesOneRule(Call call, ObjectNode arguments) {
        this.call = call;
        this.arguments = arguments;
        name = arguments.path("name").asText();
        table = arguments.path("table").asText("filter");
        family = arguments.path("family").asText("ipv4");
        chain = arguments.path("chain").asText("");
        save = arguments.path("save");
        result = StateResult.named(name);
    }

    String built(String command) throws Exception {
        ObjectNode how = arguments.deepCopy();
        how.remove(List.of("save", "rules"));
        how.put("family", family).put("table", table);
        if (!command.isEmpty()) {
            how.put("full", true).put("command", command);
        }
        return new Exec(call).with("iptables.build_rule", how).asText().strip();
    }

    boolean isThere(String rule) throws Exception {
        return Values.isTrue(new Exec(call).run("iptables.check", table, chain, rule, family));
    }

    boolean saves() {
        return Values.isTrue(save);
    }

    private ObjectNode file() {
        ObjectNode how = Json.object().put("family", family);
        how.set("filename", save.isTextual() ? save : Values.none());
        return how;
    }

    String write() throws Exception {
        return new Exec(call).with("iptables.save", file()).asText();
    }

    boolean isSaved() throws Exception {
        return Values.isTrue(new Exec(call).with("iptables.is_saved", file()));
    }
}
