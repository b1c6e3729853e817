package org.saltern.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.Values;

/** The users and groups of a {@link StubHost}: functions over its document. */
final class StubAccounts {
    private final ObjectNode host;
    private final List<Function> functions = new ArrayList<>();

    StubAccounts(ObjectNode host) {
        this.host = host;
        users();
        groups();
    }

    List<Function> functions() {
        return List.copyOf(functions);
    }

    private void add(String name, String takes, Function.Body body) {
        functions.add(StubHost.function(name, takes, body));
    }

    private ObjectNode part(String name) {
        return host.withObject("/" + name);
    }

    private void users() {
        add("user.info", "name, **kwargs", call -> info("user", call.text("name")));
        add(
                "user.list_users",
                "**kwargs",
                call -> {
                    ArrayNode out = Json.array();
                    part("user").fieldNames().forEachRemaining(out::add);
                    return out;
                });
        add(
                "user.list_groups",
                "name",
                call -> {
                    JsonNode groups = part("user").path(call.text("name")).path("groups");
                    return groups.isArray() ? groups.deepCopy() : Json.array();
                });
        add(
                "user.primary_group",
                "name",
                call -> Values.text(groupOf(part("user").path(call.text("name")).path("gid"))));
        add(
                "user.add",
                "name, uid=None, gid=None, groups=None, home=None, shell=None, unique=True,"
                        + " system=False, fullname='', roomnumber='', workphone='', homephone='',"
                        + " other='', createhome=True, **kwargs",
                this::addUser);
        add(
                "user.delete",
                "name, **kwargs",
                call -> Values.of(part("user").remove(call.text("name")) != null));
        for (Map.Entry<String, String> e :
                Map.of(
                                "chuid", "uid",
                                "chgid", "gid",
                                "chshell", "shell",
                                "chfullname", "fullname",
                                "chroomnumber", "roomnumber",
                                "chworkphone", "workphone",
                                "chhomephone", "homephone",
                                "chother", "other")
                        .entrySet()) {
            add("user." + e.getKey(), "name, value, **kwargs", call -> change(call, e.getValue()));
        }
        add("user.chhome", "name, value, persist=False, **kwargs", call -> change(call, "home"));
        add("user.chgroups", "name, groups, append=False, **kwargs", this::changeGroups);
    }

    private JsonNode addUser(Call call) {
        ObjectNode one = Json.object();
        one.set("uid", call.value("uid").isNull() ? Values.of(1000) : call.value("uid"));
        one.set("gid", call.value("gid").isNull() ? one.get("uid") : call.value("gid"));
        ArrayNode groups = Json.array();
        groups.add(call.text("name"));
        call.texts("groups").forEach(groups::add);
        one.set("groups", groups);
        one.put("home", call.given("home").orElse(""));
        one.put("shell", call.given("shell").orElse(""));
        one.put("passwd", "x");
        for (String field : List.of("fullname", "roomnumber", "workphone", "homephone", "other")) {
            one.put(field, call.given(field).orElse(""));
        }
        part("user").set(call.text("name"), one);
        return Values.of(true);
    }

    private JsonNode changeGroups(Call call) {
        if (!(part("user").get(call.text("name")) instanceof ObjectNode one)) {
            return Values.of(false);
        }
        ArrayNode groups =
                call.flag("append") && one.get("groups") instanceof ArrayNode there
                        ? there
                        : Json.array();
        call.texts("groups").forEach(groups::add);
        one.set("groups", groups);
        return Values.of(true);
    }

    private void groups() {
        add("group.info", "name, **kwargs", call -> info("group", call.text("name")));
        add(
                "group.getent",
                "refresh=False, **kwargs",
                call -> {
                    ArrayNode out = Json.array();
                    part("group").fieldNames().forEachRemaining(n -> out.add(info("group", n)));
                    return out;
                });
        add(
                "group.add",
                "name, gid=None, system=False, **kwargs",
                call -> {
                    ObjectNode one = Json.object();
                    one.set(
                            "gid",
                            call.value("gid").isNull() ? Values.of(1000) : call.value("gid"));
                    one.set("members", Json.array());
                    part("group").set(call.text("name"), one);
                    return Values.of(true);
                });
        add(
                "group.delete",
                "name, **kwargs",
                call -> Values.of(part("group").remove(call.text("name")) != null));
        add(
                "group.chgid",
                "name, gid, **kwargs",
                call -> {
                    if (part("group").get(call.text("name")) instanceof ObjectNode one) {
                        one.set("gid", call.value("gid"));
                        return Values.of(true);
                    }
                    return Values.of(false);
                });
        add("group.adduser", "name, username, **kwargs", call -> member(call, true));
        add("group.deluser", "name, username, **kwargs", call -> member(call, false));
        add(
                "group.members",
                "name, members_list, **kwargs",
                call -> {
                    if (part("group").get(call.text("name")) instanceof ObjectNode one) {
                        one.set("members", Values.texts(call.texts("members_list")));
                        return Values.of(true);
                    }
                    return Values.of(false);
                });
    }

    private JsonNode member(Call call, boolean there) {
        if (!(part("group").get(call.text("name")) instanceof ObjectNode one)) {
            return Values.of(false);
        }
        List<String> members = new ArrayList<>();
        one.path("members").forEach(m -> members.add(m.asText()));
        members.remove(call.text("username"));
        if (there) {
            members.add(call.text("username"));
        }
        one.set("members", Values.texts(members));
        return Values.of(true);
    }

    private JsonNode info(String kind, String name) {
        if (!(part(kind).get(name) instanceof ObjectNode one)) {
            return Json.object();
        }
        ObjectNode out = Json.object().put("name", name);
        if (kind.equals("group")) {
            out.put("passwd", "x");
        }
        return out.setAll(one.deepCopy());
    }

    private String groupOf(JsonNode gid) {
        for (Map.Entry<String, JsonNode> e : part("group").properties()) {
            if (e.getValue().path("gid").equals(gid)) {
                return e.getKey();
            }
        }
        return "";
    }

    private JsonNode change(Call call, String field) {
        if (!(part("user").get(call.text("name")) instanceof ObjectNode one)) {
            return Values.of(false);
        }
        one.set(field, call.value("value"));
        return Values.of(true);
    }
}
