package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;

/** {@code mysql.*}: databases, users and grants of a MariaDB or MySQL server. What the server refuses is a failure in its words. */
final class MysqlFunctions {
    private static final String USER = "user, host='localhost', ";
    private static final String WAY =
            "password=None, password_hash=None, allow_passwordless=False, unix_socket=False,"
                    + " password_column=None,";
    private static final String GRANT =
            "grant, database, user, host='localhost', grant_option=False, escape=True, ";

    private MysqlFunctions() {}

    static List<Function> all() {
        return List.of(
                Function.named("mysql.version")
                        .doc("Answers the version of the server.")
                        .keywords()
                        .runs(call -> Values.text(version(call))),
                Function.named("mysql.query")
                        .doc("Answers the rows of a statement in a database.")
                        .takes("database, query, **kwargs")
                        .runs(
                                call ->
                                        rows(
                                                run(
                                                        call,
                                                        "USE "
                                                                + MysqlClient.name(
                                                                        call.text("database")),
                                                        call.text("query")
                                                                .strip()
                                                                .replaceFirst(";+$", "")))),
                Function.named("mysql.db_list")
                        .doc("Answers the databases.")
                        .keywords()
                        .runs(
                                call ->
                                        Values.texts(
                                                run(call, "SHOW DATABASES").stream()
                                                        .map(List::getFirst)
                                                        .toList())),
                Function.named("mysql.db_get")
                        .doc("Answers the character set and the collation of a database.")
                        .takes("name, **kwargs")
                        .runs(MysqlFunctions::database),
                Function.named("mysql.db_exists")
                        .doc("Answers whether there is a database.")
                        .takes("name, **kwargs")
                        .runs(call -> Values.of(!database(call).isEmpty())),
                Function.named("mysql.db_create")
                        .doc("Makes a database.")
                        .takes("name, character_set=None, collate=None, **kwargs")
                        .runs(call -> change(call, "CREATE DATABASE ")),
                Function.named("mysql.alter_db")
                        .doc("Changes the character set or the collation of a database.")
                        .takes("name, character_set=None, collate=None, **kwargs")
                        .runs(call -> change(call, "ALTER DATABASE ")),
                Function.named("mysql.db_remove")
                        .doc("Removes a database.")
                        .takes("name, **kwargs")
                        .runs(
                                call -> {
                                    run(
                                            call,
                                            "DROP DATABASE " + MysqlClient.name(call.text("name")));
                                    return Values.of(database(call).isEmpty());
                                }),
                Function.named("mysql.user_exists")
                        .doc(
                                "Answers whether there is a user, and with this password if one is"
                                        + " given.")
                        .takes(
                                USER
                                        + "password=None, password_hash=None, passwordless=False,"
                                        + " unix_socket=False, password_column=None, **kwargs")
                        .runs(call -> Values.of(exists(call))),
                Function.named("mysql.user_create")
                        .doc("Makes a user.")
                        .takes(USER + WAY + " auth_plugin='mysql_native_password', **kwargs")
                        .runs(call -> user(call, "CREATE USER ")),
                Function.named("mysql.user_chpass")
                        .doc("Changes the password of a user.")
                        .takes(USER + WAY + " **kwargs")
                        .runs(call -> user(call, "ALTER USER ")),
                Function.named("mysql.user_remove")
                        .doc("Removes a user.")
                        .takes(USER + "**kwargs")
                        .runs(
                                call -> {
                                    run(call, "DROP USER " + account(call));
                                    return Values.of(stored(call).isEmpty());
                                }),
                Function.named("mysql.user_grants")
                        .doc("Answers what a user may do.")
                        .takes(USER + "**kwargs")
                        .runs(call -> Values.texts(grants(call))),
                Function.named("mysql.grant_exists")
                        .doc("Answers whether a user has privileges.")
                        .takes(GRANT + "**kwargs")
                        .runs(call -> Values.of(granted(call))),
                Function.named("mysql.grant_add")
                        .doc("Grants privileges to a user.")
                        .takes(GRANT + "ssl_option=False, **kwargs")
                        .runs(MysqlFunctions::grant),
                Function.named("mysql.grant_revoke")
                        .doc("Revokes privileges from a user.")
                        .takes(GRANT + "**kwargs")
                        .runs(MysqlFunctions::revoke));
    }

    private static List<List<String>> run(Call call, String... statements)
            throws IOException, InterruptedException {
        return new MysqlClient(call).rows(statements);
    }

    private static JsonNode rows(List<List<String>> rows) {
        return Values.list(rows.stream().map(Values::texts).toList());
    }

    private static String version(Call call) throws IOException, InterruptedException {
        return run(call, "SELECT VERSION()").getFirst().getFirst();
    }

    private static boolean isMariaDb(Call call) throws IOException, InterruptedException {
        return version(call).contains("MariaDB");
    }

    private static JsonNode database(Call call) throws IOException, InterruptedException {
        List<List<String>> found =
                run(
                        call,
                        "SELECT DEFAULT_CHARACTER_SET_NAME, DEFAULT_COLLATION_NAME FROM"
                                + " INFORMATION_SCHEMA.SCHEMATA WHERE SCHEMA_NAME = "
                                + MysqlClient.literal(call.text("name")));
        return found.isEmpty()
                ? Json.object()
                : Json.object()
                        .put("character_set", found.getFirst().get(0))
                        .put("collate", found.getFirst().get(1));
    }

