package org.saltern.hosts;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.statement.StatementContext;
import org.saltern.base.HostId;
import org.saltern.store.Instants;

/** Rows of {@code host} and {@code key_claim} as records. */
final class HostRows {
    private HostRows() {}

    /** A host, not connected as far as the table knows. */
    static Host host(ResultSet row, StatementContext context) throws SQLException {
        return new Host(
                new HostId(row.getString("hostname")),
                row.getString("public_key"),
                row.getString("fingerprint"),
                HostStatus.valueOf(row.getString("status")),
                row.getString("address"),
                Instants.read(row, "first_seen"),
                Instants.read(row, "last_seen"),
                Instants.read(row, "decided_at"),
                row.getString("decided_by"),
                row.getInt("protocol"),
                Instants.read(row, "legacy_until"),
                false);
    }

    static KeyClaim claim(ResultSet row, StatementContext context) throws SQLException {
        return new KeyClaim(
                new HostId(row.getString("hostname")),
                row.getString("public_key"),
                row.getString("fingerprint"),
                row.getString("address"),
                Instants.read(row, "first_seen"),
                Instants.read(row, "last_seen"));
    }
}
