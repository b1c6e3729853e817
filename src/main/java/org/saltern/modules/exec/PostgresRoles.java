package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.Values;

/** {@code postgres.user_*} and {@code postgres.group_*}: the roles of a PostgreSQL server. */
final class PostgresRoles {
    private static final String WHERE = Psql.SERVER + ", runas=None";
    private static final List<String> FLAGS =
            List.of(
                    "superuser",
                    "inherits privileges",
                    "can create roles",
                    "can create databases",
                    "can login",
                    "replication");

    private PostgresRoles() {}

    static List<Function> all() {
        var out = new ArrayList<Function>();
        out.add(
                Function.named("postgres.user_list")
                        .doc("Answers the roles with what they may do.")
                        .takes(WHERE + ", return_password=False")
                        .runs(call -> roles(call, "")));
        out.add(
                Function.named("postgres.role_get")
                        .doc("Answers what a role may do, None when there is none.")
                        .takes("name, " + WHERE + ", return_password=False")
                        .runs(call -> role(call, call.text("name"))));
        out.add(
                Function.named("postgres.user_exists")
                        .doc("Answers whether there is a role.")
                        .takes("name, " + WHERE)
                        .runs(call -> Values.of(!role(call, call.text("name")).isNull())));
        out.add(
                Function.named("postgres.password_is_kept")
                        .doc(
                                "Answers whether what a server keeps of a role's password was made"
                                        + " from this one.")
                        .takes("role, password, kept, encrypted=None")
                        .runs(
                                call ->
                                        Values.of(
                                                PostgresPassword.isKept(
                                                        call.text("role"),
                                                        call.text("password"),
                                                        call.text("kept"),
                                                        PostgresPassword.method(
                                                                call.value("encrypted"))))));
        for (String kind : List.of("user", "group")) {
            String takes =
                    kind
                            + "name, "
                            + Psql.SERVER
                            + ", createdb=None, createroles=None, encrypted=None, superuser=None,"
                            + " login=None, inherit=None, replication=None, rolepassword=None,"
                            + " valid_until=None, groups=None, runas=None, connlimit=None";
            out.add(
                    Function.named("postgres." + kind + "_create")
                            .doc("Makes a role; answers whether it could.")
                            .takes(takes)
                            .runs(call -> create(call, kind)));
            out.add(
                    Function.named("postgres." + kind + "_update")
                            .doc("Changes a role; answers whether it could.")
                            .takes(takes)
                            .runs(call -> update(call, kind)));
            out.add(
                    Function.named("postgres." + kind + "_remove")
                            .doc("Removes a role; answers whether it could.")
                            .takes(kind + "name, " + WHERE)
                            .runs(
                                    call ->
                                            new Psql(call)
                                                    .done(
                                                            null,
                                                            "DROP ROLE "
                                                                    + Psql.name(
                                                                            call.text(
                                                                                    kind
                                                                                            + "name")))));
        }
        return List.copyOf(out);
    }

    private static JsonNode role(Call call, String name) throws IOException, InterruptedException {
        JsonNode found = roles(call, " WHERE r.rolname = " + Psql.literal(name)).path(name);
        return found.isMissingNode() ? Values.none() : found;
    }

