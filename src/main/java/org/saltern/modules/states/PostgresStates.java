package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.Support;
import org.saltern.modules.Values;

/** {@code postgres_database.*}, {@code postgres_schema.*}, {@code postgres_extension.*}, {@code postgres_privileges.*}. */
final class PostgresStates {
    static final Support SUPPORT = Support.compared("psql", ", PostgreSQL 15");
    static final String SERVER =
            "user=None, maintenance_db=None, db_password=None, db_host=None, db_port=None,"
                    + " db_user=None";
    private static final String SCHEMA =
            "user=None, db_user=None, db_password=None, db_host=None, db_port=None";
    private static final Map<String, String> NAMES =
            Map.of(
                    "user", "runas",
                    "maintenance_db", "maintenance_db",
                    "db_password", "password",
                    "db_host", "host",
                    "db_port", "port",
                    "db_user", "user");

    private PostgresStates() {}

    static List<Function> all() {
        String privileges = "name, object_name, object_type, privileges=None, ";
        return SUPPORT.behind(
                List.of(
                        Function.named("postgres_database.present")
                                .doc("A database of a PostgreSQL server.")
                                .takes(
                                        "name, tablespace=None, encoding=None, lc_collate=None,"
                                                + " lc_ctype=None, owner=None, owner_recurse=False,"
                                                + " template=None, "
                                                + SERVER)
                                .runs(PostgresStates::database),
                        Function.named("postgres_database.absent")
                                .doc("No such database.")
                                .takes("name, " + SERVER)
                                .runs(PostgresStates::noDatabase),
                        Function.named("postgres_schema.present")
                                .doc("A schema in a database.")
                                .takes("dbname, name, owner=None, " + SCHEMA)
                                .runs(PostgresStates::schema),
                        Function.named("postgres_schema.absent")
                                .doc("No such schema in a database.")
                                .takes("dbname, name, " + SCHEMA)
                                .runs(PostgresStates::noSchema),
                        Function.named("postgres_extension.present")
                                .doc("An extension in a database (maintenance\\_db).")
                                .takes(
                                        "name, if_not_exists=None, schema=None, ext_version=None,"
                                                + " from_version=None, "
                                                + SERVER)
                                .runs(PostgresStates::extension),
                        Function.named("postgres_extension.absent")
                                .doc("No such extension in a database.")
                                .takes(
                                        "name, if_exists=None, restrict=None, cascade=None, "
                                                + SERVER)
                                .runs(PostgresStates::noExtension),
                        Function.named("postgres_privileges.present")
                                .doc("Privileges of a role on an object.")
                                .takes(
                                        privileges
                                                + "grant_option=None, prepend='public', "
                                                + SERVER)
                                .runs(PostgresStates::privileges),
                        Function.named("postgres_privileges.absent")
                                .doc("No such privileges of a role on an object.")
                                .takes(privileges + "prepend='public', " + SERVER)
                                .runs(PostgresStates::noPrivileges)));
    }

    /** The arguments of the server under the names of the functions, and others of the call under their own. */
    static ObjectNode server(Call call, String... more) {
        ObjectNode out = Json.object();
        NAMES.forEach((ours, theirs) -> out.set(theirs, call.value(ours)));
        for (String name : more) {
            out.set(name, call.value(name));
        }
        return out;
    }

    private static boolean differs(Call call, JsonNode now, String argument, String field) {
        return call.given(argument)
                .map(
                        wanted ->
                                field.equals("Encoding")
                                        ? !wanted.toLowerCase(Locale.ROOT)
                                                .equals(
                                                        now.path(field)
                                                                .asText()
                                                                .toLowerCase(Locale.ROOT))
                                        : !wanted.equals(now.path(field).asText()))
                .orElse(false);
    }

