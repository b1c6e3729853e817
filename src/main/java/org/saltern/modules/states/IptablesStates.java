package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.Support;
import org.saltern.modules.Values;

/** {@code iptables.*}: chains, policies and rules of the packet filter. */
final class IptablesStates {
    private static final Support SUPPORT =
            Support.compared("iptables, ip6tables, iptables-save", ", iptables 1.8 on nftables");
    private static final String TAKES = "name, table='filter', family='ipv4'";

    private IptablesStates() {}

    static List<Function> all() {
        return SUPPORT.behind(
                List.of(
                        Function.named("iptables.chain_present")
                                .doc("A chain in a table.")
                                .takes(TAKES)
                                .runs(IptablesStates::chain),
                        Function.named("iptables.chain_absent")
                                .doc("No such chain in a table.")
                                .takes(TAKES)
                                .runs(IptablesStates::noChain),
                        Function.named("iptables.append")
                                .doc("A rule in a chain, at its end when it is new.")
                                .takes(TAKES + ", **kwargs")
                                .runs(call -> rules(call, IptablesStates::append)),
                        Function.named("iptables.insert")
                                .doc("A rule in a chain, at a position when it is new.")
                                .takes(TAKES + ", **kwargs")
                                .runs(call -> rules(call, IptablesStates::insert)),
                        Function.named("iptables.delete")
                                .doc("No such rule in a chain.")
                                .takes(TAKES + ", **kwargs")
                                .runs(call -> rules(call, IptablesStates::delete)),
                        Function.named("iptables.set_policy")
                                .doc("What becomes of packets that no rule of a chain takes.")
                                .takes(TAKES + ", **kwargs")
                                .runs(IptablesStates::policy),
                        Function.named("iptables.flush")
                                .doc("Removes all rules of a chain or a table, each time it runs.")
                                .takes(TAKES + ", **kwargs")
                                .runs(IptablesStates::flush)));
    }

    private static JsonNode run(Call call, String function, String... positional) throws Exception {
        return new Exec(call).run("iptables." + function, positional);
    }

    private static JsonNode chain(Call call) throws Exception {
        String name = call.text("name");
        String table = call.text("table");
        String family = call.text("family");
        StateResult result = StateResult.of(call);
        String which = name + " chain in " + table + " table";
        if (Values.isTrue(run(call, "check_chain", table, name, family))) {
            return result.done(
                            "iptables "
                                    + name
                                    + " chain is already exist in "
                                    + table
                                    + " table for "
                                    + family)
                    .tree();
        }
        if (call.context().test()) {
            return result.would("iptables " + which + " needs to be set for " + family).tree();
        }
        JsonNode done = run(call, "new_chain", table, name, family);
        return done.isBoolean()
                ? result.change("locale", name)
                        .done("iptables " + which + " create success for " + family)
                        .tree()
                : result.failed(
                                "Failed to create "
                                        + which
                                        + ": "
                                        + done.asText()
                                        + " for "
                                        + family)
                        .tree();
    }

    private static JsonNode noChain(Call call) throws Exception {
        String name = call.text("name");
        String table = call.text("table");
        String family = call.text("family");
        StateResult result = StateResult.of(call);
        String which = name + " chain in " + table + " table";
        if (!Values.isTrue(run(call, "check_chain", table, name, family))) {
            return result.done(
                            "iptables "
                                    + name
                                    + " chain is already absent in "
                                    + table
                                    + " table for "
                                    + family)
                    .tree();
        }
        if (call.context().test()) {
            return result.would("iptables " + which + " needs to be removed " + family).tree();
        }
        String flushed = run(call, "flush", table, name, family).asText();
        if (!flushed.isEmpty()) {
            return result.failed("Failed to flush " + which + ": " + flushed + " for " + family)
                    .tree();
        }
        JsonNode done = run(call, "delete_chain", table, name, family);
        return done.isBoolean()
                ? result.change("locale", name)
                        .done("iptables " + which + " delete success for " + family)
                        .tree()
                : result.failed(
                                "Failed to delete "
                                        + which
                                        + ": "
                                        + done.asText()
                                        + " for "
                                        + family)
                        .tree();
    }

