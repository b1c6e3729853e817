package org.saltern.hosts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.saltern.base.HostId;

/** The tables {@code host_group} and {@code host_group_member}. */
final class GroupStore {
    private final Jdbi db;

    GroupStore(Jdbi db) {
        this.db = db;
    }

    List<Group> all() {
        return db.withHandle(
                h -> {
                    Map<String, List<HostId>> members = new HashMap<>();
                    h.createQuery(
                                    "SELECT group_name, hostname FROM host_group_member ORDER BY"
                                            + " hostname")
                            .map(
                                    (row, context) ->
                                            members.computeIfAbsent(
                                                            row.getString("group_name"),
                                                            name -> new ArrayList<>())
                                                    .add(new HostId(row.getString("hostname"))))
                            .list();
                    return h.createQuery("SELECT name, description, rule FROM host_group")
                            .map(
                                    (row, context) ->
                                            new Group(
                                                    row.getString("name"),
                                                    row.getString("description"),
                                                    row.getString("rule"),
                                                    members.getOrDefault(
                                                            row.getString("name"), List.of())))
                            .list();
                });
    }

    /** Fails when the name is taken. */
    void insert(Group group) {
        db.useTransaction(
                h -> {
                    h.createUpdate(
                                    """
                                    INSERT INTO host_group (name, description, rule)
                                    VALUES (:name, :description, :rule)
                                    """)
                            .bind("name", group.name())
                            .bind("description", group.description())
                            .bind("rule", group.rule())
                            .execute();
                    insertMembers(group);
                });
    }

    /** False when there is no such group. */
    boolean update(Group group) {
        return db.inTransaction(
                h -> {
                    int found =
                            h.createUpdate(
                                            """
                                            UPDATE host_group SET description = :description, rule = :rule
                                             WHERE name = :name
                                            """)
                                    .bind("name", group.name())
                                    .bind("description", group.description())
                                    .bind("rule", group.rule())
                                    .execute();
                    h.createUpdate("DELETE FROM host_group_member WHERE group_name = :name")
                            .bind("name", group.name())
                            .execute();
                    if (found == 1) {
                        insertMembers(group);
                    }
                    return found == 1;
                });
    }

    private void insertMembers(Group group) {
        if (group.members().isEmpty()) {
            return;
        }
        db.useHandle(
                h -> {
                    PreparedBatch batch =
                            h.prepareBatch(
                                    """
                                    INSERT INTO host_group_member (group_name, hostname)
                                    VALUES (:group, :host)
                                    """);
                    group.members().stream()
                            .distinct()
                            .forEach(
                                    host ->
                                            batch.bind("group", group.name())
                                                    .bind("host", host.value())
                                                    .add());
                    batch.execute();
                });
    }

    /** False when there is no such group. */
    boolean delete(String name) {
        return 1
                == db.withHandle(
                        h ->
                                h.createUpdate("DELETE FROM host_group WHERE name = :name")
                                        .bind("name", name)
                                        .execute());
    }
}