    private static JsonNode database(Call call) throws Exception {
        String name = call.text("name");
        StateResult result = StateResult.of(call);
        var exec = new Exec(call);
        JsonNode now = exec.with("postgres.db_list", server(call)).path(name);
        boolean there = now.isObject();
        boolean fixed =
                differs(call, now, "encoding", "Encoding")
                        || differs(call, now, "lc_collate", "Collate")
                        || differs(call, now, "lc_ctype", "Ctype");
        boolean movable =
                differs(call, now, "owner", "Owner")
                        || differs(call, now, "tablespace", "Tablespace");
        if (there && fixed) {
            return result.failed(
                            "Database "
                                    + name
                                    + " has wrong parameters which couldn't be changed on fly.")
                    .tree();
        }
        if (there && !movable) {
            return result.done("Database " + name + " is already present").tree();
        }
        if (call.context().test()) {
            return result.would(
                            "Database "
                                    + name
                                    + (there
                                            ? " exists, but parameters need to be changed"
                                            : " is set to be created"))
                    .tree();
        }
        JsonNode done =
                there
                        ? exec.with(
                                "postgres.db_alter",
                                server(call, "tablespace", "owner", "owner_recurse"),
                                call.value("name"))
                        : exec.with(
                                "postgres.db_create",
                                server(
                                        call,
                                        "tablespace",
                                        "encoding",
                                        "lc_collate",
                                        "lc_ctype",
                                        "owner",
                                        "template"),
                                call.value("name"));
        if (!Values.isTrue(done)) {
            return result.failed(
                            there
                                    ? "Failed to change parameters for database " + name
                                    : "Failed to create database " + name)
                    .tree();
        }
        return there
                ? result.change(name, "Parameters changed")
                        .done("Parameters for database " + name + " have been changed")
                        .tree()
                : result.change(name, "Present")
                        .done("The database " + name + " has been created")
                        .tree();
    }

    private static JsonNode noDatabase(Call call) throws Exception {
        return gone(
                call,
                "Database",
                new Exec(call).with("postgres.db_exists", server(call), call.value("name")),
                "postgres.db_remove",
                server(call));
    }

    /** Removes what is there, with the words that all these states share. */
    static JsonNode gone(
            Call call, String kind, JsonNode there, String function, ObjectNode arguments)
            throws Exception {
        StateResult result = StateResult.of(call);
        String what = kind + " " + call.text("name");
        if (!Values.isTrue(there)) {
            return result.done(what + " is not present, so it cannot be removed").tree();
        }
        if (call.context().test()) {
            return result.would(what + " is set to be removed").tree();
        }
        return Values.isTrue(new Exec(call).with(function, arguments, call.value("name")))
                ? result.change(call.text("name"), "Absent").done(what + " has been removed").tree()
                : result.failed(what + " failed to be removed").tree();
    }

    private static ObjectNode schemaServer(Call call) {
        ObjectNode out = Json.object();
        for (String name :
                List.of("dbname", "user", "db_user", "db_password", "db_host", "db_port")) {
            out.set(name, call.value(name));
        }
        return out;
    }

    private static boolean hasSchema(Call call) throws Exception {
        return new Exec(call)
                .with("postgres.schema_list", schemaServer(call))
                .has(call.text("name"));
    }

    private static JsonNode schema(Call call) throws Exception {
        String name = call.text("name");
        String in = " in database " + call.text("dbname");
        StateResult result = StateResult.of(call).with("dbname", call.value("dbname"));
        if (hasSchema(call)) {
            return result.done("Schema " + name + " already exists" + in).tree();
        }
        if (call.context().test()) {
            return result.would("Schema " + name + " is set to be created" + in + ".").tree();
        }
        ObjectNode how = schemaServer(call);
        how.set("name", call.value("name"));
        how.set("owner", call.value("owner"));
        return Values.isTrue(new Exec(call).with("postgres.schema_create", how)) && hasSchema(call)
                ? result.change(name, "Present")
                        .done("Schema " + name + " has been created" + in)
                        .tree()
                : result.failed("Failed to create schema " + name + in).tree();
    }

    private static JsonNode noSchema(Call call) throws Exception {
        String name = call.text("name");
        String database = call.text("dbname");
        StateResult result = StateResult.of(call).with("dbname", call.value("dbname"));
        if (!hasSchema(call)) {
            return result.done(
                            "Schema "
                                    + name
                                    + " is not present in database "
                                    + database
                                    + ", so it cannot be removed")
                    .tree();
        }
        if (call.context().test()) {
            return result.would(
                            "Schema " + name + " is set to be removed from database " + database)
                    .tree();
        }
        ObjectNode how = schemaServer(call);
        how.set("name", call.value("name"));
        return Values.isTrue(new Exec(call).with("postgres.schema_remove", how))
                ? result.change(name, "Absent")
                        .done("Schema " + name + " has been removed from database " + database)
                        .tree()
                : result.failed("Schema " + name + " failed to be removed").tree();
    }