    @FunctionalInterface
    private interface Work {
        ObjectNode on(IptablesOneRule rule) throws Exception;
    }

    /** The rule of the call, or each of its {@code rules}. */
    private static JsonNode rules(Call call, Work work) throws Exception {
        ObjectNode own = Json.object();
        call.keywords().properties().forEach(e -> own.set(e.getKey(), e.getValue()));
        for (String same : List.of("name", "table", "family")) {
            own.set(same, call.value(same));
        }
        if (!(own.remove("rules") instanceof ArrayNode several)) {
            return work.on(new IptablesOneRule(call, own));
        }
        var words = new ArrayList<String>();
        ArrayNode changed = Json.array();
        JsonNode worst = Values.of(true);
        for (JsonNode one : several) {
            ObjectNode done = work.on(new IptablesOneRule(call, (ObjectNode) one.deepCopy()));
            words.add(done.path("comment").asText());
            if (done.path("changes").has("locale")) {
                changed.add(done.path("changes").get("locale"));
            }
            JsonNode now = done.get("result");
            boolean worse =
                    now.isNull() ? !worst.isNull() && Values.isTrue(worst) : !Values.isTrue(now);
            worst = worse ? now : worst;
        }
        StateResult result = StateResult.of(call).is(worst, String.join("\n", words));
        return changed.isEmpty() ? result.tree() : result.change("locale", changed).tree();
    }

    private static ObjectNode already(IptablesOneRule rule, String words, String command)
            throws Exception {
        if (!rule.saves() || rule.isSaved()) {
            return rule.result.done(words).tree();
        }
        if (rule.call.context().test()) {
            return rule.result.would(words + "\nThe rules need to be saved").tree();
        }
        String out = rule.write();
        return rule.result
                .done(
                        words
                                + "\nSaved iptables rule "
                                + rule.name
                                + " for "
                                + rule.family
                                + "\n"
                                + command
                                + "\n"
                                + out)
                .tree();
    }

    private static ObjectNode set(IptablesOneRule rule, String command) throws Exception {
        rule.result.change("locale", rule.name);
        String words =
                "Set iptables rule for " + rule.name + " to: " + command + " for " + rule.family;
        if (rule.saves()) {
            words =
                    "Set and saved iptables rule "
                            + rule.name
                            + " for "
                            + rule.family
                            + "\n"
                            + command
                            + "\n"
                            + rule.write();
        }
        return rule.result.done(words).tree();
    }

    private static ObjectNode append(IptablesOneRule rule) throws Exception {
        String line = rule.built("");
        String command = rule.built("A");
        if (rule.isThere(line)) {
            return already(
                    rule,
                    "iptables rule for "
                            + rule.name
                            + " already set ("
                            + command
                            + ") for "
                            + rule.family,
                    command);
        }
        if (rule.call.context().test()) {
            return rule.result
                    .would(
                            "iptables rule for "
                                    + rule.name
                                    + " needs to be set ("
                                    + command
                                    + ") for "
                                    + rule.family)
                    .tree();
        }
        if (Values.isTrue(run(rule.call, "append", rule.table, rule.chain, line, rule.family))) {
            return set(rule, command);
        }
        return rule.result
                .failed(
                        "Failed to set iptables rule for "
                                + rule.name
                                + ".\nAttempted rule was "
                                + command
                                + " for "
                                + rule.family)
                .tree();
    }

    private static ObjectNode insert(IptablesOneRule rule) throws Exception {
        String line = rule.built("");
        String command = rule.built("I");
        String about = rule.name + " %s for " + rule.family + " (" + command + ")";
        if (rule.isThere(line)) {
            return already(
                    rule, "iptables rule for " + about.replace("%s", "already set"), command);
        }
        if (rule.call.context().test()) {
            return rule.result
                    .would("iptables rule for " + about.replace("%s", "needs to be set"))
                    .tree();
        }
        ObjectNode how = Json.object().put("table", rule.table).put("chain", rule.chain);
        how.put("rule", line).put("family", rule.family);
        how.set("position", rule.arguments.path("position"));
        JsonNode complaint = new Exec(rule.call).with("iptables.insert", how);
        if (!Values.isTrue(complaint)) {
            return set(rule, command);
        }
        return rule.result
                .failed(
                        "Failed to set iptables rule for "
                                + rule.name
                                + ".\nAttempted rule was "
                                + command)
                .tree();
    }

