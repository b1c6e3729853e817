package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;

/** {@code postgres.*privileges*}: what roles may do with the objects of a PostgreSQL server. */
final class PostgresPrivileges {
    /** What there is to grant on each kind of object; a group is granted itself. */
    private static final Map<String, List<String>> KINDS =
            Map.of(
                    "table",
                            List.of(
                                    "SELECT",
                                    "INSERT",
                                    "UPDATE",
                                    "DELETE",
                                    "TRUNCATE",
                                    "REFERENCES",
                                    "TRIGGER"),
                    "sequence", List.of("USAGE", "SELECT", "UPDATE"),
                    "schema", List.of("CREATE", "USAGE"),
                    "tablespace", List.of("CREATE"),
                    "language", List.of("USAGE"),
                    "database", List.of("CREATE", "CONNECT", "TEMPORARY"),
                    "function", List.of("EXECUTE"),
                    "group", List.of());

    private PostgresPrivileges() {}

    static List<Function> all() {
        String takes = "name, object_name, object_type, privileges=None, ";
        String where =
                "prepend='public', maintenance_db=None, user=None, host=None, port=None,"
                        + " password=None, runas=None";
        return List.of(
                Function.named("postgres.has_privileges")
                        .doc("Answers whether a role has privileges on an object.")
                        .takes(takes + "grant_option=None, " + where)
                        .runs(call -> Values.of(has(call))),
                Function.named("postgres.privileges_grant")
                        .doc("Grants privileges on an object to a role; answers whether it could.")
                        .takes(takes + "grant_option=None, " + where)
                        .runs(PostgresPrivileges::grant),
                Function.named("postgres.privileges_revoke")
                        .doc(
                                "Revokes privileges on an object from a role; answers whether it"
                                        + " could.")
                        .takes(takes + where)
                        .runs(PostgresPrivileges::revoke));
    }

    private static String kind(Call call) {
        String kind = call.text("object_type").toLowerCase(Locale.ROOT);
        if (!KINDS.containsKey(kind)) {
            throw new ModuleError.BadRequest(
                    "Invalid object_type: "
                            + kind
                            + " provided, must be one of "
                            + String.join(", ", KINDS.keySet().stream().sorted().toList()));
        }
        return kind;
    }

    private static List<String> privileges(Call call) {
        String kind = kind(call);
        var out = new ArrayList<String>();
        for (String given : call.texts("privileges")) {
            String word = given.toUpperCase(Locale.ROOT);
            word = word.equals("TEMP") ? "TEMPORARY" : word;
            if (!word.equals("ALL") && !KINDS.get(kind).contains(word)) {
                throw new ModuleError.BadRequest(
                        "Invalid privilege(s): "
                                + given
                                + " provided for object "
                                + call.text("object_name"));
            }
            out.add(word);
        }
        if (out.isEmpty() && !kind.equals("group")) {
            throw new ModuleError.BadRequest("privileges must be given for a " + kind);
        }
        return out.contains("ALL") ? KINDS.get(kind) : out;
    }

    private static boolean isAll(Call call) {
        return call.text("object_name").equalsIgnoreCase("ALL");
    }

