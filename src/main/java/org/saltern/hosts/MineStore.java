package org.saltern.hosts;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.saltern.base.HostId;
import org.saltern.store.Database;
import org.saltern.store.Dialect;

/** The table {@code mine}. */
final class MineStore {
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

    /** What each host stored under this function. */
    Map<HostId, String> offers(String function) {
        return db.withHandle(
                h -> {
                    var all = new HashMap<HostId, String>();
                    h.createQuery("SELECT hostname, document FROM mine WHERE function = :function")
                            .bind("function", function)
                            .map(
                                    (row, context) ->
                                            Map.entry(
                                                    new HostId(row.getString("hostname")),
                                                    row.getString("document")))
                            .forEach(row -> all.put(row.getKey(), row.getValue()));
                    return all;
                });
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
