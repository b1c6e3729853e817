package org.saltern.hosts;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.saltern.base.HostId;

/** The tables {@code host} and {@code key_claim}, as far as keys are concerned. Each change names the state it expects. */
final class KeyStore {
    private final Jdbi db;

    KeyStore(Jdbi db) {
        this.db = db;
    }

    Optional<Host> find(HostId host) {
        return db.withHandle(
                h ->
                        h.createQuery("SELECT * FROM host WHERE hostname = :host")
                                .bind("host", host.value())
                                .map(HostRows::host)
                                .findOne());
    }

    /** In a status, or all when it is null; by hostname in the order of {@link HostId}. */
    List<Host> all(HostStatus status) {
        return db.withHandle(
                h ->
                        h
                                .createQuery(
                                        "SELECT * FROM host WHERE status = :status OR :all ORDER BY"
                                                + " hostname")
                                .bind("status", status == null ? "" : status.name())
                                .bind("all", status == null)
                                .map(HostRows::host)
                                .stream()
                                .sorted(java.util.Comparator.comparing(Host::hostname))
                                .toList());
    }

    /** Fails when the hostname has a key already. */
    void insert(Host host) {
        db.useHandle(
                h ->
                        h.createUpdate(
                                        """
                                        INSERT INTO host (hostname, public_key, fingerprint, status, address,
                                               first_seen, last_seen, decided_at, decided_by, protocol)
                                        VALUES (:hostname, :key, :fingerprint, :status, :address,
                                               :first, :last, :decidedAt, :decidedBy, :protocol)
                                        """)
                                .bind("hostname", host.hostname().value())
                                .bind("key", host.publicKey())
                                .bind("fingerprint", host.fingerprint())
                                .bind("status", host.status().name())
                                .bind("address", host.address())
                                .bind("first", host.firstSeen())
                                .bind("last", host.lastSeen())
                                .bind("decidedAt", host.decidedAt())
                                .bind("decidedBy", host.decidedBy())
                                .bind("protocol", host.protocol())
                                .execute());
    }

    /** Moves a key to another status; false when it is not as {@code seen} any more. */
    boolean move(Host seen, HostStatus to, String by, Instant at) {
        return 1
                == db.withHandle(
                        h ->
                                h.createUpdate(
                                                """
                                                UPDATE host
                                                   SET status = :to, decided_at = :at, decided_by = :by,
                                                       legacy_until = CASE WHEN :to = 'REJECTED' THEN NULL
                                                                           ELSE legacy_until END
                                                 WHERE hostname = :host AND status = :from AND fingerprint = :fingerprint
                                                """)
                                        .bind("to", to.name())
                                        .bind("at", at)
                                        .bind("by", by)
                                        .bind("host", seen.hostname().value())
                                        .bind("from", seen.status().name())
                                        .bind("fingerprint", seen.fingerprint())
                                        .execute());
    }

    /** Gives a host another key and status; false when it is not as {@code seen} any more. */
    boolean replace(Host seen, Host now) {
        return 1
                == db.withHandle(
                        h ->
                                h.createUpdate(
                                                """
                                                UPDATE host
                                                   SET public_key = :key, fingerprint = :newFingerprint, status = :to,
                                                       address = :address, first_seen = :first, last_seen = :last,
                                                       decided_at = :at, decided_by = :by, protocol = :protocol,
                                                       legacy_until = NULL, legacy_reason = NULL
                                                 WHERE hostname = :host AND status = :from AND fingerprint = :fingerprint
                                                """)
                                        .bind("key", now.publicKey())
                                        .bind("newFingerprint", now.fingerprint())
                                        .bind("to", now.status().name())
                                        .bind("address", now.address())
                                        .bind("first", now.firstSeen())
                                        .bind("last", now.lastSeen())
                                        .bind("at", now.decidedAt())
                                        .bind("by", now.decidedBy())
                                        .bind("protocol", now.protocol())
                                        .bind("host", seen.hostname().value())
                                        .bind("from", seen.status().name())
                                        .bind("fingerprint", seen.fingerprint())
                                        .execute());
    }