    private static JsonNode change(Call call, String verb)
            throws IOException, InterruptedException {
        String set =
                call.given("character_set")
                        .map(s -> " CHARACTER SET " + MysqlClient.literal(s))
                        .orElse("");
        String collation =
                call.given("collate").map(c -> " COLLATE " + MysqlClient.literal(c)).orElse("");
        run(call, verb + MysqlClient.name(call.text("name")) + set + collation);
        return Values.of(!database(call).isEmpty());
    }

    private static String account(Call call) {
        return MysqlClient.account(call.text("user"), call.text("host"));
    }

    /** Plugin and password hash of the user; empty when there is none. */
    private static Optional<List<String>> stored(Call call)
            throws IOException, InterruptedException {
        return run(
                        call,
                        "SELECT plugin, authentication_string FROM mysql.user WHERE User = "
                                + MysqlClient.literal(call.text("user"))
                                + " AND Host = "
                                + MysqlClient.literal(call.text("host")))
                .stream()
                .findFirst();
    }

    private static boolean exists(Call call) throws IOException, InterruptedException {
        Optional<List<String>> stored = stored(call);
        if (stored.isEmpty()) {
            return false;
        }
        if (call.flag("passwordless")) {
            return call.flag("unix_socket")
                    ? stored.get().getFirst().matches("unix_socket|auth_socket")
                    : stored.get().get(1).isEmpty();
        }
        Optional<String> wanted =
                call.given("password")
                        .map(MysqlFunctions::hash)
                        .or(() -> call.given("password_hash"));
        return wanted.isEmpty() || stored.get().get(1).equals(wanted.get());
    }

    /** As the plugin mysql_native_password keeps it. */
    private static String hash(String password) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-1");
            byte[] once = sha.digest(password.getBytes(StandardCharsets.UTF_8));
            return "*" + HexFormat.of().formatHex(sha.digest(once)).toUpperCase(Locale.ROOT);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode user(Call call, String verb) throws IOException, InterruptedException {
        boolean maria = isMariaDb(call);
        Optional<String> hash = call.given("password_hash");
        String by;
        if (call.given("password").isPresent()) {
            by = " IDENTIFIED BY " + MysqlClient.literal(call.text("password"));
        } else if (hash.isPresent()) {
            by =
                    (maria
                                    ? " IDENTIFIED BY PASSWORD "
                                    : " IDENTIFIED WITH 'mysql_native_password' AS ")
                            + MysqlClient.literal(hash.get());
        } else if (!call.flag("allow_passwordless")) {
            throw new ModuleError.Failed(
                    "password or password_hash must be specified, unless allow_passwordless=True");
        } else if (call.flag("unix_socket")) {
            by = maria ? " IDENTIFIED VIA unix_socket" : " IDENTIFIED WITH 'auth_socket'";
        } else {
            by = verb.startsWith("ALTER") ? " IDENTIFIED BY ''" : "";
        }
        run(call, verb + account(call) + by);
        return Values.of(stored(call).isPresent());
    }

    private static List<String> grants(Call call) throws IOException, InterruptedException {
        var out = new ArrayList<String>();
        if (stored(call).isPresent()) {
            for (List<String> row : run(call, "SHOW GRANTS FOR " + account(call))) {
                out.add(
                        row.getFirst()
                                .replaceFirst(" IDENTIFIED BY .*?(?= WITH GRANT OPTION|$)", ""));
            }
        }
        return out;
    }

    private static MysqlGrant wanted(Call call) {
        return MysqlGrant.of(call.text("grant"), call.text("database"), call.flag("grant_option"));
    }

    private static boolean granted(Call call) throws IOException, InterruptedException {
        MysqlGrant wanted = wanted(call);
        var held = new ArrayList<String>();
        boolean option = false;
        for (String line : grants(call)) {
            Optional<MysqlGrant> grant = MysqlGrant.shown(line);
            if (grant.isPresent() && grant.get().database().equals(wanted.database())) {
                held.addAll(grant.get().privileges());
                option |= grant.get().option();
            }
        }
        return !held.isEmpty() && new MysqlGrant(held, wanted.database(), option).covers(wanted);
    }

    private static JsonNode grant(Call call) throws IOException, InterruptedException {
        if (call.value("ssl_option").isArray()) {
            throw new ModuleError.BadRequest("ssl_option is not supported by this minion");
        }
        MysqlGrant wanted = wanted(call);
        run(
                call,
                "GRANT "
                        + String.join(", ", wanted.privileges())
                        + " ON "
                        + wanted.place(call.flag("escape"))
                        + " TO "
                        + account(call)
                        + (wanted.option() ? " WITH GRANT OPTION" : ""));
        return Values.of(granted(call));
    }

    private static JsonNode revoke(Call call) throws IOException, InterruptedException {
        MysqlGrant wanted = wanted(call);
        run(
                call,
                "REVOKE "
                        + String.join(", ", wanted.privileges())
                        + (wanted.option() ? ", GRANT OPTION" : "")
                        + " ON "
                        + wanted.place(call.flag("escape"))
                        + " FROM "
                        + account(call));
        return Values.of(!granted(call));
    }
}
