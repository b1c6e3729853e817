package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.Support;
import org.saltern.modules.Values;

/** {@code group.*}: groups and who is in them. */
final class GroupStates {
    private static final Support SUPPORT =
            new Support(
                    "groupadd, groupmod, gpasswd",
                    "recorded cases of Salt 3007.0; " + Support.HOST);

    private GroupStates() {}

    static List<Function> all() {
        return SUPPORT.behind(
                List.of(
                        Function.named("group.present")
                                .doc("A group with this number and members.")
                                .takes(
                                        "name, gid=None, system=False, addusers=None,"
                                                + " delusers=None, members=None, non_unique=False,"
                                                + " local=False")
                                .runs(GroupStates::present),
                        Function.named("group.absent")
                                .doc("No group of this name.")
                                .takes("name, local=False")
                                .runs(GroupStates::absent)));
    }

    private static JsonNode present(Call call) throws Exception {
        String name = call.text("name");
        StateResult result = StateResult.of(call);
        boolean some = !call.value("addusers").isNull() || !call.value("delusers").isNull();
        if (!call.value("members").isNull() && some) {
            return result.would(
                            "Error: Conflicting options \"members\" with \"addusers\" and/or"
                                    + " \"delusers\" can not be used together. ")
                    .tree();
        }
        List<String> both = new ArrayList<>(Call.texts(call.value("addusers")));
        both.retainAll(Call.texts(call.value("delusers")));
        if (!both.isEmpty()) {
            return result.would("Error. Same user(s) can not be added and deleted simultaneously")
                    .tree();
        }
        if (!call.value("gid").isNull() && !call.text("gid").matches("[0-9]{1,10}")) {
            return result.failed("Invalid gid").tree();
        }
        var exec = new Exec(call);
        JsonNode now = exec.run("group.info", name);
        if (now.isEmpty()) {
            return create(call, exec, result);
        }
        ObjectNode changes = changes(call, now);
        if (changes.isEmpty()) {
            return result.done("Group " + name + " is present and up to date").tree();
        }
        var words = new StringBuilder("The following group attributes are set to be changed:\n");
        changes.properties()
                .forEach(
                        e ->
                                words.append(e.getKey())
                                        .append(": ")
                                        .append(Values.asText(e.getValue()))
                                        .append('\n'));
        if (call.context().test()) {
            return result.would(words.toString()).tree();
        }
        apply(call, exec, changes);
        ObjectNode left = changes(call, exec.run("group.info", name));
        if (!left.isEmpty()) {
            return result.changes((ObjectNode) Json.object().set("Failed", left))
                    .failed(words + "Some changes could not be applied")
                    .tree();
        }
        return result.change("Final", "All changes applied successfully")
                .done(words.toString())
                .tree();
    }

    private static ObjectNode changes(Call call, JsonNode now) {
        ObjectNode out = Json.object();
        List<String> members = Call.texts(now.path("members"));
        if (!call.value("gid").isNull() && now.path("gid").asLong() != call.number("gid")) {
            out.put("gid", call.number("gid"));
        }
        if (!call.value("members").isNull()) {
            List<String> wanted = Call.texts(call.value("members"));
            if (wanted.isEmpty() && !members.isEmpty()) {
                out.set("delusers", Values.texts(members));
            } else if (!new HashSet<>(wanted).equals(new HashSet<>(members))) {
                out.set("members", Values.texts(wanted));
            }
        }
        List<String> add = new ArrayList<>(Call.texts(call.value("addusers")));
        add.removeAll(members);
        if (!add.isEmpty()) {
            out.set("addusers", Values.texts(add));
        }
        List<String> remove = new ArrayList<>(Call.texts(call.value("delusers")));
        remove.retainAll(members);
        if (!remove.isEmpty()) {
            out.set("delusers", Values.texts(remove));
        }
        return out;
    }

    private static void apply(Call call, Exec exec, ObjectNode changes) throws Exception {
        String name = call.text("name");
        for (Map.Entry<String, JsonNode> e : changes.properties()) {
            switch (e.getKey()) {
                case "gid" ->
                        exec.with("group.chgid", nonUnique(call), Values.text(name), e.getValue());
                case "members" ->
                        exec.run("group.members", name, String.join(",", Call.texts(e.getValue())));
                default -> {
                    String function =
                            e.getKey().equals("addusers") ? "group.adduser" : "group.deluser";
                    for (String user : Call.texts(e.getValue())) {
                        exec.run(function, name, user);
                    }
                }
            }
        }
    }

    private static ObjectNode nonUnique(Call call) {
        return call.flag("non_unique") ? Json.object().put("non_unique", true) : Json.object();
    }

    private static JsonNode create(Call call, Exec exec, StateResult result) throws Exception {
        String name = call.text("name");
        if (call.context().test()) {
            return result.would("Group " + name + " set to be added").tree();
        }
        if (!call.value("gid").isNull() && !call.flag("non_unique")) {
            for (JsonNode other : exec.run("group.getent", new JsonNode[0])) {
                if (other.path("gid").asLong() == call.number("gid")) {
                    return result.failed(
                                    "Group "
                                            + name
                                            + " is not present but gid "
                                            + call.number("gid")
                                            + " is already taken by group "
                                            + other.path("name").asText())
                            .tree();
                }
            }
        }
        ObjectNode arguments = Json.object().put("name", name);
        for (String argument : List.of("gid", "system", "non_unique")) {
            arguments.set(argument, call.value(argument));
        }
        if (!Values.isTrue(exec.with("group.add", arguments))) {
            return result.failed("Failed to create new group " + name).tree();
        }
        List<String> members = Call.texts(call.value("members"));
        members.addAll(Call.texts(call.value("addusers")));
        if (!members.isEmpty()) {
            exec.run("group.members", name, String.join(",", members));
        }
        JsonNode made = exec.run("group.info", name);
        ObjectNode left = changes(call, made);
        if (!left.isEmpty()) {
            return result.changes((ObjectNode) Json.object().set("Failed", left))
                    .failed(
                            "Group "
                                    + name
                                    + " has been created but, some changes could not be applied")
                    .tree();
        }
        return result.changes((ObjectNode) made).done("New group " + name + " created").tree();
    }

    private static JsonNode absent(Call call) throws Exception {
        String name = call.text("name");
        StateResult result = StateResult.of(call);
        var exec = new Exec(call);
        if (exec.run("group.info", name).isEmpty()) {
            return result.done("Group not present").tree();
        }
        if (call.context().test()) {
            return result.would("Group " + name + " is set for removal").tree();
        }
        return exec.is("group.delete", name)
                ? result.change(name, "").done("Removed group " + name).tree()
                : result.failed("Failed to remove group " + name).tree();
    }
}
