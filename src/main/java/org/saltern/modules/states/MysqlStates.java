package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Support;
import org.saltern.modules.Values;

/** {@code mysql_database.*}, {@code mysql_user.*} and {@code mysql_grants.*}: what is on a MariaDB or MySQL server. */
final class MysqlStates {
    private static final Support SUPPORT =
            Support.compared("mariadb or mysql client", ", MariaDB 10.11; MySQL not tested");

    private MysqlStates() {}

    static List<Function> all() {
        String grant =
                "name, grant=None, database=None, user=None, host='localhost', grant_option=False,"
                        + " escape=True, ";
        return SUPPORT.behind(
                List.of(
                        Function.named("mysql_database.present")
                                .doc("A database of a MariaDB or MySQL server.")
                                .takes("name, character_set=None, collate=None, **kwargs")
                                .runs(call -> said(call, MysqlStates::database)),
                        Function.named("mysql_database.absent")
                                .doc("No such database.")
                                .takes("name, **kwargs")
                                .runs(call -> said(call, MysqlStates::noDatabase)),
                        Function.named("mysql_user.present")
                                .doc("A user with this password.")
                                .takes(
                                        "name, host='localhost', password=None, password_hash=None,"
                                                + " allow_passwordless=False, unix_socket=False,"
                                                + " password_column=None,"
                                                + " auth_plugin='mysql_native_password', **kwargs")
                                .runs(call -> said(call, MysqlStates::user)),
                        Function.named("mysql_user.absent")
                                .doc("No such user.")
                                .takes("name, host='localhost', **kwargs")
                                .runs(call -> said(call, MysqlStates::noUser)),
                        Function.named("mysql_grants.present")
                                .doc("Privileges of a user on database.table.")
                                .takes(grant + "revoke_first=False, ssl_option=False, **kwargs")
                                .runs(call -> said(call, MysqlStates::grant)),
                        Function.named("mysql_grants.absent")
                                .doc("No such privileges of a user on database.table.")
                                .takes(grant + "**kwargs")
                                .runs(call -> said(call, MysqlStates::noGrant))));
    }

    /** What the server refuses is the comment. */
    private static JsonNode said(Call call, Function.Body body) throws Exception {
        try {
            return body.run(call);
        } catch (ModuleError.Failed e) {
            return StateResult.of(call).failed(e.getMessage()).tree();
        }
    }

    private static ObjectNode server(Call call, String... more) {
        ObjectNode out = Json.object();
        for (Map.Entry<String, JsonNode> e : call.keywords().properties()) {
            if (e.getKey().startsWith("connection_")) {
                out.set(e.getKey(), e.getValue());
            }
        }
        for (String name : more) {
            out.set(name, call.value(name));
        }
        return out;
    }

    private static JsonNode run(Call call, String function, String... more) throws Exception {
        return new Exec(call).with("mysql." + function, server(call, more));
    }

    private static JsonNode database(Call call) throws Exception {
        String name = call.text("name");
        StateResult result = StateResult.of(call);
        boolean test = call.context().test();
        JsonNode now = run(call, "db_get", "name");
        if (now.isEmpty()) {
            if (test) {
                return result.would("Database " + name + " is not present and needs to be created")
                        .tree();
            }
            return Values.isTrue(run(call, "db_create", "name", "character_set", "collate"))
                    ? result.change(name, "Present")
                            .done("The database " + name + " has been created")
                            .tree()
                    : result.failed("Failed to create database " + name).tree();
        }
        String words = "Database " + name + " is already present";
        boolean differs = false;
        String[][] kinds = {{"character_set", "character set"}, {"collate", "collate"}};
        for (String[] kind : kinds) {
            String old = now.path(kind[0]).asText();
            String wanted = call.given(kind[0]).orElse(old);
            if (!wanted.equals(old)) {
                String one =
                        "Database "
                                + kind[1]
                                + " "
                                + wanted
                                + " != "
                                + old
                                + " needs to be updated";
                words = kind[0].equals("collate") ? words + "\n" + one : one;
                differs = true;
            }
        }
        if (!differs) {
            return result.done(words).tree();
        }
        if (test) {
            boolean collates = words.contains("Database collate ");
            return result.would(
                            collates
                                    ? words
                                    : words + "\nDatabase " + name + " is going to be updated")
                    .tree();
        }
        run(call, "alter_db", "name", "character_set", "collate");
        JsonNode after = run(call, "db_get", "name");
        for (String kind : List.of("collate", "character_set")) {
            if (!after.path(kind).equals(now.path(kind))) {
                ObjectNode both = Json.object();
                both.set("before", now.path(kind));
                both.set("now", after.path(kind));
                result.change(kind, both);
            }
        }
        return result.done(words).tree();
    }

