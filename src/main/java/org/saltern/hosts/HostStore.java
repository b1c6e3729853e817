package org.saltern.hosts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.saltern.store.Database;
import org.saltern.store.Dialect;

/** The tables {@code host} and {@code grain}, as far as looking at hosts and hearing of them is concerned. */
final class HostStore {
    private final Jdbi db;
    private final Dialect dialect;

    HostStore(Database database) {
        this.db = database.jdbi();
        this.dialect = database.dialect();
    }

    /**
     * One page.
     *
     * @param connected ids that are connected now
     * @param group ids in the group asked for, null when none was asked for
     */
    Hosts.Page find(HostQuery query, Collection<String> connected, Collection<String> group) {
        String where =
                "(:all OR status = :status) AND (LOWER(hostname) LIKE LOWER(:search) ESCAPE '!' OR"
                    + " address LIKE :search ESCAPE '!')"
                        + (query.connected() == null
                                ? ""
                                : query.connected()
                                        ? " AND hostname = ANY(CAST(:connected AS VARCHAR ARRAY))"
                                        : " AND NOT (hostname = ANY(CAST(:connected AS VARCHAR"
                                              + " ARRAY)))")
                        + (group == null
                                ? ""
                                : " AND hostname = ANY(CAST(:group AS VARCHAR ARRAY))");
        return db.withHandle(
                h ->
                        new Hosts.Page(
                                bound(
                                                h,
                                                "SELECT * FROM host WHERE "
                                                        + where
                                                        + " ORDER BY "
                                                        + order(query.sort())
                                                        + " LIMIT :limit OFFSET :offset",
                                                query,
                                                connected,
                                                group)
                                        .bind("limit", query.limit())
                                        .bind("offset", query.offset())
                                        .map(HostRows::host)
                                        .list(),
                                bound(
                                                h,
                                                "SELECT COUNT(*) FROM host WHERE " + where,
                                                query,
                                                connected,
                                                group)
                                        .mapTo(Integer.class)
                                        .one()));
    }

    private static Query bound(
            Handle h,
            String sql,
            HostQuery query,
            Collection<String> connected,
            Collection<String> group) {
        h.registerArrayType(String.class, "varchar");
        Query bound =
                h.createQuery(sql)
                        .bind("all", query.status() == null)
                        .bind("status", query.status() == null ? "" : query.status().name())
                        .bind("search", containing(query.search()));
        if (query.connected() != null) {
            bound.bindArray("connected", String.class, connected.toArray());
        }
        if (group != null) {
            bound.bindArray("group", String.class, group.toArray());
        }
        return bound;
    }

    /** A LIKE pattern; NUL, which no row holds and PostgreSQL refuses, becomes a character that no id may have either. */
    private static String containing(String search) {
        return "%" + search.replaceAll("[!%_]", "!$0").replace('\0', '/') + "%";
    }

    private String order(String sort) {
        boolean down = sort.startsWith("-");
        String byName = dialect == Dialect.H2 ? "hostname" : "hostname COLLATE \"C\"";
        String column =
                switch (down ? sort.substring(1) : sort) {
                    case "hostname" -> byName;
                    case "status" -> "status";
                    case "lastSeen" -> "last_seen";
                    case "os" -> "os";
                    default ->
                            throw new Problem.BadInput(
                                    "Hosts cannot be sorted by '" + Problem.shown(sort) + "'",
                                    "sort",
                                    "Use hostname, status, lastSeen or os.");
                };
        return column + (down ? " DESC" : "") + (column.equals(byName) ? "" : ", " + byName);
    }

    /** Every status has an entry. */
    Map<HostStatus, Integer> counts() {
        var counts = new EnumMap<HostStatus, Integer>(HostStatus.class);
        for (HostStatus status : HostStatus.values()) {
            counts.put(status, 0);
        }
        db.useHandle(
                h ->
                        h.createQuery("SELECT status, COUNT(*) AS hosts FROM host GROUP BY status")
                                .map(
                                        (row, context) ->
                                                counts.put(
                                                        HostStatus.valueOf(row.getString("status")),
                                                        row.getInt("hosts")))
                                .list());
        return counts;
    }

    /** Writes what was heard of hosts; what is older than the row knows is left out. */
    void heard(Map<HostId, Heard> news) {
        db.useTransaction(
                h -> {
                    PreparedBatch batch =
                            h.prepareBatch(
                                    """
                                    UPDATE host SET last_seen = :at, address = :address, protocol = :protocol
                                     WHERE hostname = :host AND last_seen <= :at
                                    """);
                    news.forEach(
                            (host, heard) ->
                                    batch.bind("at", heard.at())
                                            .bind("address", heard.address())
                                            .bind("protocol", heard.protocol())
                                            .bind("host", host.value())
                                            .add());
                    batch.execute();
                });
    }

    /** All stored grains, one after the other. */
    void eachGrains(BiConsumer<HostId, ObjectNode> reader) {
        db.useHandle(
                h ->
                        h.createQuery("SELECT hostname, document FROM grain")
                                .setFetchSize(200)
                                .map(
                                        (row, context) ->
                                                Map.entry(
                                                        new HostId(row.getString("hostname")),
                                                        row.getString("document")))
                                .forEach(
                                        row ->
                                                reader.accept(
                                                        row.getKey(),
                                                        (ObjectNode) Json.parse(row.getValue()))));
    }

    /**
     * Stores the grains of an accepted host; false when it is not accepted.
     *
     * @param os the operating system's name, to sort by; 200 plain characters at most
     */
    boolean grains(HostId host, String document, String os, Instant at) {
        return db.inTransaction(
                h -> {
                    int accepted =
                            h.createUpdate(
                                            """
                                            UPDATE host SET os = :os WHERE hostname = :host AND status = 'ACCEPTED'
                                            """)
                                    .bind("os", os)
                                    .bind("host", host.value())
                                    .execute();
                    if (accepted == 1) {
                        h.createUpdate(
                                        dialect.upsert(
                                                "grain",
                                                List.of("hostname"),
                                                List.of("document", "recorded")))
                                .bind("hostname", host.value())
                                .bind("document", document)
                                .bind("recorded", at)
                                .execute();
                    }
                    return accepted == 1;
                });
    }
}
