package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Support;
import org.saltern.modules.Values;

/** {@code user.present} and {@code user.absent}. Passwords never stand in comments or changes. */
final class UserStates {
    private static final Support SUPPORT =
            new Support(
                    "useradd, usermod, userdel, chage, chpasswd",
                    "recorded cases of Salt 3007.0; " + Support.HOST);

    private static final String HIDDEN = "XXX-REDACTED-XXX";
    private static final Set<String> SHADOW =
            Set.of("date", "mindays", "maxdays", "inactdays", "warndays", "expire");

    private UserStates() {}

    static List<Function> all() {
        return SUPPORT.behind(
                List.of(
                        Function.named("user.present")
                                .doc("A user with these attributes.")
                                .takes(
                                        "name, uid=None, gid=None, usergroup=None, groups=None,"
                                                + " optional_groups=None, remove_groups=True,"
                                                + " home=None, createhome=True, password=None,"
                                                + " hash_password=False, enforce_password=True,"
                                                + " empty_password=False, shell=None, unique=True,"
                                                + " system=False, fullname=None, roomnumber=None,"
                                                + " workphone=None, homephone=None, other=None,"
                                                + " loginclass=None, date=None, mindays=None,"
                                                + " maxdays=None, inactdays=None, warndays=None,"
                                                + " expire=None, win_homedrive=None, win_profile=None,"
                                                + " win_logonscript=None, win_description=None,"
                                                + " nologinit=False, allow_uid_change=False,"
                                                + " allow_gid_change=False, password_lock=None,"
                                                + " persist_home=False, local=False")
                                .runs(UserStates::present),
                        Function.named("user.absent")
                                .doc(
                                        "No user of this name; purge removes its files, force even"
                                                + " when logged in.")
                                .takes("name, purge=False, force=False, local=False")
                                .runs(UserStates::absent)));
    }

    private static JsonNode present(Call call) throws Exception {
        String name = call.text("name");
        StateResult result = StateResult.of(call);
        for (String field : List.of("fullname", "roomnumber", "workphone")) {
            if (call.text(field).contains(",")) {
                return result.failed("Unsupported char ',' in " + call.text(field)).tree();
            }
        }
        var exec = new Exec(call);
        List<String> missing = new java.util.ArrayList<>();
        for (String group : Call.texts(call.value("groups"))) {
            if (exec.run("group.info", group).isEmpty()) {
                missing.add(group);
            }
        }
        if (!missing.isEmpty()) {
            return result.failed(
                            "The following group(s) are not present: " + String.join(",", missing))
                    .tree();
        }
        JsonNode password = password(call, exec);
        var wanted = new UserChanges(call, exec, password);
        Optional<ObjectNode> found;
        try {
            found = wanted.find(true);
        } catch (ModuleError.Failed e) {
            return result.failed(e.getMessage()).tree();
        }
        if (found.isEmpty()) {
            return create(call, exec, result, password);
        }
        ObjectNode changes = found.get();
        if (changes.isEmpty()) {
            return result.done("User " + name + " is present and up to date").tree();
        }
        if (call.context().test()) {
            var words = new StringBuilder("The following user attributes are set to be changed:\n");
            changes.properties()
                    .forEach(
                            e ->
                                    words.append(e.getKey())
                                            .append(": ")
                                            .append(
                                                    e.getKey().equals("passwd")
                                                            ? HIDDEN
                                                            : Values.asText(e.getValue()))
                                            .append('\n'));
            return result.would(words.toString()).tree();
        }
        return update(call, exec, result, wanted, changes, password);
    }

    /** The password as a hash; with the salt of the one that is there, so that the same password stays the same. */
    private static JsonNode password(Call call, Exec exec) throws Exception {
        JsonNode password = call.value("password");
        if (!Values.isTrue(password) || !call.flag("hash_password")) {
            return password;
        }
        String[] old =
                exec.run("shadow.info", call.text("name")).path("passwd").asText().split("\\$");
        ObjectNode how = Json.object();
        if (old.length == 4 && old[0].isEmpty()) {
            String algorithm = old[1].equals("6") ? "sha512" : old[1].equals("5") ? "sha256" : "";
            if (!algorithm.isEmpty()) {
                how.put("crypt_salt", old[2]).put("algorithm", algorithm);
            }
        }
        return exec.with("shadow.gen_password", how, password);
    }

    private static JsonNode create(Call call, Exec exec, StateResult result, JsonNode password)
            throws Exception {
        String name = call.text("name");
        if (call.context().test()) {
            return result.would("User " + name + " set to be added").tree();
        }
        ObjectNode arguments = Json.object().put("name", name);
        for (String argument :
                List.of(
                        "uid",
                        "gid",
                        "home",
                        "shell",
                        "unique",
                        "system",
                        "fullname",
                        "roomnumber",
                        "workphone",
                        "homephone",
                        "other",
                        "createhome",
                        "nologinit",
                        "loginclass",
                        "usergroup")) {
            arguments.set(argument, call.value(argument));
        }
        List<String> groups = Call.texts(call.value("groups"));
        groups.addAll(UserChanges.presentGroups(exec, Call.texts(call.value("optional_groups"))));
        arguments.set("groups", groups.isEmpty() ? Values.none() : Values.texts(groups));
        JsonNode added = exec.with("user.add", arguments);
        if (!added.isBoolean() || !added.booleanValue()) {
            return result.failed(
                            added.isTextual()
                                    ? added.textValue()
                                    : "Failed to create new user " + name)
                    .tree();
        }
        ObjectNode changes = (ObjectNode) exec.run("user.info", name).deepCopy();
        if (!call.flag("createhome")) {
            changes.put("home", "");
        }
        result.changes(changes).done("New user " + name + " created");
        secrets(call, exec, result, password);
        return result.tree();
    }