    private static JsonNode noDatabase(Call call) throws Exception {
        String name = call.text("name");
        StateResult result = StateResult.of(call);
        if (!Values.isTrue(run(call, "db_exists", "name"))) {
            return result.done("Database " + name + " is not present, so it cannot be removed")
                    .tree();
        }
        if (call.context().test()) {
            return result.would("Database " + name + " is present and needs to be removed").tree();
        }
        try {
            run(call, "db_remove", "name");
        } catch (ModuleError.Failed e) {
            return result.failed("Unable to remove database " + name + " (" + e.getMessage() + ")")
                    .tree();
        }
        return result.change(name, "Absent").done("Database " + name + " has been removed").tree();
    }

    private static ObjectNode account(Call call, String... more) {
        ObjectNode out = server(call, more);
        out.set("host", call.value("host"));
        out.set("user", call.value("name"));
        return out;
    }

    private static String shown(Call call) {
        return call.text("name") + "@" + call.text("host");
    }

    private static JsonNode user(Call call) throws Exception {
        StateResult result = StateResult.of(call);
        var exec = new Exec(call);
        String shown = shown(call);
        boolean open = call.flag("allow_passwordless");
        boolean passwordless =
                call.given("password").isEmpty() && call.given("password_hash").isEmpty();
        boolean test = call.context().test();
        if (passwordless && !open && !call.flag("unix_socket")) {
            return result.failed(
                            "Either password or password_hash must be specified, unless"
                                    + " allow_passwordless is True")
                    .tree();
        }
        ObjectNode same = account(call, "password", "password_hash", "unix_socket");
        same.put("passwordless", passwordless);
        boolean checked = call.text("auth_plugin").equals("mysql_native_password");
        if (Values.isTrue(exec.with("mysql.user_exists", same))) {
            String with =
                    passwordless
                            ? open ? " with passwordless login" : ""
                            : !checked
                                    ? ". Unable to verify password."
                                    : " with the desired password"
                                            + (call.given("password").isEmpty() ? " hash" : "");
            return result.done("User " + shown + " is already present" + with).tree();
        }
        ObjectNode how = account(call, "password", "password_hash", "unix_socket");
        how.put("allow_passwordless", open || call.flag("unix_socket"));
        if (Values.isTrue(exec.with("mysql.user_exists", account(call)))) {
            String done = passwordless ? "cleared" : "changed";
            if (test) {
                return result.would("Password for user " + shown + " is set to be " + done).tree();
            }
            exec.with("mysql.user_chpass", how);
            return Values.isTrue(exec.with("mysql.user_exists", same))
                    ? result.change(call.text("name"), "Updated")
                            .done("Password for user " + shown + " has been " + done)
                            .tree()
                    : result.failed(
                                    "Failed to "
                                            + (passwordless ? "clear" : "change")
                                            + " password for user "
                                            + shown)
                            .tree();
        }
        String ways =
                (open ? " with passwordless login" : "")
                        + (call.flag("unix_socket") ? " using unix_socket" : "");
        if (test) {
            return result.would("User " + shown + " is set to be added" + ways).tree();
        }
        how.set("auth_plugin", call.value("auth_plugin"));
        try {
            if (Values.isTrue(exec.with("mysql.user_create", how))) {
                return result.change(call.text("name"), "Present")
                        .done("The user " + shown + " has been added" + ways)
                        .tree();
            }
        } catch (ModuleError.Failed e) {
            return result.failed("Failed to create user " + shown + " (" + e.getMessage() + ")")
                    .tree();
        }
        return result.failed("Failed to create user " + shown).tree();
    }

