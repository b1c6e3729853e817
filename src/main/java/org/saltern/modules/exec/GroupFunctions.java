package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.saltern.base.Json;
import org.saltern.modules.Accounts;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.Ran;
import org.saltern.modules.Values;

/** {@code group.*}: groups, changed by groupadd, groupmod, groupdel and gpasswd. */
final class GroupFunctions {
    private GroupFunctions() {}

    static List<Function> all() {
        return List.of(
                Function.named("group.info")
                        .doc("Answers what is known of a group, an empty map for an unknown one.")
                        .takes("name, root=None")
                        .runs(
                                call ->
                                        Accounts.of(call.machine())
                                                .group(call.text("name"))
                                                .map(GroupFunctions::tree)
                                                .orElse(Json.object())),
                Function.named("group.getent")
                        .doc("Answers all groups.")
                        .takes("refresh=False, root=None")
                        .runs(GroupFunctions::getent),
                Function.named("group.add")
                        .doc("Adds a group; answers whether it worked.")
                        .takes(
                                "name, gid=None, system=False, root=None, non_unique=False,"
                                        + " local=False")
                        .runs(GroupFunctions::add),
                Function.named("group.delete")
                        .doc("Removes a group.")
                        .takes("name, root=None, local=False")
                        .runs(
                                call ->
                                        Values.of(
                                                Running.run(
                                                                call,
                                                                "groupdel",
                                                                Running.name(call.text("name")))
                                                        .ok())),
                Function.named("group.chgid")
                        .doc("Changes the number of a group.")
                        .takes("name, gid, root=None, non_unique=False")
                        .runs(GroupFunctions::number),
                Function.named("group.adduser")
                        .doc("Puts a user into a group.")
                        .takes("name, username, root=None")
                        .runs(call -> member(call, "-a")),
                Function.named("group.deluser")
                        .doc("Takes a user out of a group.")
                        .takes("name, username, root=None")
                        .runs(GroupFunctions::remove),
                Function.named("group.members")
                        .doc("Replaces the members of a group by a comma-separated list.")
                        .takes("name, members_list, root=None")
                        .runs(GroupFunctions::members));
    }

    private static ObjectNode tree(Accounts.Group group) {
        ObjectNode out =
                Json.object().put("name", group.name()).put("passwd", "x").put("gid", group.gid());
        out.set("members", Values.texts(group.members()));
        return out;
    }

    private static JsonNode getent(Call call) throws IOException {
        ArrayNode out = Json.array();
        String all = new String(call.machine().read("/etc/group"), StandardCharsets.UTF_8);
        for (String line : all.lines().toList()) {
            String[] f = line.split(":", -1);
            if (f.length > 3 && f[2].matches("[0-9]+")) {
                List<String> members = f[3].isEmpty() ? List.of() : List.of(f[3].split(","));
                out.add(tree(new Accounts.Group(f[0], Long.parseLong(f[2]), members)));
            }
        }
        return out;
    }

    private static JsonNode add(Call call) throws IOException, InterruptedException {
        var argv = new ArrayList<>(List.of("groupadd"));
        if (!call.value("gid").isNull()) {
            argv.addAll(List.of("-g", Long.toString(call.number("gid"))));
            if (call.flag("non_unique")) {
                argv.add("-o");
            }
        }
        if (call.flag("system")) {
            argv.add("-r");
        }
        argv.add(Running.name(call.text("name")));
        return Values.of(Running.run(call, argv).ok());
    }

    private static JsonNode number(Call call) throws IOException, InterruptedException {
        var argv = new ArrayList<>(List.of("groupmod", "-g", Long.toString(call.number("gid"))));
        if (call.flag("non_unique")) {
            argv.add("-o");
        }
        argv.add(Running.name(call.text("name")));
        return Values.of(Running.run(call, argv).ok());
    }

    private static JsonNode member(Call call, String option)
            throws IOException, InterruptedException {
        String user = Running.name(call.text("username"));
        return Values.of(
                Running.run(call, "gpasswd", option, user, Running.name(call.text("name"))).ok());
    }

    private static JsonNode remove(Call call) throws IOException, InterruptedException {
        Optional<Accounts.Group> group = Accounts.of(call.machine()).group(call.text("name"));
        boolean there = group.filter(g -> g.members().contains(call.text("username"))).isPresent();
        return there ? member(call, "-d") : Values.of(true);
    }

    private static JsonNode members(Call call) throws IOException, InterruptedException {
        String list = String.join(",", call.texts("members_list"));
        Ran ran = Running.run(call, "gpasswd", "-M", list, Running.name(call.text("name")));
        return Values.of(ran.ok());
    }
}
