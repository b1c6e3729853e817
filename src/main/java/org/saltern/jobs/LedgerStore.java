package org.saltern.jobs;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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

    private static final int LONGEST_REASON = 400;

    private static final String AWAITING =
            """
            SELECT l.jid, l.host
              FROM job_host l
              JOIN job j ON j.jid = l.jid
             WHERE j.finished IS NULL AND j.end_asked IS NULL AND l.sent = 0
               AND l.state IN ('PARKED', 'LOST')\
            """;

    private final Jdbi db;

    LedgerStore(Jdbi db) {
        this.db = db;
    }

    /** Writes the rows of a new job. */
    void insert(Handle h, NewJob job) {
        PreparedBatch batch =
                h.prepareBatch(
                        """
                        INSERT INTO job_host (jid, host, state, seq, changed, reason, late, conflicts, sent)
                        VALUES (:jid, :host, :state, nextval('job_change'), :changed, :reason, FALSE, 0, :sent)
                        """);
        for (HostId host : job.hosts()) {
            HostState state = job.stateOf(host);
            batch.bind("jid", job.jid().value())
                    .bind("host", host.value())
                    .bind("state", state.name())
                    .bind("changed", job.started())
                    .bind(
                            "reason",
                            Sentence.write(
                                    state == HostState.PUBLISHED
                                            ? Reasons.NONE
                                            : Reasons.NOT_CONNECTED,
                                    LONGEST_REASON))
                    .bind("sent", state == HostState.PUBLISHED ? 1 : 0)
                    .add();
        }
        batch.execute();
    }

    /** One row of a job; empty when the job did not target the host. */
    Optional<Row> row(Handle h, Jid jid, HostId host) {
        return h.createQuery(
                        """
                        SELECT l.*, r.n
                          FROM job_host l
                          LEFT JOIN job_return r ON r.jid = l.jid AND r.host = l.host AND r.n = 0
                         WHERE l.jid = :jid AND l.host = :host
                        """)
                .bind("jid", jid.value())
                .bind("host", host.value())
                .map((row, context) -> row(row))
                .findOne();
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
                               conflicts = :conflicts, output = :output, sent = :sent
                         WHERE jid = :jid AND host = :host
                        """);
        for (Row row : rows) {
            batch.bind("state", row.state.name())
                    .bind("changed", row.changed)
                    .bind("reason", Sentence.write(row.reason, LONGEST_REASON))
                    .bind("retcode", row.retcode)
                    .bind("late", row.late)
                    .bind("conflicts", row.conflicts)
                    .bind("output", row.output)
                    .bind("sent", row.sent)
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

    /**
     * A host that has not returned.
     *
     * @param changed when it came into its state
     * @param sent how often the job went out to it while it was there
     */
    record Open(HostId host, HostState state, Instant changed, int sent) {}

    /** The hosts of a job that are in one of these states, with what there is to know of them. */
    List<Open> open(Jid jid, Set<HostState> states) {
        return db.withHandle(
                h ->
                        h.createQuery(
                                        """
                                        SELECT host, state, changed, sent
                                          FROM job_host
                                         WHERE jid = :jid AND state IN (<states>)
                                         ORDER BY host
                                        """)
                                .bind("jid", jid.value())
                                .bindList("states", states.stream().map(HostState::name).toList())
                                .map(
                                        (row, context) ->
                                                new Open(
                                                        new HostId(row.getString("host")),
                                                        HostState.valueOf(row.getString("state")),
                                                        Instants.read(row, "changed"),
                                                        row.getInt("sent")))
                                .list());
    }

    /** Which of these hosts were never there to be sent an unfinished job that nobody wants ended; by job, oldest first. */
    Map<Jid, Set<HostId>> awaiting(Set<HostId> hosts) {
        var found = new TreeMap<Jid, Set<HostId>>();
        List<String> names = hosts.stream().map(HostId::value).sorted().toList();
        for (int from = 0; from < names.size(); from += MOST_NAMED) {
            List<String> some = names.subList(from, Math.min(names.size(), from + MOST_NAMED));
            db.useHandle(
                    h ->
                            h.createQuery(AWAITING + " AND l.host IN (<hosts>)")
                                    .bindList("hosts", some)
                                    .map((row, context) -> awaiting(row))
                                    .forEach(e -> add(found, e)));
        }
        return found;
    }

    /** The hosts of one job that were never there to be sent it; none when it has finished or somebody wants it ended. */
    Set<HostId> awaiting(Jid jid) {
        var found = new TreeMap<Jid, Set<HostId>>();
        db.useHandle(
                h ->
                        h.createQuery(AWAITING + " AND j.jid = :jid")
                                .bind("jid", jid.value())
                                .map((row, context) -> awaiting(row))
                                .forEach(e -> add(found, e)));
        return found.getOrDefault(jid, Set.of());
    }

    private static Map.Entry<Jid, HostId> awaiting(ResultSet row) throws SQLException {
        return Map.entry(new Jid(row.getString("jid")), new HostId(row.getString("host")));
    }

    private static void add(Map<Jid, Set<HostId>> found, Map.Entry<Jid, HostId> one) {
        found.computeIfAbsent(one.getKey(), jid -> new TreeSet<>()).add(one.getValue());
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
        row.reason = Sentence.read(columns.getString("reason"));
        row.retcode = columns.getObject("retcode", Integer.class);
        row.late = columns.getBoolean("late");
        row.conflicts = columns.getInt("conflicts");
        row.output = columns.getString("output");
        row.sent = columns.getInt("sent");
        return row;
    }
}
