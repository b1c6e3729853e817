package org.saltern.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;
import org.saltern.base.Jid;
import org.saltern.base.Problem;
import org.saltern.hosts.Target;
import org.saltern.hosts.TargetType;
import org.saltern.store.Instants;

/** Table {@code job}: what was asked, and how many hosts are in which state. */
final class JobStore {
    private static final int LONGEST_WORDS = 1000;
    private static final String COLUMNS =
            "jid, username, target, target_type, delimiter, calls, timeout_ms, returners, metadata,"
                    + " started, finished, park_until, problem, total, n_parked, n_published,"
                    + " n_running, n_ok, n_changed, n_failed, n_lost, n_killed, n_expired";

    private final Jdbi db;

    JobStore(Jdbi db) {
        this.db = db;
    }

    /** Writes a job without its ledger; false when there is one of this jid. */
    boolean insert(Handle h, NewJob job) {
        String sql =
                """
                INSERT INTO job (jid, username, target, target_type, delimiter, calls, words, timeout_ms,
                    returners, metadata, started, published, finished, park_until, total,
                    n_parked, n_published, n_running, n_ok, n_changed, n_failed, n_lost, n_killed, n_expired)
                VALUES (:jid, :username, :target, :target_type, :delimiter, :calls, :words, :timeout_ms,
                    :returners, :metadata, :started, :published, :finished, :park_until, :total,
                    :parked, :published_hosts, :running, :ok, :changed, :failed, :lost, :killed, :expired)
                ON CONFLICT DO NOTHING
                """;
        var update = h.createUpdate(sql);
        bindCounts(update, job.counts());
        return 1
                == update.bind("jid", job.jid().value())
                        .bind("username", clean(job.user()))
                        .bind("target", clean(job.target().expression()))
                        .bind("target_type", job.target().type().name())
                        .bind("delimiter", clean(job.target().delimiter()))
                        .bind("calls", clean(Calls.write(job.calls())))
                        .bind("words", words(job))
                        .bind("timeout_ms", job.timeout().toMillis())
                        .bind("returners", clean(job.returners()))
                        .bind(
                                "metadata",
                                job.metadata() == null ? null : clean(Trees.write(job.metadata())))
                        .bind("started", job.started())
                        .bind("published", job.published())
                        .bind("finished", job.finished())
                        .bind("park_until", job.parkUntil())
                        .bind("total", job.hosts().size())
                        .execute();
    }

    /** Notes that nothing is left to publish, and why when it could not be. */
    void sent(Handle h, Jid jid, Instant at, Problem.Text problem) {
        h.createUpdate("UPDATE job SET published = :at, problem = :problem WHERE jid = :jid")
                .bind("at", at)
                .bind(
                        "problem",
                        problem == null ? null : clean(Sentence.write(problem, LONGEST_WORDS)))
                .bind("jid", jid.value())
                .execute();
    }

    /** Notes that somebody wants the job to end; the first time counts. */
    void endAsked(Handle h, Jid jid, Instant at) {
        h.createUpdate("UPDATE job SET end_asked = COALESCE(end_asked, :at) WHERE jid = :jid")
                .bind("at", at)
                .bind("jid", jid.value())
                .execute();
    }

    /** Whether the job may go out to more hosts: it is not to end. */
    boolean mayGoOut(Jid jid) {
        return db.withHandle(
                h ->
                        h.createQuery("SELECT 1 FROM job WHERE jid = :jid AND end_asked IS NULL")
                                .bind("jid", jid.value())
                                .mapTo(Integer.class)
                                .findOne()
                                .isPresent());
    }

    /** Moves hosts between the counts; {@code by} may be negative and adds up to 0. */
    void count(Handle h, Jid jid, Map<HostState, Integer> by, Instant at) {
        var update =
                h.createUpdate(
                        """
                        UPDATE job
                           SET n_parked = n_parked + :parked, n_published = n_published + :published_hosts,
                               n_running = n_running + :running, n_ok = n_ok + :ok,
                               n_changed = n_changed + :changed, n_failed = n_failed + :failed,
                               n_lost = n_lost + :lost, n_killed = n_killed + :killed,
                               n_expired = n_expired + :expired,
                               finished = CASE WHEN n_parked + n_published + n_running + :open = 0
                                               THEN COALESCE(finished, :at) END
                         WHERE jid = :jid
                        """);
        bindCounts(update, by);
        int open =
                by.entrySet().stream()
                        .filter(e -> !e.getKey().isFinal())
                        .mapToInt(Map.Entry::getValue)
                        .sum();
        update.bind("open", open).bind("at", at).bind("jid", jid.value()).execute();
    }

