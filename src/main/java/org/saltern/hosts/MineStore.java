package org.saltern.hosts;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Jdbi;
import org.saltern.base.HostId;
import org.saltern.store.Database;
import org.saltern.store.Dialect;

/** The table {@code mine}. */
final class MineStore {
    /** More hosts than this are not named in one statement. */
    private static final int MOST_NAMED = 1_000;

    private final Jdbi db;
    private final Dialect dialect;

    MineStore(Database database) {
        this.db = database.jdbi();
        this.dialect = database.dialect();
    }

    void put(HostId owner, String function, String document, int bytes) {
        db.useHandle(
                h ->
                        h.createUpdate(
                                        dialect.upsert(
                                                "mine",
                                                List.of("hostname", "function"),
                                                List.of("document", "bytes")))
                                .bind("hostname", owner.value())
                                .bind("function", function)
                                .bind("document", document)
                                .bind("bytes", bytes)
                                .execute());
    }

    long bytes(HostId owner) {
        return db.withHandle(
                h ->
                        h.createQuery(
                                        "SELECT COALESCE(SUM(bytes), 0) FROM mine WHERE hostname ="
                                                + " :owner")
                                .bind("owner", owner.value())
                                .mapTo(Long.class)
                                .one());
    }

    /** Reads what these hosts, and none but them, stored under this function, one document after the other. */
    void eachOffer(String function, List<HostId> owners, BiConsumer<HostId, String> reader) {
        for (int from = 0; from < owners.size(); from += MOST_NAMED) {
            List<HostId> some = owners.subList(from, Math.min(owners.size(), from + MOST_NAMED));
            db.useHandle(
                    h ->
                            h.createQuery(
                                            """
                                            SELECT hostname, document
                                              FROM mine
                                             WHERE function = :function AND hostname IN (<owners>)
                                            """)
                                    .bind("function", function)
                                    .bindList("owners", some.stream().map(HostId::value).toList())
                                    .map(
                                            (row, context) ->
                                                    Map.entry(
                                                            new HostId(row.getString("hostname")),
                                                            row.getString("document")))
                                    .forEach(row -> reader.accept(row.getKey(), row.getValue())));
        }
    }

    List<String> functions(HostId owner) {
        return db.withHandle(
                h ->
                        h
                                .createQuery("SELECT function FROM mine WHERE hostname = :owner")
                                .bind("owner", owner.value())
                                .mapTo(String.class)
                                .stream()
                                .sorted()
                                .toList());
    }

    void delete(HostId owner, String function) {
        db.useHandle(
                h ->
                        h.createUpdate(
                                        "DELETE FROM mine WHERE hostname = :owner AND function ="
                                                + " :function")
                                .bind("owner", owner.value())
                                .bind("function", function)
                                .execute());
    }

    void deleteAll(HostId owner) {
        db.useHandle(
                h ->
                        h.createUpdate("DELETE FROM mine WHERE hostname = :owner")
                                .bind("owner", owner.value())
                                .execute());
    }
}
