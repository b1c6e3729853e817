package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.Values;

/** {@code postgres_user.*} and {@code postgres_group.*}: roles that log in, and roles that others belong to. */
final class PostgresRoleStates {
    /** The arguments, and what the functions call them; in the order of Salt's changes. */
    private static final Map<String, String> FLAGS =
            ordered(
                    "createdb", "can create databases",
                    "inherit", "inherits privileges",
                    "login", "can login",
                    "createroles", "can create roles",
                    "replication", "replication",
                    "superuser", "superuser");

    private PostgresRoleStates() {}

    static List<Function> all() {
        var out = new ArrayList<Function>();
        String flags = "name, createdb=None, createroles=None, encrypted=None, superuser=None, ";
        out.add(
                Function.named("postgres_user.present")
                        .doc("A role that may log in.")
                        .takes(
                                flags
                                        + "replication=None, inherit=None, login=None,"
                                        + " password=None, default_password=None,"
                                        + " refresh_password=None, valid_until=None, groups=None, "
                                        + PostgresStates.SERVER)
                        .runs(call -> present(call, "user")));
        out.add(
                Function.named("postgres_group.present")
                        .doc("A role that others belong to.")
                        .takes(
                                flags
                                        + "inherit=None, login=None, replication=None,"
                                        + " password=None, refresh_password=None, groups=None, "
                                        + PostgresStates.SERVER)
                        .runs(call -> present(call, "group")));
        for (String kind : List.of("user", "group")) {
            out.add(
                    Function.named("postgres_" + kind + ".absent")
                            .doc("No such role.")
                            .takes("name, " + PostgresStates.SERVER)
                            .runs(call -> absent(call, kind)));
        }
        return PostgresStates.SUPPORT.behind(out);
    }

    private static Map<String, String> ordered(String... pairs) {
        var out = new LinkedHashMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) {
            out.put(pairs[i], pairs[i + 1]);
        }
        return Collections.unmodifiableMap(out);
    }

    private static String title(String kind) {
        return kind.equals("user") ? "User" : "Group";
    }

    private static JsonNode absent(Call call, String kind) throws Exception {
        JsonNode there =
                new Exec(call)
                        .with(
                                "postgres.user_exists",
                                PostgresStates.server(call),
                                call.value("name"));
        return PostgresStates.gone(
                call,
                title(kind),
                there,
                "postgres." + kind + "_remove",
                PostgresStates.server(call));
    }

    private static ObjectNode now(Call call) throws Exception {
        ObjectNode how = PostgresStates.server(call);
        how.put("return_password", !call.flag("refresh_password"));
        JsonNode found = new Exec(call).with("postgres.role_get", how, call.value("name"));
        return found instanceof ObjectNode role ? role : null;
    }

    /** The password to set; empty when none is asked for, or it is kept already. */
    private static Optional<String> password(Call call, ObjectNode now) throws Exception {
        JsonNode given = call.value("password");
        if (given.isNull() && now == null) {
            given = call.optional("default_password");
        }
        if (given.isNull()) {
            return Optional.empty();
        }
        String password = Values.asText(given);
        if (now != null && !call.flag("refresh_password")) {
            ObjectNode how = Json.object().put("role", call.text("name"));
            how.put("password", password);
            how.put("kept", now.path("password").asText(""));
            how.set("encrypted", call.value("encrypted"));
            if (Values.isTrue(new Exec(call).with("postgres.password_is_kept", how))) {
                return Optional.empty();
            }
        }
        return Optional.of(password);
    }

    private static ObjectNode differences(Call call, ObjectNode now, boolean password)
            throws Exception {
        ObjectNode out = Json.object();
        for (Map.Entry<String, String> e : FLAGS.entrySet()) {
            JsonNode wanted = call.value(e.getKey());
            if (!wanted.isNull() && Values.isTrue(wanted) != now.path(e.getValue()).asBoolean()) {
                out.set(e.getKey(), wanted);
            }
        }
        if (password) {
            out.put("password", true);
        }
        JsonNode until = call.optional("valid_until");
        if (!until.isNull()) {
            ObjectNode how = PostgresStates.server(call);
            String quoted = "'" + Values.asText(until).replace("'", "''") + "'";
            how.put("query", "SELECT " + quoted + "::timestamp(0) AS dt");
            JsonNode moment = new Exec(call).with("postgres.psql_query", how).path(0).path("dt");
            if (!moment.asText().equals(now.path("expiry time").asText())) {
                out.set("valid_until", until);
            }
        }
        List<String> has = Call.texts(now.path("groups"));
        List<String> missing = call.texts("groups").stream().filter(g -> !has.contains(g)).toList();
        if (!missing.isEmpty()) {
            out.set("groups", Values.texts(missing));
        }
        return out;
    }

    private static JsonNode present(Call call, String kind) throws Exception {
        String name = call.text("name");
        StateResult result = StateResult.of(call);
        ObjectNode now = now(call);
        Optional<String> password = password(call, now);
        ObjectNode differences =
                now == null ? Json.object() : differences(call, now, password.isPresent());
        if (now != null && differences.isEmpty()) {
            return result.done(title(kind) + " " + name + " is already present").tree();
        }
        String mode = now == null ? "create" : "update";
        if (!differences.isEmpty()) {
            result.change(name, differences);
        }
        if (call.context().test()) {
            return result.would(title(kind) + " " + name + " is set to be " + mode + "d").tree();
        }
        ObjectNode how = PostgresStates.server(call, "encrypted", "groups");
        FLAGS.keySet().forEach(flag -> how.set(flag, call.value(flag)));
        how.set("rolepassword", password.map(Values::text).orElse(Values.none()));
        how.set("valid_until", call.optional("valid_until"));
        boolean done =
                Values.isTrue(
                                new Exec(call)
                                        .with(
                                                "postgres." + kind + "_" + mode,
                                                how,
                                                call.value("name")))
                        && now(call) != null;
        if (!done) {
            return StateResult.of(call)
                    .failed("Failed to " + mode + " " + kind + " " + name)
                    .tree();
        }
        if (differences.isEmpty()) {
            result.change(name, "Present");
        }
        return result.done("The " + kind + " " + name + " has been " + mode + "d").tree();
    }
}