    /** Rows of an object's owner and privileges: owner, grantee, privilege, grantable. */
    private static String query(Call call) {
        String object = Psql.literal(call.text("object_name"));
        String schema = Psql.literal(call.text("prepend"));
        String inSchema = " JOIN pg_namespace n ON n.oid = ";
        String named = isAll(call) ? "" : " AND relname = " + object;
        String from =
                switch (kind(call)) {
                    case "table", "sequence" -> {
                        boolean table = kind(call).equals("table");
                        yield "relname AS what, relowner AS owner, coalesce(relacl, acldefault('"
                                + (table ? "r" : "s")
                                + "', relowner)) AS acl FROM pg_class c"
                                + inSchema
                                + "c.relnamespace WHERE relkind IN ("
                                + (table ? "'r','p','v','m','f'" : "'S'")
                                + ") AND nspname = "
                                + schema
                                + named;
                    }
                    case "schema" ->
                            "nspname AS what, nspowner AS owner, coalesce(nspacl, acldefault('n',"
                                    + " nspowner)) AS acl FROM pg_namespace WHERE nspname = "
                                    + object;
                    case "tablespace" ->
                            "spcname AS what, spcowner AS owner, coalesce(spcacl, acldefault('t',"
                                    + " spcowner)) AS acl FROM pg_tablespace WHERE spcname = "
                                    + object;
                    case "language" ->
                            "lanname AS what, lanowner AS owner, coalesce(lanacl, acldefault('l',"
                                    + " lanowner)) AS acl FROM pg_language WHERE lanname = "
                                    + object;
                    case "database" ->
                            "datname AS what, datdba AS owner, coalesce(datacl, acldefault('d',"
                                    + " datdba)) AS acl FROM pg_database WHERE datname = "
                                    + object;
                    default ->
                            "proname AS what, proowner AS owner, coalesce(proacl, acldefault('f',"
                                    + " proowner)) AS acl FROM pg_proc p"
                                    + inSchema
                                    + "p.pronamespace WHERE nspname = "
                                    + schema
                                    + " AND p.oid::regprocedure::text = "
                                    + object;
                };
        return "SELECT what, pg_get_userbyid(owner) AS owner, CASE WHEN (x).grantee = 0 THEN"
                + " 'public' ELSE pg_get_userbyid((x).grantee) END AS grantee,"
                + " (x).privilege_type AS privilege, (x).is_grantable AS grantable FROM (SELECT"
                + " what, owner, aclexplode(acl) AS x FROM (SELECT "
                + from
                + ") o) e";
    }

    private static boolean has(Call call) throws IOException, InterruptedException {
        String role = call.text("name");
        boolean grantable = Values.isTrue(call.optional("grant_option"));
        var psql = new Psql(call);
        if (kind(call).equals("group")) {
            return !psql.rows(
                            null,
                            "SELECT 1 FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid"
                                    + " JOIN pg_roles r ON r.oid = m.member WHERE g.rolname = "
                                    + Psql.literal(call.text("object_name"))
                                    + " AND r.rolname = "
                                    + Psql.literal(role)
                                    + (grantable ? " AND m.admin_option" : ""))
                    .isEmpty();
        }
        List<String> wanted = privileges(call);
        Map<String, List<String>> held = new HashMap<>();
        boolean owned = true;
        for (ObjectNode row : psql.rows(null, query(call))) {
            owned &= row.get("owner").asText().equals(role);
            List<String> of =
                    held.computeIfAbsent(row.get("what").asText(), k -> new ArrayList<>());
            boolean counts =
                    row.get("grantee").asText().equals(role)
                            && (!grantable || row.get("grantable").asText().equals("t"));
            if (counts) {
                of.add(row.get("privilege").asText());
            }
        }
        return !held.isEmpty()
                && (owned || held.values().stream().allMatch(of -> of.containsAll(wanted)));
    }

    private static String object(Call call) {
        String name = call.text("object_name");
        String schema = Psql.name(call.text("prepend"));
        String kind = kind(call).toUpperCase(Locale.ROOT);
        return switch (kind(call)) {
            case "table", "sequence" ->
                    isAll(call)
                            ? "ALL " + kind + "S IN SCHEMA " + schema
                            : kind + " " + schema + "." + Psql.name(name);
            case "function" -> {
                if (!name.matches("[\\w.\"]+\\([\\w\\s,.\\[\\]\"]*\\)")) {
                    throw new ModuleError.BadRequest(
                            "A function is named with its arguments, as in f(integer), not "
                                    + name);
                }
                yield kind + " " + name;
            }
            default -> kind + " " + Psql.name(name);
        };
    }

    private static String role(Call call) {
        String name = call.text("name");
        return name.equalsIgnoreCase("public") ? "public" : Psql.name(name);
    }

    private static JsonNode grant(Call call) throws IOException, InterruptedException {
        boolean group = kind(call).equals("group");
        String option =
                !Values.isTrue(call.value("grant_option"))
                        ? ""
                        : group ? " WITH ADMIN OPTION" : " WITH GRANT OPTION";
        String what =
                group
                        ? Psql.name(call.text("object_name"))
                        : String.join(", ", privileges(call)) + " ON " + object(call);
        return new Psql(call).done(null, "GRANT " + what + " TO " + role(call) + option);
    }

    private static JsonNode revoke(Call call) throws IOException, InterruptedException {
        String what =
                kind(call).equals("group")
                        ? Psql.name(call.text("object_name"))
                        : String.join(", ", privileges(call)) + " ON " + object(call);
        return new Psql(call).done(null, "REVOKE " + what + " FROM " + role(call));
    }
}
