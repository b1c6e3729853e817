package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.Ran;
import org.saltern.modules.Values;

/** {@code postgres.*}: databases, schemas and extensions of a PostgreSQL server. Roles are in {@link PostgresRoles}. */
final class PostgresFunctions {
    private static final String WHERE = Psql.SERVER + ", runas=None";

    private PostgresFunctions() {}

    static List<Function> all() {
        return List.of(
                Function.named("postgres.version")
                        .doc("Answers the version of the server.")
                        .takes(WHERE)
                        .runs(
                                call ->
                                        new Psql(call)
                                                .rows(
                                                        null,
                                                        "SELECT setting AS v FROM pg_settings WHERE"
                                                                + " name = 'server_version'")
                                                .getFirst()
                                                .get("v")),
                Function.named("postgres.psql_query")
                        .doc("Answers the rows of a query.")
                        .takes("query, " + WHERE + ", write=False")
                        .runs(
                                call ->
                                        Values.list(
                                                new Psql(call)
                                                        .rows(
                                                                null,
                                                                call.text("query")
                                                                        .strip()
                                                                        .replaceFirst(";+$", "")))),
                Function.named("postgres.db_list")
                        .doc("Answers the databases with what they are set to.")
                        .takes(WHERE)
                        .runs(PostgresFunctions::databases),
                Function.named("postgres.db_exists")
                        .doc("Answers whether there is a database.")
                        .takes("name, " + WHERE)
                        .runs(call -> Values.of(databases(call).has(call.text("name")))),
                Function.named("postgres.db_create")
                        .doc("Makes a database; answers whether it could.")
                        .takes(
                                "name, "
                                        + Psql.SERVER
                                        + ", tablespace=None, encoding=None, lc_collate=None,"
                                        + " lc_ctype=None, owner=None, template=None, runas=None")
                        .runs(PostgresFunctions::create),
                Function.named("postgres.db_alter")
                        .doc("Changes the owner or the tablespace of a database.")
                        .takes(
                                "name, "
                                        + Psql.SERVER
                                        + ", tablespace=None, owner=None, owner_recurse=False,"
                                        + " runas=None")
                        .runs(PostgresFunctions::alter),
                Function.named("postgres.db_remove")
                        .doc("Removes a database; its sessions are ended.")
                        .takes("name, " + WHERE)
                        .runs(PostgresFunctions::remove),
                Function.named("postgres.installed_extensions")
                        .doc("Answers the extensions of a database.")
                        .takes(WHERE)
                        .runs(
                                call ->
                                        byName(
                                                call,
                                                "extname",
                                                "SELECT a.*, b.nspname AS schema_name FROM"
                                                        + " pg_extension a, pg_namespace b WHERE"
                                                        + " a.extnamespace = b.oid")),
                Function.named("postgres.available_extensions")
                        .doc("Answers the extensions that a database could have.")
                        .takes(WHERE)
                        .runs(
                                call ->
                                        byName(
                                                call,
                                                "name",
                                                "SELECT * FROM pg_available_extensions()")),
                Function.named("postgres.create_extension")
                        .doc("Adds an extension to a database, or moves or upgrades it.")
                        .takes(
                                "name, if_not_exists=None, schema=None, ext_version=None,"
                                        + " from_version=None, "
                                        + WHERE)
                        .runs(PostgresFunctions::extend),
                Function.named("postgres.drop_extension")
                        .doc("Removes an extension from a database.")
                        .takes("name, if_exists=None, restrict=None, cascade=None, " + WHERE)
                        .runs(PostgresFunctions::dropExtension),
                Function.named("postgres.schema_list")
                        .doc("Answers the schemas of a database.")
                        .takes(
                                "dbname, db_user=None, db_password=None, db_host=None,"
                                        + " db_port=None, user=None")
                        .runs(call -> schemas(call)),
                Function.named("postgres.schema_create")
                        .doc("Makes a schema in a database; answers whether it could.")
                        .takes(
                                "dbname, name, owner=None, user=None, db_user=None,"
                                        + " db_password=None, db_host=None, db_port=None")
                        .runs(
                                call -> {
                                    String owner =
                                            Values.isTrue(call.value("owner"))
                                                    ? " AUTHORIZATION "
                                                            + Psql.name(call.text("owner"))
                                                    : "";
                                    return schema(
                                            call,
                                            "CREATE SCHEMA "
                                                    + Psql.name(call.text("name"))
                                                    + owner);
                                }),
                Function.named("postgres.schema_remove")
                        .doc("Removes a schema from a database; answers whether it could.")
                        .takes(
                                "dbname, name, user=None, db_user=None, db_password=None,"
                                        + " db_host=None, db_port=None")
                        .runs(call -> schema(call, "DROP SCHEMA " + Psql.name(call.text("name")))));
    }

