package org.saltern.hosts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.saltern.store.Database;
import org.saltern.store.Dialect;

/** The tables {@code host} and {@code grain}, as far as looking at hosts and hearing of them is concerned. */
final class HostStore {
    /** Few enough that an operator's decision about one of them need not wait. */
    private static final int ROWS_A_TRANSACTION = 500;

    private final Jdbi db;
    private final Dialect dialect;

    HostStore(Database database) {
        this.db = database.jdbi();
        this.dialect = database.dialect();
    }

    /**
     * The names in a status, or all when it is null, that hold the search text in name or address; in this order.
     *
     * @param legacy only those that speak protocol 2 or may do so
     */
    List<HostId> names(HostStatus status, String search, boolean legacy, String sort) {
        String sql =
                """
                SELECT hostname FROM host
                 WHERE (:all OR status = :status)
                   AND (:any OR protocol BETWEEN 1 AND 2 OR legacy_until IS NOT NULL)
                   AND (LOWER(hostname) LIKE LOWER(:search) ESCAPE '!' OR address LIKE :search ESCAPE '!')
                """
                        + " ORDER BY "
                        + order(sort);
        return db.withHandle(
                h ->
                        h.createQuery(sql)
                                .bind("all", status == null)
                                .bind("status", status == null ? "" : status.name())
                                .bind("any", !legacy)
                                .bind("search", containing(search))
                                .map((row, context) -> new HostId(row.getString("hostname")))
                                .list());
    }

    /** A LIKE pattern; NUL, which PostgreSQL refuses, becomes '/', which no id and no address has either. */
    private static String containing(String search) {
        return "%" + search.replaceAll("[!%_]", "!$0").replace('\0', '/') + "%";
    }

    /** The rows of these hosts, in no order. */
    List<Host> rows(Collection<HostId> hosts) {
        return db.withHandle(
                h -> {
                    h.registerArrayType(String.class, "varchar");
                    return h.createQuery(
                                    "SELECT * FROM host WHERE hostname = ANY(CAST(:hosts AS VARCHAR"
                                            + " ARRAY))")
                            .bindArray(
                                    "hosts",
                                    String.class,
                                    hosts.stream().map(HostId::value).toArray())
                            .map(HostRows::host)
                            .list();
                });
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
                                    Problem.text(
                                            "Hosts cannot be sorted by '{0}'", Problem.shown(sort)),
                                    "sort",
                                    Problem.text("Use hostname, status, lastSeen or os."));
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

    /** Writes what was heard of hosts, in short transactions; what is older than the row knows is left out. */
    void heard(Map<HostId, Heard> news) {
        var hosts = new ArrayList<>(news.keySet());
        Collections.sort(hosts);
        for (int from = 0; from < hosts.size(); from += ROWS_A_TRANSACTION) {
            int to = Math.min(hosts.size(), from + ROWS_A_TRANSACTION);
            heard(hosts.subList(from, to), news);
        }
    }

    private void heard(List<HostId> hosts, Map<HostId, Heard> news) {
        db.useTransaction(
                h -> {
                    PreparedBatch batch =
                            h.prepareBatch(
                                    """
                                    UPDATE host SET last_seen = :at, address = :address, protocol = :protocol
                                     WHERE hostname = :host AND last_seen <= :at
                                    """);
                    for (HostId host : hosts) {
                        Heard heard = news.get(host);
                        batch.bind("at", heard.at())
                                .bind("address", heard.address())
                                .bind("protocol", heard.protocol())
                                .bind("host", host.value())
                                .add();
                    }
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
