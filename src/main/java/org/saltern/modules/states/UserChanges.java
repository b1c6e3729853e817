package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;

/** What differs between a user and what {@code user.present} wants of it. */
final class UserChanges {
    private final Call call;
    private final Exec exec;
    private final JsonNode password;

    UserChanges(Call call, Exec exec, JsonNode password) {
        this.call = call;
        this.exec = exec;
        this.password = password;
    }

    static List<String> presentGroups(Exec exec, List<String> names) throws Exception {
        var out = new ArrayList<String>();
        for (String name : names) {
            if (!exec.run("group.info", name).isEmpty()) {
                out.add(name);
            }
        }
        return out;
    }

    /** The name of a password age in the answer of {@code shadow.info}. */
    static String shadowField(String argument) {
        return switch (argument) {
            case "date" -> "lstchg";
            case "mindays" -> "min";
            case "maxdays" -> "max";
            case "inactdays" -> "inact";
            case "warndays" -> "warn";
            default -> argument;
        };
    }

    /**
     * The wanted values of what differs; empty when there is no such user.
     *
     * @param guarded a uid or gid that would change without leave is an error
     * @throws ModuleError.Failed such an error
     */
    Optional<ObjectNode> find(boolean guarded) throws Exception {
        JsonNode now = exec.run("user.info", call.text("name"));
        if (now.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode out = Json.object();
        ids(now, out);
        groups(now, out);
        home(now, out);
        if (Values.isTrue(call.value("shell"))
                && !now.path("shell").asText().equals(call.text("shell"))) {
            out.set("shell", call.value("shell"));
        }
        if (exec.has("shadow.info")) {
            shadow(exec.run("shadow.info", call.text("name")), out);
        }
        for (String field : List.of("fullname", "roomnumber", "workphone", "homephone", "other")) {
            boolean given = !call.value(field).isNull();
            if (given && !now.path(field).asText().equals(call.text(field))) {
                out.put(field, call.text(field));
            }
        }
        if (guarded) {
            guard(now, out);
        }
        return Optional.of(out);
    }

    private JsonNode wantedGid() throws Exception {
        if (call.flag("usergroup") && !exec.run("group.info", call.text("name")).isEmpty()) {
            return Values.text(call.text("name"));
        }
        return call.value("gid");
    }

    private long number(JsonNode gid) throws Exception {
        if (gid.isIntegralNumber()) {
            return gid.longValue();
        }
        String text = Values.asText(gid);
        JsonNode group = exec.run("group.info", text);
        if (group.has("gid")) {
            return group.get("gid").asLong();
        }
        return text.matches("[0-9]{1,10}") ? Long.parseLong(text) : -1;
    }

    private void ids(JsonNode now, ObjectNode out) throws Exception {
        if (Values.isTrue(call.value("uid")) && now.path("uid").asLong() != call.number("uid")) {
            out.set("uid", call.value("uid"));
        }
        JsonNode gid = wantedGid();
        if (!gid.isNull() && now.path("gid").asLong() != number(gid)) {
            out.set("gid", gid);
        }
    }

    private String groupName(long gid) throws Exception {
        for (JsonNode group : exec.run("group.getent", new JsonNode[0])) {
            if (group.path("gid").asLong() == gid) {
                return group.path("name").asText();
            }
        }
        return "";
    }

    /** Primary groups, the old and the new, do not count. */
    private void groups(JsonNode now, ObjectNode out) throws Exception {
        Set<String> have = new TreeSet<>(Call.texts(now.path("groups")));
        Set<String> want = new TreeSet<>(Call.texts(call.value("groups")));
        List<String> optional = presentGroups(exec, Call.texts(call.value("optional_groups")));
        want.addAll(optional);
        boolean remove = call.flag("remove_groups");
        if (!remove || (call.value("groups").isNull() && optional.isEmpty())) {
            want.addAll(have);
        }
        JsonNode gid = wantedGid();
        long newGid = gid.isNull() ? now.path("gid").asLong() : number(gid);
        for (String primary : List.of(groupName(newGid), groupName(now.path("gid").asLong()))) {
            have.remove(primary);
        }
        want.remove(groupName(newGid));
        if (!want.contains(call.text("name"))) {
            have.remove(call.text("name"));
        }
        boolean same = remove ? have.equals(want) : have.containsAll(want);
        if (!same) {
            out.set("groups", Values.texts(want));
        }
    }

    private void home(JsonNode now, ObjectNode out) throws Exception {
        if (Values.isTrue(call.value("home"))
                && !now.path("home").asText().equals(call.text("home"))) {
            out.set("home", call.value("home"));
        }
        if (call.flag("createhome")) {
            String home = call.given("home").orElse(now.path("home").asText());
            if (!home.isEmpty() && !exec.is("file.directory_exists", home)) {
                out.put("homeDoesNotExist", home);
            }
        }
    }

    private void shadow(JsonNode now, ObjectNode out) throws Exception {
        String hash = now.path("passwd").asText();
        boolean empty = call.flag("empty_password");
        if (Values.isTrue(password) && !empty) {
            String none = exec.run("shadow.default_hash", new JsonNode[0]).asText();
            boolean enforce = hash.equals(none) || call.flag("enforce_password");
            if (enforce && !hash.equals(Values.asText(password))) {
                out.set("passwd", password);
            }
        }
        if (empty && !hash.isEmpty()) {
            out.put("empty_password", true);
        }
        Set<String> given = new HashSet<>();
        for (String field : List.of("date", "mindays", "maxdays", "inactdays", "warndays")) {
            if (!call.value(field).isNull()) {
                given.add(field);
            }
        }
        if (Values.isTrue(call.value("expire"))) {
            given.add("expire");
        }
        for (String field : given) {
            if (!now.path(shadowField(field)).asText().equals(call.text(field))) {
                out.set(field, call.value(field));
            }
        }
        JsonNode lock = call.value("password_lock");
        if (!lock.isNull() && Values.isTrue(lock) != hash.startsWith("!")) {
            out.set("password_lock", lock);
        }
    }

    private void guard(JsonNode now, ObjectNode out) {
        var errors = new ArrayList<String>();
        for (String id : List.of("uid", "gid")) {
            if (out.has(id) && !call.flag("allow_" + id + "_change")) {
                errors.add(
                        "Changing "
                                + id
                                + " ("
                                + now.path(id).asText()
                                + " -> "
                                + call.text(id)
                                + ") not permitted, set allow_"
                                + id
                                + "_change to True to force this change. Note that this will not"
                                + " change file ownership.");
            }
        }
        if (!errors.isEmpty()) {
            throw new ModuleError.Failed(
                    "Encountered error checking for needed changes. Additional info follows:\n\n- "
                            + String.join("\n- ", errors));
        }
    }
}