    private static ObjectNode byName(Call call, String column, String query)
            throws IOException, InterruptedException {
        ObjectNode out = Json.object();
        for (ObjectNode row : new Psql(call).rows(null, query)) {
            out.set(row.get(column).asText(), row);
        }
        return out;
    }

    private static ObjectNode databases(Call call) throws IOException, InterruptedException {
        ObjectNode out =
                byName(
                        call,
                        "Name",
                        "SELECT datname AS \"Name\", r.rolname AS \"Owner\","
                                + " pg_encoding_to_char(encoding) AS \"Encoding\", datcollate AS"
                                + " \"Collate\", datctype AS \"Ctype\", datacl AS \"Access"
                                + " privileges\", spcname AS \"Tablespace\" FROM pg_database d JOIN"
                                + " pg_roles r ON r.oid = d.datdba JOIN pg_tablespace t ON t.oid ="
                                + " d.dattablespace");
        out.forEach(one -> ((ObjectNode) one).remove("Name"));
        return out;
    }

    private static JsonNode create(Call call) throws IOException, InterruptedException {
        var with = new StringBuilder();
        for (String name : List.of("tablespace", "owner", "template")) {
            call.given(name)
                    .ifPresent(
                            v -> with.append(" ").append(name).append(" = ").append(Psql.name(v)));
        }
        for (String name : List.of("encoding", "lc_collate", "lc_ctype")) {
            call.given(name)
                    .ifPresent(
                            v ->
                                    with.append(" ")
                                            .append(name)
                                            .append(" = ")
                                            .append(Psql.literal(v)));
        }
        String options = with.isEmpty() ? "" : " WITH" + with;
        return new Psql(call)
                .done(null, "CREATE DATABASE " + Psql.name(call.text("name")) + options);
    }

    private static JsonNode alter(Call call) throws IOException, InterruptedException {
        String name = call.text("name");
        var statements = new ArrayList<String>();
        if (call.given("owner").isPresent()) {
            statements.add(
                    "ALTER DATABASE "
                            + Psql.name(name)
                            + " OWNER TO "
                            + Psql.name(call.text("owner")));
        }
        if (call.given("tablespace").isPresent()) {
            statements.add(
                    "ALTER DATABASE "
                            + Psql.name(name)
                            + " SET TABLESPACE "
                            + Psql.name(call.text("tablespace")));
        }
        if (!statements.isEmpty()
                && !new Psql(call).run(null, statements.toArray(String[]::new)).ok()) {
            return Values.of(false);
        }
        return Values.of(
                call.given("owner").isEmpty()
                        || !call.flag("owner_recurse")
                        || ownAll(call, name, call.text("owner")));
    }

    /** Gives the schemas, tables, views, sequences and functions of a database to a role. */
    private static boolean ownAll(Call call, String database, String owner)
            throws IOException, InterruptedException {
        var psql = new Psql(call);
        var statements = new ArrayList<String>();
        String user = "nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'";
        for (ObjectNode row :
                psql.rows(
                        database,
                        "SELECT 'SCHEMA ' || quote_ident(nspname) AS what FROM pg_namespace WHERE "
                                + user
                                + " UNION ALL SELECT CASE relkind WHEN 'S' THEN 'SEQUENCE ' WHEN"
                                + " 'v' THEN 'VIEW ' WHEN 'm' THEN 'MATERIALIZED VIEW ' ELSE 'TABLE"
                                + " ' END || c.oid::regclass::text FROM pg_class c JOIN"
                                + " pg_namespace n ON n.oid = c.relnamespace WHERE relkind IN"
                                + " ('r','p','v','m','S') AND "
                                + user
                                + " UNION ALL SELECT CASE prokind WHEN 'a' THEN 'AGGREGATE ' WHEN"
                                + " 'p' THEN 'PROCEDURE ' ELSE 'FUNCTION ' END ||"
                                + " p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON"
                                + " n.oid = p.pronamespace WHERE "
                                + user)) {
            statements.add("ALTER " + row.get("what").asText() + " OWNER TO " + Psql.name(owner));
        }
        return statements.isEmpty() || psql.run(database, statements.toArray(String[]::new)).ok();
    }

