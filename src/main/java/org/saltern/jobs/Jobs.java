package org.saltern.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.saltern.access.Actor;
import org.saltern.access.Audit;
import org.saltern.access.Permission;
import org.saltern.base.Closer;
import org.saltern.base.HostId;
import org.saltern.base.Jid;
import org.saltern.base.Jids;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.saltern.events.Event;
import org.saltern.events.Events;
import org.saltern.events.Tags;
import org.saltern.store.Database;
import org.saltern.store.Dialect;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts jobs, keeps their ledger, takes their returns. Thread-safe. Every change of a ledger goes through one {@link
 * LedgerWriter}; reading goes straight to the database.
 */
public final class Jobs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);

    private static final Set<HostState> NOT_DONE =
            Set.of(HostState.PARKED, HostState.PUBLISHED, HostState.RUNNING, HostState.LOST);

    private static final Set<HostState> MAY_RUN =
            Set.of(HostState.PUBLISHED, HostState.RUNNING, HostState.LOST);

    /** How long a return waits for room in memory; a minion asks again after 5 to 10 s. */
    private static final Duration ROOM_PATIENCE = Duration.ofSeconds(10);

    private final Database database;
    private final Stores stores;
    private final LedgerReader reader;
    private final Events events;
    private final Audit audit;
    private final InstantSource clock;
    private final AnswerReader answers;
    private final LedgerRows rows;
    private final LedgerWriter writer;
    private final Questions questions;
    private final ProgressPieces pieces;
    private final StartLimits limits;
    private final Starter starter;
    private final Refusals refusals;
    private final Watch watch;
    private final Closer closer = new Closer();
    private final Duration timeout;

    /** One page of jobs and how many match in all. */
    public record Page(List<Job> jobs, int total) {
        public Page {
            jobs = List.copyOf(jobs);
        }
    }

    /** A piece of output that a running function sent ahead of its return. */
    public record Progress(HostId host, long n, JsonNode data) {}

    /** Opens the room. Call {@link #repair} once the doors stand. */
    public Jobs(
            Database database,
            Fleet fleet,
            Dispatch dispatch,
            Events events,
            Audit audit,
            InstantSource clock,
            JobSettings settings) {
        var jids = new Jids(clock);
        this.refusals = new Refusals(events, audit, clock);
        this.stores = Stores.of(database.jdbi());
        this.rows = new LedgerRows(stores.ledger());
        this.reader = new LedgerReader(stores);
        this.events = events;
        this.audit = audit;
        this.clock = clock;
        this.timeout = settings.timeout();
        this.answers = new AnswerReader(jids, clock, settings.largestReturn());
        this.database = database;
        this.writer =
                new LedgerWriter(
                        changes -> commit(database, jids, changes),
                        this::canCommit,
                        outcome -> {
                            outcome.events().forEach(events::publish);
                            outcome.refused().forEach(refusals::tell);
                        },
                        spill(settings),
                        settings.waiting(),
                        ROOM_PATIENCE);
        this.questions = new Questions(dispatch, () -> free(jids), clock, settings.gather());
        this.pieces = new ProgressPieces(clock);
        this.limits = new StartLimits(settings, clock);
        this.starter = new Starter(database, stores, fleet, dispatch, events, audit, jids, clock);
        this.watch =
                new Watch(
                        stores,
                        writer,
                        questions,
                        new Resender(stores, writer, dispatch, fleet),
                        pieces,
                        fleet.connected(),
                        clock,
                        settings);
        watch.start();
        closer.add(events.onChange(e -> e.tag().equals(Tags.PRESENCE), watch::look));
    }

    /** How long a silent host is given when a request does not say. */
    public Duration timeout() {
        return timeout;
    }

    /**
     * Publishes the jobs that were written but not published before the process ended, or marks them. Minions that heard such a
     * job already know its jid and do not run it twice.
     */
    public void repair() {
        for (Job job : stores.jobs().unsent()) {
            LOG.info("Publishing job {}, which was written before the last stop", job.jid());
            writer.submit(starter.publish(job, stores.ledger().hosts(job.jid()))).join();
        }
    }

    /**
     * Resolves the target, pins the hosts, writes job and ledger in one transaction, then publishes. Hosts that are not connected
     * are LOST at once, or PARKED when the request says how long to wait for them; they are published to all the same, and what
     * they return counts. When one connects while the job is open, the job goes out to it then. When publishing fails the job stays,
     * with its {@link Job#problem} and its hosts FAILED. Needs RUN.
     *
     * @throws Problem.BadInput no host matches, the function name is malformed, or arguments, timeout or metadata are out of
     *     bounds
     * @throws Problem.Conflict there is a job of the jid that was asked for
     * @throws Problem.Unavailable the database is away, or a limit is reached
     */
    public Job start(Actor actor, JobRequest request) {
        actor.require(Permission.RUN);
        requireDatabase();
        limits.require(actor, stores.jobs().countOpen());
        NewJob written = starter.write(actor, request);
        Job job = written.asJob();
        Change.Sent sent = starter.publish(job, written.hosts());
        watch.add(job);
        CompletableFuture<Void> noted = writer.submit(sent);
        if (sent.problem() == null) {
            return job;
        }
        noted.join();
        return stores.jobs().find(job.jid()).orElseThrow();
    }

    /**
     * Takes a return of a verified host. The stage completes once it is committed, and only then may the minion be told so; also
     * when there was nothing to store: a malformed return, one of a job that did not target the host, the answer to a question.
     * It completes exceptionally when it could not be committed; the door then does not acknowledge. While the database is away a
     * return that is synced to the spill file counts as committed. While too much waits for the database the call itself waits, ten
     * seconds at most, so call it on a virtual thread. The stage's followers run on such a thread.
     *
     * @param load the {@code _return} load as received; its {@code id} does not count
     */
    public CompletionStage<Void> record(HostId host, ObjectNode load) {
        if (questions.isAnswer(load)) {
            return questions
                    .hear(host, load)
                    .map(writer::submit)
                    .orElseGet(() -> CompletableFuture.completedFuture(null));
        }
        Answer answer;
        try {
            answer = answers.read(host, load);
        } catch (Problem.BadInput e) {
            LOG.warn("Dropped a return of {}: {}", Problem.shown(host.value()), e.what());
            return CompletableFuture.completedFuture(null);
        }
        pieces.returned(answer.jid(), host);
        return writer.submit(new Change.Returned(answer));
    }

    /**
     * Takes a piece of output of a running function ({@code salt/job/<jid>/prog/<id>/<n>} from the verified host) and tells the
     * bus. Pieces of hosts that the job did not target are dropped.
     */
    public void progress(HostId host, Jid jid, long n, JsonNode data) {
        if (!pieces.has(jid, host)) {
            Optional<HostState> state = stores.ledger().state(jid, host);
            if (state.isEmpty()) {
                LOG.warn("Dropped output of {} for a job that did not target it", host);
                return;
            }
            writer.submit(Questions.running(jid, host));
        }
        pieces.add(jid, host, n, data);
        ObjectNode event = Json.object().put("cmd", "_minion_event").put("id", host.value());
        event.set("data", data);
        events.publish(new Event(Tags.jobProgress(jid, host, n), event, clock.instant()));
    }

    /** Needs SEE. */
    public Page find(Actor actor, JobQuery query) {
        actor.require(Permission.SEE);
        return stores.jobs().find(query);
    }

    /** Needs SEE. */
    public Optional<Job> find(Actor actor, Jid jid) {
        actor.require(Permission.SEE);
        return stores.jobs().find(jid);
    }

    /** The ledger, by hostname; {@code state} null for all. Needs SEE. */
    public List<HostRun> ledger(Actor actor, Jid jid, HostState state, int offset, int limit) {
        actor.require(Permission.SEE);
        return stores.runs().page(jid, state, offset, limit);
    }

    /** Whole ledgers, for pages and exports. */
    public LedgerReader reader() {
        return reader;
    }

    /** The row of one host; empty when the job did not target it. Needs SEE. */
    public Optional<HostRun> row(Actor actor, Jid jid, HostId host) {
        actor.require(Permission.SEE);
        return stores.runs().row(jid, host);
    }

    /**
     * The seq of the newest change of the job, 0 for none. Whoever asks before reading rows, and later for those changed since,
     * misses nothing. Needs SEE.
     */
    public long position(Actor actor, Jid jid) {
        actor.require(Permission.SEE);
        return stores.runs().position(jid);
    }

    /** Rows of the ledger changed after {@code seq}, oldest change first; never misses one. Needs SEE. */
    public List<HostRun> changedSince(Actor actor, Jid jid, long seq, int limit) {
        actor.require(Permission.SEE);
        return stores.runs().since(jid, seq, limit);
    }

    /** Different later returns of a host, oldest first; ten at most are kept. Needs SEE. */
    public List<JsonNode> conflicts(Actor actor, Jid jid, HostId host) {
        actor.require(Permission.SEE);
        return stores.runs().conflicts(jid, host);
    }

    /** Output sent ahead by hosts still running, in order; forgotten a while after the return. Needs SEE. */
    public List<Progress> progress(Actor actor, Jid jid) {
        actor.require(Permission.SEE);
        return pieces.of(jid);
    }

    /**
     * Asks the hosts that are not done to end the job, or sends its processes there a signal; those that confirm a kill or a request
     * to end become KILLED. LOST ones are asked too, for they may run it still. PARKED ones are KILLED at once, and the job goes out to
     * nobody any more when all hosts are meant. Needs RUN.
     *
     * @param only these hosts of the job; null for all
     * @throws Problem.NotFound no such job
     * @throws Problem.Conflict every host that is meant is done
     * @throws Problem.Unavailable nobody can be asked now
     */
    public void end(Actor actor, Jid jid, Ending how, Set<HostId> only) {
        actor.require(Permission.RUN);
        if (stores.jobs().find(jid).isEmpty()) {
            throw new Problem.NotFound(
                    Problem.text("There is no job {0}", jid),
                    "jid",
                    Problem.text("Look at the list of jobs."));
        }
        Set<HostId> hosts = open(jid, how.isEnd() ? NOT_DONE : MAY_RUN, only);
        if (hosts.isEmpty()) {
            throw new Problem.Conflict(
                    only == null
                            ? Problem.text("Job {0} has ended on every host", jid)
                            : Problem.text("Job {0} has ended on the hosts you chose", jid),
                    "jid",
                    Problem.text("There is nothing to end."));
        }
        audit.write(actor, "job." + how.kind().word(), jid.value(), detail(hosts, only));
        Set<HostId> asked = how.isEnd() && only == null ? watch.end(jid, MAY_RUN) : hosts;
        if (how.isEnd() && only != null) {
            asked = watch.end(jid, hosts, MAY_RUN);
        }
        if (!asked.isEmpty()) {
            questions.ask(how.kind(), jid, how.signal(), asked);
        }
    }

    private Set<HostId> open(Jid jid, Set<HostState> states, Set<HostId> only) {
        Set<HostId> hosts = stores.ledger().hosts(jid, states);
        if (only != null) {
            hosts.retainAll(only);
        }
        return hosts;
    }

    private static String detail(Set<HostId> hosts, Set<HostId> only) {
        String names = hosts.stream().map(HostId::value).collect(Collectors.joining(", "));
        return "hosts: " + hosts.size() + (only == null ? "" : ", only: " + names);
    }

    /** Ends the job on all hosts at once. See {@link #end}. */
    public void kill(Actor actor, Jid jid) {
        end(actor, jid, Ending.KILL, null);
    }

    /** As {@link #kill}, but lets the job clean up. See {@link #end}. */
    public void terminate(Actor actor, Jid jid) {
        end(actor, jid, Ending.TERMINATE, null);
    }

    /** Sends a signal to the job's processes on all hosts. See {@link #end}. */
    public void signal(Actor actor, Jid jid, int signal) {
        end(actor, jid, Ending.signal(signal), null);
    }

    /** Commits what waits, for at most 10 s; returns that come later are not acknowledged. */
    @Override
    public void close() {
        closer.close();
        watch.close();
        writer.close();
        refusals.close();
    }

    /** An id that no job has, also when the clock went back: or a return would pass for the answer to a question. */
    private Jid free(Jids jids) {
        Jid jid = jids.next();
        while (stores.jobs().exists(jid)) {
            jid = jids.next();
        }
        return jid;
    }

    /** @throws Problem.Unavailable a job cannot be written now, or what its hosts return could not be stored */
    private void requireDatabase() {
        database.away()
                .ifPresent(
                        why -> {
                            throw why;
                        });
        database.space().requireForJobs();
        if (writer.isDown()) {
            throw LedgerWriter.away();
        }
    }

    /** How the writing of ledgers stands, for those who watch over this process. */
    public LedgerFigures figures() {
        return writer.figures();
    }

    private SpilledReturns spill(JobSettings settings) {
        return settings.spill() == null
                ? null
                : SpilledReturns.open(
                        settings.spill(),
                        settings.largestSpill(),
                        answers,
                        database.space()::requireForReturns);
    }

    private boolean canCommit() {
        try {
            requireSpace();
            return stores.jobs().isAnswering();
        } catch (Problem.Unavailable e) {
            return false; // that is the answer; the log says it where the commit fails
        }
    }

    /** An embedded database must not come to the end of its disk: it would close itself. */
    private void requireSpace() {
        if (database.dialect() == Dialect.H2) {
            database.space().requireForReturns();
        }
    }

    private LedgerBatch.Outcome commit(Database database, Jids jids, List<Change> changes) {
        requireSpace();
        boolean isCommitted = false;
        try {
            LedgerBatch.Outcome outcome =
                    database.jdbi()
                            .inTransaction(
                                    h ->
                                            new LedgerBatch(h, stores, rows, jids, clock.instant())
                                                    .apply(changes));
            database.sync();
            isCommitted = true;
            rows.trim();
            return outcome;
        } finally {
            if (!isCommitted) {
                rows.forget();
            }
        }
    }

    /** Does what is due by the clock now, without waiting for the watch's next look. */
    void look() {
        watch.look();
    }
}