    /** Removes a host with all that belongs to it; false when it is not as {@code seen} any more. */
    boolean delete(Host seen) {
        return 1
                == db.withHandle(
                        h ->
                                h.createUpdate(
                                                """
                                                DELETE FROM host
                                                 WHERE hostname = :host AND status = :from AND fingerprint = :fingerprint
                                                """)
                                        .bind("host", seen.hostname().value())
                                        .bind("from", seen.status().name())
                                        .bind("fingerprint", seen.fingerprint())
                                        .execute());
    }

    /** Sets or, with nulls, ends the permission to speak protocol 2; false when the key is not as {@code seen} any more. */
    boolean legacy(Host seen, Instant until, String reason) {
        return 1
                == db.withHandle(
                        h ->
                                h.createUpdate(
                                                """
                                                UPDATE host SET legacy_until = :until, legacy_reason = :reason
                                                 WHERE hostname = :host AND status = :from AND fingerprint = :fingerprint
                                                """)
                                        .bind("until", until)
                                        .bind("reason", reason)
                                        .bind("host", seen.hostname().value())
                                        .bind("from", seen.status().name())
                                        .bind("fingerprint", seen.fingerprint())
                                        .execute());
    }

    /** What an accepted host left: grains and mine. */
    void forgetData(HostId host) {
        db.useHandle(
                h -> {
                    h.createUpdate("DELETE FROM grain WHERE hostname = :host")
                            .bind("host", host.value())
                            .execute();
                    h.createUpdate("DELETE FROM mine WHERE hostname = :host")
                            .bind("host", host.value())
                            .execute();
                    h.createUpdate("UPDATE host SET os = NULL WHERE hostname = :host")
                            .bind("host", host.value())
                            .execute();
                });
    }

    List<Host> waitingSinceBefore(Instant limit) {
        return db.withHandle(
                h ->
                        h.createQuery(
                                        "SELECT * FROM host WHERE status = 'WAITING' AND last_seen"
                                                + " < :limit")
                                .bind("limit", limit)
                                .map(HostRows::host)
                                .list());
    }

    /** Newest first. */
    List<KeyClaim> claims() {
        return db.withHandle(
                h ->
                        h.createQuery("SELECT * FROM key_claim ORDER BY last_seen DESC, hostname")
                                .map(HostRows::claim)
                                .list());
    }

    List<KeyClaim> claims(HostId host) {
        return db.withHandle(
                h ->
                        h.createQuery("SELECT * FROM key_claim WHERE hostname = :host")
                                .bind("host", host.value())
                                .map(HostRows::claim)
                                .list());
    }

    void insert(KeyClaim claim) {
        db.useHandle(
                h ->
                        h.createUpdate(
                                        """
                                        INSERT INTO key_claim
                                               (hostname, fingerprint, public_key, address, first_seen, last_seen)
                                        VALUES (:host, :fingerprint, :key, :address, :first, :last)
                                        """)
                                .bind("host", claim.hostname().value())
                                .bind("fingerprint", claim.fingerprint())
                                .bind("key", claim.publicKey())
                                .bind("address", claim.address())
                                .bind("first", claim.firstSeen())
                                .bind("last", claim.lastSeen())
                                .execute());
    }

    void touch(KeyClaim claim, String address, Instant at) {
        db.useHandle(
                h ->
                        h.createUpdate(
                                        """
                                        UPDATE key_claim SET last_seen = :at, address = :address
                                         WHERE hostname = :host AND fingerprint = :fingerprint
                                        """)
                                .bind("at", at)
                                .bind("address", address)
                                .bind("host", claim.hostname().value())
                                .bind("fingerprint", claim.fingerprint())
                                .execute());
    }

    /** False when there is no such claim. */
    boolean deleteClaim(HostId host, String fingerprint) {
        return 1
                == db.withHandle(
                        h ->
                                h.createUpdate(
                                                """
                                                DELETE FROM key_claim
                                                 WHERE hostname = :host AND fingerprint = :fingerprint
                                                """)
                                        .bind("host", host.value())
                                        .bind("fingerprint", fingerprint)
                                        .execute());
    }
}