    private static JsonNode remove(Call call) throws IOException, InterruptedException {
        String name = call.text("name");
        Ran ran =
                new Psql(call)
                        .run(
                                null,
                                "REVOKE CONNECT ON DATABASE " + Psql.name(name) + " FROM public",
                                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE"
                                        + " datname = "
                                        + Psql.literal(name)
                                        + " AND pid <> pg_backend_pid()",
                                "DROP DATABASE " + Psql.name(name));
        return Values.of(ran.ok());
    }

    private static JsonNode extend(Call call) throws IOException, InterruptedException {
        var psql = new Psql(call);
        String name = call.text("name");
        String find =
                "SELECT extversion, nspname FROM pg_extension e JOIN pg_namespace n ON n.oid ="
                        + " e.extnamespace WHERE extname = "
                        + Psql.literal(name);
        List<ObjectNode> before = psql.rows(null, find);
        var statements = new ArrayList<String>();
        String version = call.given("ext_version").orElse("");
        String schema = call.given("schema").orElse("");
        if (before.isEmpty()) {
            statements.add(
                    "CREATE EXTENSION IF NOT EXISTS "
                            + Psql.name(name)
                            + (schema.isEmpty() ? "" : " SCHEMA " + Psql.name(schema))
                            + (version.isEmpty() ? "" : " VERSION " + Psql.literal(version)));
        } else {
            if (!schema.isEmpty() && !schema.equals(before.getFirst().get("nspname").asText())) {
                statements.add(
                        "ALTER EXTENSION " + Psql.name(name) + " SET SCHEMA " + Psql.name(schema));
            }
            if (!version.isEmpty()
                    && !version.equals(before.getFirst().get("extversion").asText())) {
                statements.add(
                        "ALTER EXTENSION "
                                + Psql.name(name)
                                + " UPDATE TO "
                                + Psql.literal(version));
            }
        }
        boolean ok = statements.isEmpty() || psql.run(null, statements.toArray(String[]::new)).ok();
        return Values.of(ok && !psql.rows(null, find).isEmpty());
    }

    private static JsonNode dropExtension(Call call) throws IOException, InterruptedException {
        boolean cascade = call.value("cascade").isNull() || call.flag("cascade");
        return new Psql(call)
                .done(
                        null,
                        "DROP EXTENSION "
                                + (call.flag("if_exists") ? "IF EXISTS " : "")
                                + Psql.name(call.text("name"))
                                + (cascade && !call.flag("restrict") ? " CASCADE" : ""));
    }

    /** Salt's schema functions call the arguments of the server by other names. */
    private static Psql schemaServer(Call call) {
        return new Psql(call, "db_");
    }

    private static JsonNode schemas(Call call) throws IOException, InterruptedException {
        ObjectNode out = Json.object();
        for (ObjectNode row :
                schemaServer(call)
                        .rows(
                                call.text("dbname"),
                                "SELECT nspname AS name, nspacl AS acl, r.rolname AS owner FROM"
                                        + " pg_namespace n JOIN pg_roles r ON r.oid = n.nspowner")) {
            ObjectNode one = Json.object();
            one.set("acl", row.get("acl"));
            one.set("owner", row.get("owner"));
            out.set(row.get("name").asText(), one);
        }
        return out;
    }

    private static JsonNode schema(Call call, String statement)
            throws IOException, InterruptedException {
        return schemaServer(call).done(call.text("dbname"), statement);
    }
}
