package org.saltern.jobs;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.saltern.base.HostId;
import org.saltern.base.Jid;
import org.saltern.store.Instants;

/** The rows of table {@code job_host}: which host of which job is in which state. */
final class LedgerStore {
    /** More hosts than this are not named in one statement. */
    private static final int MOST_NAMED = 2_000;

    private final Jdbi db;

    LedgerStore(Jdbi db) {
        this.db = db;
    }

    /** Writes the rows of a new job. */
    void insert(Handle h, NewJob job) {
        PreparedBatch batch =
                h.prepareBatch(
                        """
                        INSERT INTO job_host (jid, host, state, seq, changed, reason, late, conflicts)
                        VALUES (:jid, :host, :state, nextval('job_change'), :changed, :reason, FALSE, 0)
                        """);
        for (HostId host : job.hosts()) {
            HostState state = job.stateOf(host);
            batch.bind("jid", job.jid().value())
                    .bind("host", host.value())
                    .bind("state", state.name())
                    .bind("changed", job.started())
                    .bind("reason", state == HostState.LOST ? Reasons.NOT_CONNECTED : "")
                    .add();
        }
        batch.execute();
    }

    /** Those rows of a job that belong to these hosts. */
    List<Row> rows(Handle h, Jid jid, Set<HostId> hosts) {
        if (hosts.size() > MOST_NAMED) {
            return rows(h, jid).stream().filter(row -> hosts.contains(row.host)).toList();
        }
        return h.createQuery(
                        """
                        SELECT l.*, r.n
                          FROM job_host l
                          LEFT JOIN job_return r ON r.jid = l.jid AND r.host = l.host AND r.n = 0
                         WHERE l.jid = :jid AND l.host IN (<hosts>)
                        """)
                .bind("jid", jid.value())
                .bindList("hosts", hosts.stream().map(HostId::value).toList())
                .map((row, context) -> row(row))
                .list();
    }

    /** All rows of a job. */
    List<Row> rows(Handle h, Jid jid) {
        return h.createQuery(
                        """
                        SELECT l.*, r.n
                          FROM job_host l
                          LEFT JOIN job_return r ON r.jid = l.jid AND r.host = l.host AND r.n = 0
                         WHERE l.jid = :jid
                        """)
                .bind("jid", jid.value())
                .map((row, context) -> row(row))
                .list();
    }

    /** Writes rows back, each with a seq above all before it. */
    void update(Handle h, Collection<Row> rows) {
        PreparedBatch batch =
                h.prepareBatch(
                        """
                        UPDATE job_host
                           SET state = :state, seq = nextval('job_change'), changed = :changed,
                               reason = :reason, retcode = :retcode, late = :late,
                               conflicts = :conflicts, output = :output
                         WHERE jid = :jid AND host = :host
                        """);
        for (Row row : rows) {
            batch.bind("state", row.state.name())
                    .bind("changed", row.changed)
                    .bind("reason", row.reason)
                    .bind("retcode", row.retcode)
                    .bind("late", row.late)
                    .bind("conflicts", row.conflicts)
                    .bind("output", row.output)
                    .bind("jid", row.jid.value())
                    .bind("host", row.host.value())
                    .add();
        }
        batch.execute();
    }

    /** The hosts of a job that are in one of these states. */
    Set<HostId> hosts(Jid jid, Set<HostState> states) {
        return db.withHandle(
                h ->
                        h
                                .createQuery(
                                        "SELECT host FROM job_host WHERE jid = :jid AND state IN"
                                                + " (<states>)")
                                .bind("jid", jid.value())
                                .bindList("states", states.stream().map(HostState::name).toList())
                                .mapTo(String.class)
                                .stream()
                                .map(HostId::new)
                                .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** Where one host of a job stands; empty when the job did not target it. */
    Optional<HostState> state(Jid jid, HostId host) {
        return db.withHandle(
                h ->
                        h.createQuery(
                                        "SELECT state FROM job_host WHERE jid = :jid AND host ="
                                                + " :host")
                                .bind("jid", jid.value())
                                .bind("host", host.value())
                                .mapTo(String.class)
                                .findOne()
                                .map(HostState::valueOf));
    }

    /** All hosts of a job, by name. */
    List<HostId> hosts(Jid jid) {
        return db.withHandle(
                h ->
                        h
                                .createQuery(
                                        "SELECT host FROM job_host WHERE jid = :jid ORDER BY host")
                                .bind("jid", jid.value())
                                .mapTo(String.class)
                                .stream()
                                .map(HostId::new)
                                .toList());
    }

    private static Row row(ResultSet columns) throws SQLException {
        var row =
                new Row(
                        new Jid(columns.getString("jid")),
                        new HostId(columns.getString("host")),
                        HostState.valueOf(columns.getString("state")),
                        columns.getObject("n") != null);
        row.changed = Instants.read(columns, "changed");
        row.reason = columns.getString("reason");
        row.retcode = columns.getObject("retcode", Integer.class);
        row.late = columns.getBoolean("late");
        row.conflicts = columns.getInt("conflicts");
        row.output = columns.getString("output");
        return row;
    }
}