    private static JsonNode extension(Call call) throws Exception {
        String name = call.text("name");
        StateResult result = StateResult.of(call);
        var exec = new Exec(call);
        JsonNode now = exec.with("postgres.installed_extensions", server(call)).path(name);
        boolean moves =
                now.path("extrelocatable").asText().equals("t")
                        && call.given("schema")
                                .filter(s -> !s.equals(now.path("schema_name").asText()))
                                .isPresent();
        boolean upgrades =
                call.given("ext_version")
                        .filter(v -> !v.equals(now.path("extversion").asText()))
                        .isPresent();
        if (now.isObject() && !moves && !upgrades) {
            return result.done("Extension " + name + " is already present").tree();
        }
        String how = now.isObject() ? "upgrade" : "install";
        String past = now.isObject() ? "upgraded" : "installed";
        if (call.context().test()) {
            return result.would("Extension " + name + " is set to be " + past).tree();
        }
        JsonNode done =
                exec.with(
                        "postgres.create_extension",
                        server(call, "if_not_exists", "schema", "ext_version", "from_version"),
                        call.value("name"));
        return Values.isTrue(done)
                ? result.change(name, now.isObject() ? "Upgraded" : "Installed")
                        .done("The extension " + name + " has been " + past)
                        .tree()
                : result.failed("Failed to " + how + " extension " + name).tree();
    }

    private static JsonNode noExtension(Call call) throws Exception {
        JsonNode there = new Exec(call).with("postgres.installed_extensions", server(call));
        return gone(
                call,
                "Extension",
                Values.of(there.has(call.text("name"))),
                "postgres.drop_extension",
                server(call, "if_exists", "restrict", "cascade"));
    }

    private static boolean hasPrivileges(Call call, ObjectNode how) throws Exception {
        return Values.isTrue(new Exec(call).with("postgres.has_privileges", how));
    }

    private static ObjectNode privilegeArguments(Call call) {
        return server(call, "name", "object_name", "object_type", "privileges", "prepend");
    }

    private static String listed(Call call) {
        return call.text("object_type").equals("group")
                ? call.text("object_name")
                : String.join(",", call.texts("privileges"));
    }

    private static JsonNode privileges(Call call) throws Exception {
        String name = call.text("name");
        StateResult result = StateResult.of(call);
        ObjectNode how = privilegeArguments(call);
        how.set("grant_option", call.value("grant_option"));
        if (hasPrivileges(call, how)) {
            return result.done("The requested privilege(s) are already set").tree();
        }
        String which = "The privilege(s): " + listed(call);
        if (call.context().test()) {
            return result.would(which + " are set to be granted to " + name).tree();
        }
        boolean done =
                Values.isTrue(new Exec(call).with("postgres.privileges_grant", how))
                        && hasPrivileges(call, how);
        return done
                ? result.change(name, "Present")
                        .done(which + " have been granted to " + name)
                        .tree()
                : result.failed("Failed to grant privilege(s): " + listed(call) + " to " + name)
                        .tree();
    }

    private static JsonNode noPrivileges(Call call) throws Exception {
        String name = call.text("name");
        StateResult result = StateResult.of(call);
        ObjectNode how = privilegeArguments(call);
        if (!hasPrivileges(call, how)) {
            return result.done("The requested privilege(s) are not set so cannot be revoked")
                    .tree();
        }
        String which = "The privilege(s): " + listed(call);
        if (call.context().test()) {
            return result.would(which + " are set to be revoked from " + name).tree();
        }
        return Values.isTrue(new Exec(call).with("postgres.privileges_revoke", how))
                ? result.change(name, "Absent")
                        .done(which + " have been revoked from " + name)
                        .tree()
                : result.failed("Failed to revoke privilege(s): " + listed(call) + " from " + name)
                        .tree();
    }
}
