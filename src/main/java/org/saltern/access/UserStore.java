package org.saltern.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.saltern.store.Instants;

/** The table {@code user_account}, and the code of the first-run page. */
final class UserStore {
    /** A user with the hash of the password. */
    record Account(User user, String passwordHash) {
        @Override
        public String toString() {
            return "Account[" + user + "]";
        }
    }

    private static final String COLUMNS =
            "u.name, u.role, u.language, u.disabled, u.created, u.password_hash";

    private final Jdbi db;

    UserStore(Jdbi db) {
        this.db = db;
    }

    boolean isEmpty() {
        return db.withHandle(
                h ->
                        h.createQuery("SELECT count(*) FROM user_account").mapTo(Long.class).one()
                                == 0);
    }

    void insert(User user, String passwordHash) {
        db.useHandle(
                h ->
                        h.createUpdate(
                                        """
                                        INSERT INTO user_account
                                               (name, folded, password_hash, role, language, disabled, created)
                                        VALUES (:name, :folded, :hash, :role, :language, :disabled, :created)
                                        """)
                                .bind("name", user.name())
                                .bind("folded", folded(user.name()))
                                .bind("hash", passwordHash)
                                .bind("role", user.role())
                                .bind("language", user.language())
                                .bind("disabled", user.disabled())
                                .bind("created", user.created())
                                .execute());
    }

    /** By name in any case. */
    Optional<Account> find(String name) {
        return db.withHandle(
                h ->
                        h.createQuery(
                                        "SELECT "
                                                + COLUMNS
                                                + " FROM user_account u WHERE u.folded = :folded")
                                .bind("folded", folded(name))
                                .map((r, c) -> new Account(user(r), r.getString("password_hash")))
                                .findOne());
    }

    List<User> all() {
        return db.withHandle(
                h ->
                        h.createQuery(
                                        "SELECT "
                                                + COLUMNS
                                                + " FROM user_account u ORDER BY u.folded")
                                .map((r, c) -> user(r))
                                .list());
    }

    /** Locks the administrators who can sign in until the end of the transaction, and names them. */
    List<String> lockAdministrators() {
        return db.withHandle(
                h ->
                        h.createQuery(
                                        """
                                        SELECT name FROM user_account
                                         WHERE role = 'ADMINISTRATOR' AND NOT disabled
                                         ORDER BY name
                                           FOR UPDATE
                                        """)
                                .mapTo(String.class)
                                .list());
    }

    void setPassword(String name, String passwordHash) {
        db.useHandle(
                h ->
                        h.createUpdate(
                                        "UPDATE user_account SET password_hash = :hash WHERE name ="
                                                + " :name")
                                .bind("hash", passwordHash)
                                .bind("name", name)
                                .execute());
    }

    void change(String name, Role role, boolean disabled) {
        db.useHandle(
                h ->
                        h.createUpdate(
                                        """
                                        UPDATE user_account SET role = :role, disabled = :disabled
                                         WHERE name = :name
                                        """)
                                .bind("role", role)
                                .bind("disabled", disabled)
                                .bind("name", name)
                                .execute());
    }

    /** False when there is no such user. */
    boolean setLanguage(String name, String language) {
        return 1
                == db.withHandle(
                        h ->
                                h.createUpdate(
                                                "UPDATE user_account SET language = :language WHERE"
                                                        + " name = :name")
                                        .bind("language", language)
                                        .bind("name", name)
                                        .execute());
    }

    /** Replaces the first-run code. */
    void setFirstRunCode(String codeHash, Instant expires) {
        db.useTransaction(
                h -> {
                    h.execute("DELETE FROM first_run");
                    h.createUpdate(
                                    "INSERT INTO first_run (code_hash, expires) VALUES (:hash,"
                                            + " :expires)")
                            .bind("hash", codeHash)
                            .bind("expires", expires)
                            .execute();
                });
    }

    boolean isFirstRunCode(String codeHash, Instant now) {
        return db.withHandle(
                h ->
                        h.createQuery(
                                                "SELECT count(*) FROM first_run WHERE code_hash ="
                                                        + " :hash AND expires > :now")
                                        .bind("hash", codeHash)
                                        .bind("now", now)
                                        .mapTo(Long.class)
                                        .one()
                                == 1);
    }

    /** Uses the code up; false when it is not this one or too old. */
    boolean takeFirstRunCode(String codeHash, Instant now) {
        return 1
                == db.withHandle(
                        h ->
                                h.createUpdate(
                                                "DELETE FROM first_run WHERE code_hash = :hash AND"
                                                        + " expires > :now")
                                        .bind("hash", codeHash)
                                        .bind("now", now)
                                        .execute());
    }

    /** Reads a user from columns named as in the table. */
    static User user(ResultSet row) throws SQLException {
        return user(row, "role");
    }

    /** The same where another table of the query has a {@code role} too. */
    static User user(ResultSet row, String role) throws SQLException {
        return new User(
                row.getString("name"),
                Role.valueOf(row.getString(role)),
                row.getString("language"),
                row.getBoolean("disabled"),
                Instants.read(row, "created"));
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
