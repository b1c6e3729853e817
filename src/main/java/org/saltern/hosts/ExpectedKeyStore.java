package org.saltern.hosts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.saltern.base.HostId;
import org.saltern.store.Instants;

/** Table {@code expected_key}. */
final class ExpectedKeyStore {
    private final Jdbi db;

    ExpectedKeyStore(Jdbi db) {
        this.db = db;
    }

    /** Notes a fingerprint; the newest note about it counts. */
    void put(ExpectedKey key) {
        delete(key.fingerprint());
        db.useHandle(
                h ->
                        h.createUpdate(
                                        """
                                        INSERT INTO expected_key (fingerprint, hostname, noted_at, noted_by)
                                        VALUES (:fingerprint, :hostname, :at, :by)
                                        """)
                                .bind("fingerprint", key.fingerprint())
                                .bind("hostname", key.host() == null ? null : key.host().value())
                                .bind("at", key.at())
                                .bind("by", key.by())
                                .execute());
    }

    Optional<ExpectedKey> find(String fingerprint) {
        return db.withHandle(
                h ->
                        h.createQuery("SELECT * FROM expected_key WHERE fingerprint = :fingerprint")
                                .bind("fingerprint", fingerprint)
                                .map((row, context) -> key(row))
                                .findOne());
    }

    /** The newest first. */
    List<ExpectedKey> all() {
        return db.withHandle(
                h ->
                        h.createQuery(
                                        "SELECT * FROM expected_key ORDER BY noted_at DESC,"
                                                + " fingerprint")
                                .map((row, context) -> key(row))
                                .list());
    }

    int count() {
        return db.withHandle(
                h -> h.createQuery("SELECT COUNT(*) FROM expected_key").mapTo(Integer.class).one());
    }

    /** False when it is not there. */
    boolean delete(String fingerprint) {
        return 1
                == db.withHandle(
                        h ->
                                h.createUpdate(
                                                "DELETE FROM expected_key WHERE fingerprint ="
                                                        + " :fingerprint")
                                        .bind("fingerprint", fingerprint)
                                        .execute());
    }

    private static ExpectedKey key(ResultSet row) throws SQLException {
        String host = row.getString("hostname");
        return new ExpectedKey(
                row.getString("fingerprint"),
                host == null ? null : new HostId(host),
                Instants.read(row, "noted_at"),
                row.getString("noted_by"));
    }
}