    private static JsonNode noUser(Call call) throws Exception {
        StateResult result = StateResult.of(call);
        var exec = new Exec(call);
        String shown = "User " + shown(call);
        if (!Values.isTrue(exec.with("mysql.user_exists", account(call)))) {
            return result.done(shown + " is not present, so it cannot be removed").tree();
        }
        if (call.context().test()) {
            return result.would(shown + " is set to be removed").tree();
        }
        return Values.isTrue(exec.with("mysql.user_remove", account(call)))
                ? result.change(call.text("name"), "Absent")
                        .done(shown + " has been removed")
                        .tree()
                : result.failed(shown + " could not be removed").tree();
    }

    private static ObjectNode grantArguments(Call call) {
        return server(call, "grant", "database", "user", "host", "grant_option", "escape");
    }

    private static String grantShown(Call call, String word) {
        return call.text("grant")
                + " "
                + (word.equals("TO") ? "ON" : "on")
                + " "
                + call.text("database")
                + " "
                + word
                + " "
                + call.text("user")
                + "@"
                + call.text("host");
    }

    private static JsonNode grant(Call call) throws Exception {
        StateResult result = StateResult.of(call);
        var exec = new Exec(call);
        if (Values.isTrue(exec.with("mysql.grant_exists", grantArguments(call)))) {
            return result.done("Grant " + grantShown(call, "to") + " is already present").tree();
        }
        if (call.context().test()) {
            return result.would("MySQL grant " + call.text("name") + " is set to be created")
                    .tree();
        }
        if (call.flag("revoke_first")) {
            revokeAll(call);
        }
        ObjectNode how = grantArguments(call);
        how.set("ssl_option", call.value("ssl_option"));
        String failure = "Failed to execute: \"GRANT " + grantShown(call, "TO") + "\"";
        try {
            return Values.isTrue(exec.with("mysql.grant_add", how))
                    ? result.change(call.text("name"), "Present")
                            .done("Grant " + grantShown(call, "to") + " has been added")
                            .tree()
                    : result.failed(failure).tree();
        } catch (ModuleError.Failed e) {
            return result.failed(failure + " (" + e.getMessage() + ")").tree();
        }
    }

    /** What the user may do at this place now is taken first, so that only what is asked for remains. */
    private static void revokeAll(Call call) throws Exception {
        var exec = new Exec(call);
        ObjectNode all = grantArguments(call);
        all.put("grant", "ALL").put("grant_option", false);
        ObjectNode who = server(call, "user", "host");
        for (JsonNode line : exec.with("mysql.user_grants", who)) {
            String place = " ON " + call.text("database");
            if (line.asText().replaceAll("[`\\\\]", "").contains(place + " TO ")) {
                exec.with("mysql.grant_revoke", all);
                return;
            }
        }
    }

    private static JsonNode noGrant(Call call) throws Exception {
        StateResult result = StateResult.of(call);
        var exec = new Exec(call);
        if (!Values.isTrue(exec.with("mysql.grant_exists", grantArguments(call)))) {
            return result.done(
                            "Grant "
                                    + grantShown(call, "to")
                                    + " is not present, so it cannot be revoked")
                    .tree();
        }
        if (call.context().test()) {
            return result.would("MySQL grant " + call.text("name") + " is set to be revoked")
                    .tree();
        }
        try {
            exec.with("mysql.grant_revoke", grantArguments(call));
        } catch (ModuleError.Failed e) {
            return result.failed(
                            "Unable to revoke grant "
                                    + grantShown(call, "for")
                                    + " ("
                                    + e.getMessage()
                                    + ")")
                    .tree();
        }
        return result.change(call.text("name"), "Absent")
                .done("Grant " + grantShown(call, "for") + " has been revoked")
                .tree();
    }
}