    Optional<Job> find(Jid jid) {
        return db.withHandle(h -> find(h, jid));
    }

    Optional<Job> find(Handle h, Jid jid) {
        return h.createQuery("SELECT " + COLUMNS + " FROM job WHERE jid = :jid")
                .bind("jid", jid.value())
                .map((row, context) -> job(row))
                .findOne();
    }

    /** Whether a job is one that a host ran by itself. */
    boolean isHostsOwn(Handle h, Jid jid) {
        return h.createQuery(
                        """
                        SELECT 1
                          FROM job
                         WHERE jid = :jid AND total = 1 AND target_type = 'LIST' AND username = target
                        """)
                .bind("jid", jid.value())
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    boolean exists(Jid jid) {
        return db.withHandle(
                h ->
                        h.createQuery("SELECT 1 FROM job WHERE jid = :jid")
                                .bind("jid", jid.value())
                                .mapTo(Integer.class)
                                .findOne()
                                .isPresent());
    }

    Jobs.Page find(JobQuery query) {
        String where = where(query);
        return db.withHandle(
                h -> {
                    int total =
                            bind(h.createQuery("SELECT count(*) FROM job" + where), query)
                                    .mapTo(Integer.class)
                                    .one();
                    String page =
                            " ORDER BY started DESC, jid DESC OFFSET :offset ROWS FETCH FIRST"
                                    + " :limit ROWS ONLY";
                    List<Job> jobs =
                            bind(
                                            h.createQuery(
                                                    "SELECT "
                                                            + COLUMNS
                                                            + " FROM job"
                                                            + where
                                                            + page),
                                            query)
                                    .bind("offset", query.offset())
                                    .bind("limit", query.limit())
                                    .map((row, context) -> job(row))
                                    .list();
                    return new Jobs.Page(jobs, total);
                });
    }

    /**
     * How long the newest finished jobs of the same calls on about as many hosts took, twenty at most. Only the newest 2,000 jobs
     * are looked at.
     */
    List<Duration> durations(Job job) {
        return db.withHandle(
                h ->
                        h.createQuery(
                                        """
                                        SELECT started, finished
                                          FROM (SELECT jid, calls, started, finished, total, n_lost
                                                  FROM job
                                                 ORDER BY started DESC, jid DESC
                                                 FETCH FIRST 2000 ROWS ONLY) newest
                                         WHERE calls = :calls AND jid <> :jid AND finished IS NOT NULL
                                           AND n_lost < total AND total BETWEEN :least AND :most
                                         ORDER BY started DESC
                                         FETCH FIRST 20 ROWS ONLY
                                        """)
                                .bind("calls", clean(Calls.write(job.calls())))
                                .bind("jid", job.jid().value())
                                .bind("least", (job.total() + 1) / 2)
                                .bind("most", job.total() * 2)
                                .map(
                                        (row, context) ->
                                                Duration.between(
                                                        Instants.read(row, "started"),
                                                        Instants.read(row, "finished")))
                                .list());
    }

    /** Unfinished jobs, oldest first. */
    List<Job> open() {
        return db.withHandle(
                h ->
                        h.createQuery(
                                        "SELECT "
                                                + COLUMNS
                                                + " FROM job WHERE finished IS NULL ORDER BY"
                                                + " started")
                                .map((row, context) -> job(row))
                                .list());
    }

    int countOpen() {
        return db.withHandle(
                h ->
                        h.createQuery("SELECT count(*) FROM job WHERE finished IS NULL")
                                .mapTo(Integer.class)
                                .one());
    }

    /** Jobs that were written, and then neither published nor given up; oldest first. */
    List<Job> unsent() {
        return db.withHandle(
                h ->
                        h.createQuery(
                                        "SELECT "
                                                + COLUMNS
                                                + " FROM job WHERE published IS NULL ORDER BY"
                                                + " started")
                                .map((row, context) -> job(row))
                                .list());
    }

    /** Deletes jobs that finished before this, oldest first, until so many hosts are gone. */
    void delete(Handle h, Instant before, int hosts) {
        record Old(String jid, int total) {}
        List<Old> old =
                h.createQuery(
                                """
                                SELECT jid, total
                                  FROM job
                                 WHERE finished < :before
                                 ORDER BY finished
                                 FETCH FIRST 200 ROWS ONLY
                                """)
                        .bind("before", before)
                        .map((row, context) -> new Old(row.getString(1), row.getInt(2)))
                        .list();
        int left = hosts;
        for (Old job : old) {
            h.createUpdate("DELETE FROM job WHERE jid = :jid").bind("jid", job.jid()).execute();
            left -= job.total();
            if (left <= 0) {
                return;
            }
        }
    }

    /** Whether the database answers. */
    boolean isAnswering() {
        try {
            return db.withHandle(h -> h.createQuery("SELECT 1").mapTo(Integer.class).one()) == 1;
        } catch (RuntimeException e) {
            return false; // that is the answer: the caller logs what led to the question
        }
    }

    private static String where(JobQuery query) {
        var conditions = new ArrayList<String>();
        if (!query.search().isBlank()) {
            conditions.add("words LIKE :search ESCAPE '!'");
        }
        if (query.host() != null) {
            conditions.add("jid IN (SELECT jid FROM job_host WHERE host = :host)");
        }
        if (query.running() != null) {
            conditions.add(query.running() ? "finished IS NULL" : "finished IS NOT NULL");
        }
        if (query.failed() != null) {
            conditions.add("n_failed + n_lost + n_expired " + (query.failed() ? "> 0" : "= 0"));
        }
        if (query.parked()) {
            conditions.add("n_parked > 0");
        }
        if (query.since() != null) {
            conditions.add("started >= :since");
        }
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }

    private static <S extends SqlStatement<S>> S bind(S statement, JobQuery query) {
        if (!query.search().isBlank()) {
            String text = query.search().strip().toLowerCase(Locale.ROOT);
            statement.bind("search", "%" + clean(text).replaceAll("[!%_]", "!$0") + "%");
        }
        if (query.host() != null) {
            statement.bind("host", query.host().value());
        }
        if (query.since() != null) {
            statement.bind("since", query.since());
        }
        return statement;
    }

    private static void bindCounts(SqlStatement<?> statement, Map<HostState, Integer> counts) {
        for (HostState state : HostState.values()) {
            String name = state == HostState.PUBLISHED ? "published_hosts" : lower(state);
            statement.bind(name, counts.getOrDefault(state, 0).intValue());
        }
    }

    private static Job job(ResultSet row) throws SQLException {
        var counts = new EnumMap<HostState, Integer>(HostState.class);
        for (HostState state : HostState.values()) {
            counts.put(state, row.getInt("n_" + lower(state)));
        }
        String metadata = row.getString("metadata");
        String problem = row.getString("problem");
        return new Job(
                new Jid(row.getString("jid")),
                row.getString("username"),
                new Target(
                        row.getString("target"),
                        TargetType.valueOf(row.getString("target_type")),
                        row.getString("delimiter")),
                Calls.read(row.getString("calls")),
                Duration.ofMillis(row.getLong("timeout_ms")),
                row.getString("returners"),
                metadata == null
                        ? null
                        : (ObjectNode) Trees.read(metadata.getBytes(StandardCharsets.UTF_8)),
                Instants.read(row, "started"),
                Instants.read(row, "finished"),
                Instants.read(row, "park_until"),
                problem == null ? null : Sentence.read(problem),
                row.getInt("total"),
                counts);
    }

    private static String words(NewJob job) {
        String functions =
                job.calls().stream().map(Call::function).collect(Collectors.joining(" "));
        String all =
                String.join(
                        " ", job.jid().value(), functions, job.user(), job.target().expression());
        return clean(cut(all.toLowerCase(Locale.ROOT), LONGEST_WORDS));
    }

    private static String cut(String text, int units) {
        return text.length() <= units ? text : text.substring(0, units);
    }

    /** Without NUL and halves of characters, which PostgreSQL refuses. */
    private static String clean(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
                .replace('\0', '?');
    }

    private static String lower(HostState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