    /** Password and ages of a new user. */
    private static void secrets(Call call, Exec exec, StateResult result, JsonNode password)
            throws Exception {
        String name = call.text("name");
        boolean empty = call.flag("empty_password");
        if (Values.isTrue(password) && !empty) {
            exec.run("shadow.set_password", Values.text(name), password);
            result.change("password", HIDDEN);
            if (!exec.run("shadow.info", name).path("passwd").equals(password)) {
                result.failed("User " + name + " created but failed to set password to " + HIDDEN);
            }
        } else if (empty) {
            exec.run("shadow.del_password", name);
            result.change("password", "");
            if (!exec.run("shadow.info", name).path("passwd").asText().isEmpty()) {
                result.failed("User " + name + " created but failed to empty password");
            }
        }
        for (String field :
                List.of("date", "mindays", "maxdays", "inactdays", "warndays", "expire")) {
            if (Values.isTrue(call.value(field))) {
                exec.run("shadow.set_" + field, Values.text(name), call.value(field));
                String now =
                        exec.run("shadow.info", name).path(UserChanges.shadowField(field)).asText();
                if (!now.equals(call.text(field))) {
                    result.failed(
                            "User "
                                    + name
                                    + " created but failed to set "
                                    + field
                                    + " to "
                                    + call.text(field));
                }
                result.change(field, call.value(field));
            }
        }
        if (Values.isTrue(call.value("password_lock"))) {
            exec.run("shadow.lock_password", name);
        }
    }

    private static JsonNode update(
            Call call,
            Exec exec,
            StateResult result,
            UserChanges wanted,
            ObjectNode changes,
            JsonNode password)
            throws Exception {
        String name = call.text("name");
        JsonNode before = exec.run("user.info", name).deepCopy();
        JsonNode shadowBefore =
                exec.has("shadow.info") ? exec.run("shadow.info", name) : Json.object();
        for (Map.Entry<String, JsonNode> e : changes.properties()) {
            apply(call, exec, e.getKey(), e.getValue(), changes, before, password);
        }
        compare(before, exec.run("user.info", name), result, false);
        if (exec.has("shadow.info")) {
            compare(shadowBefore, exec.run("shadow.info", name), result, true);
        }
        if (changes.has("homeDoesNotExist")) {
            result.change("home", changes.get("homeDoesNotExist"));
        }
        ObjectNode left = wanted.find(false).orElse(Json.object());
        if (left.has("passwd")) {
            left.put("passwd", HIDDEN);
        }
        if (!left.isEmpty()) {
            return result.failed("These values could not be changed: " + Values.shown(left)).tree();
        }
        return result.done(
                        result.changes().isEmpty()
                                ? "User " + name + " is present and up to date"
                                : "Updated user " + name)
                .tree();
    }

    private static void compare(
            JsonNode before, JsonNode after, StateResult result, boolean secret) {
        for (Map.Entry<String, JsonNode> e : after.properties()) {
            if (!e.getValue().equals(before.path(e.getKey()))) {
                boolean hide = secret && e.getKey().equals("passwd");
                result.change(e.getKey(), hide ? Values.text(HIDDEN) : e.getValue());
            }
        }
    }

    private static void apply(
            Call call,
            Exec exec,
            String what,
            JsonNode value,
            ObjectNode all,
            JsonNode before,
            JsonNode password)
            throws Exception {
        JsonNode name = Values.text(call.text("name"));
        ObjectNode persist = Json.object();
        if (call.flag("persist_home")) {
            persist.put("persist", true);
        }
        switch (what) {
            case "passwd" -> exec.run("shadow.set_password", name, password);
            case "empty_password" -> exec.run("shadow.del_password", name);
            case "password_lock" ->
                    exec.run(
                            Values.isTrue(value)
                                    ? "shadow.lock_password"
                                    : "shadow.unlock_password",
                            name);
            case "home" -> exec.with("user.chhome", persist, name, value);
            case "homeDoesNotExist" -> {
                if (!all.has("home")) {
                    exec.with("user.chhome", persist, name, value);
                }
                if (!exec.is("file.directory_exists", value.asText())) {
                    ObjectNode owner = Json.object().put("mode", "0755");
                    owner.set("user", all.has("uid") ? all.get("uid") : before.path("uid"));
                    owner.set("group", all.has("gid") ? all.get("gid") : before.path("gid"));
                    exec.with("file.mkdir", owner, value);
                }
            }
            case "groups" -> {
                ObjectNode how = Json.object();
                if (!call.flag("remove_groups")) {
                    how.put("append", true);
                }
                exec.with("user.chgroups", how, name, value);
            }
            default ->
                    exec.run(
                            (SHADOW.contains(what) ? "shadow.set_" : "user.ch") + what,
                            name,
                            value);
        }
    }

    private static JsonNode absent(Call call) throws Exception {
        String name = call.text("name");
        StateResult result = StateResult.of(call);
        var exec = new Exec(call);
        JsonNode user = exec.run("user.info", name);
        if (user.isEmpty()) {
            return result.done("User " + name + " is not present").tree();
        }
        if (call.context().test()) {
            return result.would("User " + name + " set for removal").tree();
        }
        Set<String> groups = new HashSet<>(Call.texts(user.path("groups")));
        JsonNode deleted =
                exec.run(
                        "user.delete", Values.text(name), call.value("purge"), call.value("force"));
        if (!Values.isTrue(deleted)) {
            return result.failed("Failed to remove user " + name).tree();
        }
        for (String group : groups) {
            if (exec.run("group.info", group).isEmpty()) {
                result.change(group + " group", "removed");
            }
        }
        return result.change(name, "removed").done("Removed user " + name).tree();
    }
}