    private static ObjectNode delete(IptablesOneRule rule) throws Exception {
        String line = rule.built("");
        String command = rule.built("D");
        boolean byPosition = rule.arguments.has("position");
        String about = " for " + rule.family + " (" + command + ")";
        if (!byPosition && !rule.isThere(line)) {
            return rule.result
                    .done("iptables rule for " + rule.name + " already absent" + about)
                    .tree();
        }
        if (rule.call.context().test()) {
            return rule.result
                    .would("iptables rule for " + rule.name + " needs to be deleted" + about)
                    .tree();
        }
        ObjectNode how = Json.object().put("table", rule.table).put("chain", rule.chain);
        how.put("family", rule.family);
        how.set(
                byPosition ? "position" : "rule",
                byPosition ? rule.arguments.get("position") : Values.text(line));
        JsonNode complaint = new Exec(rule.call).with("iptables.delete", how);
        if (Values.isTrue(complaint)) {
            return rule.result
                    .failed(
                            "Failed to delete iptables rule for "
                                    + rule.name
                                    + ".\nAttempted rule was "
                                    + command)
                    .tree();
        }
        rule.result.change("locale", rule.name);
        String words = "Delete iptables rule for " + rule.name + " " + command;
        if (rule.saves()) {
            words =
                    "Deleted and saved iptables rule "
                            + rule.name
                            + " for "
                            + rule.family
                            + "\n"
                            + command
                            + "\n"
                            + rule.write();
        }
        return rule.result.done(words).tree();
    }

    private static String keyword(Call call, String name) {
        JsonNode value = call.keyword(name);
        return value.isNull() ? "" : Values.asText(value);
    }

    private static IptablesOneRule own(Call call) {
        ObjectNode arguments = Json.object();
        for (Map.Entry<String, JsonNode> e : call.keywords().properties()) {
            arguments.set(e.getKey(), e.getValue());
        }
        for (String same : List.of("name", "table", "family")) {
            arguments.set(same, call.value(same));
        }
        return new IptablesOneRule(call, arguments);
    }

    private static JsonNode policy(Call call) throws Exception {
        IptablesOneRule rule = own(call);
        String policy = keyword(call, "policy");
        String about =
                "iptables default policy for chain "
                        + rule.chain
                        + " on table "
                        + rule.table
                        + " for "
                        + rule.family;
        if (run(call, "get_policy", rule.table, rule.chain, rule.family).asText().equals(policy)) {
            return rule.result.done(about + " already set to " + policy).tree();
        }
        if (call.context().test()) {
            return rule.result.would(about + " needs to be set to " + policy).tree();
        }
        JsonNode complaint = run(call, "set_policy", rule.table, rule.chain, policy, rule.family);
        if (Values.isTrue(complaint)) {
            return rule.result.failed("Failed to set iptables default policy").tree();
        }
        rule.result.change("locale", rule.name);
        String words =
                " default policy for " + rule.chain + " to " + policy + " family " + rule.family;
        if (rule.saves()) {
            rule.write();
            return rule.result.done("Set and saved" + words).tree();
        }
        return rule.result.done("Set" + words).tree();
    }

    private static JsonNode flush(Call call) throws Exception {
        IptablesOneRule rule = own(call);
        if (call.context().test()) {
            return rule.result
                    .would(
                            "iptables rules in "
                                    + rule.name
                                    + " table "
                                    + rule.table
                                    + " chain "
                                    + rule.family
                                    + " family needs to be flushed")
                    .tree();
        }
        JsonNode complaint = run(call, "flush", rule.table, rule.chain, rule.family);
        return Values.isTrue(complaint)
                ? rule.result.failed("Failed to flush iptables rules").tree()
                : rule.result
                        .change("locale", rule.name)
                        .done(
                                "Flush iptables rules in "
                                        + rule.table
                                        + " table "
                                        + rule.chain
                                        + " chain "
                                        + rule.family
                                        + " family")
                        .tree();
    }
}