    private static ObjectNode roles(Call call, String which)
            throws IOException, InterruptedException {
        boolean password = Values.isTrue(call.optional("return_password"));
        String query =
                "SELECT r.rolname AS \"name\", r.rolsuper AS \"superuser\", r.rolinherit AS"
                        + " \"inherits privileges\", r.rolcreaterole AS \"can create roles\","
                        + " r.rolcreatedb AS \"can create databases\", r.rolcanlogin AS \"can login\","
                        + " r.rolreplication AS \"replication\", r.rolconnlimit AS \"connections\","
                        + " array_to_string(ARRAY(SELECT g.rolname FROM pg_auth_members m JOIN pg_roles"
                        + " g ON g.oid = m.roleid WHERE m.member = r.oid ORDER BY 1), E'\\n"
                        + "') AS \"groups\", r.rolvaliduntil::timestamp(0) AS \"expiry time\","
                        + " r.rolconfig AS \"defaults variables\""
                        + (password ? ", a.rolpassword AS \"password\"" : "")
                        + " FROM pg_roles r"
                        + (password ? " LEFT JOIN pg_authid a ON a.oid = r.oid" : "")
                        + which;
        ObjectNode out = Json.object();
        for (ObjectNode row : new Psql(call).rows(null, query)) {
            ObjectNode one = Json.object();
            for (String flag : FLAGS) {
                one.put(flag, row.get(flag).asText().equals("t"));
            }
            String until = row.get("expiry time").asText();
            one.set("expiry time", until.isEmpty() ? Values.none() : Values.text(until));
            one.set("defaults variables", row.get("defaults variables"));
            if (password) {
                one.set("password", row.get("password"));
            }
            one.set("groups", Values.texts(row.get("groups").asText().lines().toList()));
            out.set(row.get("name").asText(), one);
        }
        return out;
    }

    private static String options(Call call, String role, Map<String, JsonNode> flags) {
        var out = new StringBuilder();
        flags.forEach(
                (word, value) -> {
                    if (!value.isNull()) {
                        out.append(Values.isTrue(value) ? " " : " NO").append(word);
                    }
                });
        if (!call.value("connlimit").isNull()) {
            out.append(" CONNECTION LIMIT ").append(call.number("connlimit"));
        }
        JsonNode password = call.value("rolepassword");
        if (password.isTextual() && !password.textValue().isEmpty()) {
            String method = PostgresPassword.method(call.value("encrypted"));
            out.append(" PASSWORD ");
            out.append(Psql.literal(PostgresPassword.of(role, password.textValue(), method)));
        } else if (password.isBoolean() && !password.booleanValue()) {
            out.append(" PASSWORD NULL");
        }
        call.given("valid_until")
                .ifPresent(u -> out.append(" VALID UNTIL ").append(Psql.literal(u)));
        return out.isEmpty() ? "" : " WITH" + out;
    }

    private static Map<String, JsonNode> flags(Call call) {
        var flags = new LinkedHashMap<String, JsonNode>();
        flags.put("INHERIT", call.value("inherit"));
        flags.put("CREATEDB", call.value("createdb"));
        flags.put("CREATEROLE", call.value("createroles"));
        flags.put("SUPERUSER", call.value("superuser"));
        flags.put("REPLICATION", call.value("replication"));
        flags.put("LOGIN", call.value("login"));
        return flags;
    }

    private static JsonNode run(Call call, String role, String verb, Map<String, JsonNode> flags)
            throws IOException, InterruptedException {
        String options = options(call, role, flags);
        var statements = new ArrayList<String>();
        if (verb.equals("CREATE") || !options.isEmpty()) {
            statements.add(verb + " ROLE " + Psql.name(role) + options);
        }
        for (String group : call.texts("groups")) {
            statements.add("GRANT " + Psql.name(group) + " TO " + Psql.name(role));
        }
        return statements.isEmpty()
                ? Values.of(true)
                : new Psql(call).done(null, statements.toArray(String[]::new));
    }

    private static JsonNode create(Call call, String kind)
            throws IOException, InterruptedException {
        Map<String, JsonNode> flags = flags(call);
        flags.computeIfPresent("INHERIT", (n, v) -> v.isNull() ? Values.of(true) : v);
        flags.computeIfPresent("LOGIN", (n, v) -> v.isNull() ? Values.of(kind.equals("user")) : v);
        return run(call, call.text(kind + "name"), "CREATE", flags);
    }

    private static JsonNode update(Call call, String kind)
            throws IOException, InterruptedException {
        return run(call, call.text(kind + "name"), "ALTER", flags(call));
    }
}
