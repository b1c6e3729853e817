package org.saltern.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.saltern.access.Actor;
import org.saltern.access.Audit;
import org.saltern.base.HostId;
import org.saltern.base.Jid;
import org.saltern.events.Events;
import org.saltern.store.Database;

/** Starts jobs, keeps their ledger, takes their returns. Thread-safe. */
public final class Jobs implements AutoCloseable {
    /** One page of jobs and how many match in all. */
    public record Page(List<Job> jobs, int total) {}

    /** A piece of output that a running function sent ahead of its return. */
    public record Progress(HostId host, long n, JsonNode data) {}

    /** Opens the room. Call {@link #repair} once the doors stand. */
    public Jobs(
            Database db,
            Fleet fleet,
            Dispatch dispatch,
            Events events,
            Audit audit,
            InstantSource clock,
            JobSettings settings) {
        throw new UnsupportedOperationException();
    }

    /** Publishes the jobs that were written but not published before the process ended, or marks them. */
    public void repair() {
        throw new UnsupportedOperationException();
    }

    /**
     * Resolves the target, pins the hosts, writes job and ledger in one transaction, then publishes. Needs RUN.
     *
     * @throws org.saltern.base.Problem.BadInput no host matches, or the function name is malformed
     */
    public Job start(Actor actor, JobRequest request) {
        throw new UnsupportedOperationException();
    }

    /**
     * Takes a return of a verified host. The stage completes once it is committed, and only then may the minion be told so.
     * It completes exceptionally when it could not be committed; the door then does not acknowledge.
     *
     * @param load the {@code _return} load as received
     */
    public CompletionStage<Void> record(HostId host, ObjectNode load) {
        throw new UnsupportedOperationException();
    }

    /** Takes a piece of output of a running function ({@code salt/job/<jid>/prog/<id>/<n>} from the verified host). */
    public void progress(HostId host, Jid jid, long n, JsonNode data) {
        throw new UnsupportedOperationException();
    }

    /** Needs SEE. */
    public Page find(Actor actor, JobQuery query) {
        throw new UnsupportedOperationException();
    }

    /** Needs SEE. */
    public Optional<Job> find(Actor actor, Jid jid) {
        throw new UnsupportedOperationException();
    }

    /** The ledger, by hostname; {@code state} null for all. Needs SEE. */
    public List<HostRun> ledger(Actor actor, Jid jid, HostState state, int offset, int limit) {
        throw new UnsupportedOperationException();
    }

    /** Rows of the ledger changed after {@code seq}, oldest change first. Needs SEE. */
    public List<HostRun> changedSince(Actor actor, Jid jid, long seq, int limit) {
        throw new UnsupportedOperationException();
    }

    /** Different later returns of a host, oldest first. Needs SEE. */
    public List<JsonNode> conflicts(Actor actor, Jid jid, HostId host) {
        throw new UnsupportedOperationException();
    }

    /** Output sent ahead by hosts still running, in order; forgotten a while after the return. Needs SEE. */
    public List<Progress> progress(Actor actor, Jid jid) {
        throw new UnsupportedOperationException();
    }

    /** Asks the hosts that are not final to kill the job; those that confirm become KILLED. Needs RUN. */
    public void kill(Actor actor, Jid jid) {
        throw new UnsupportedOperationException();
    }

    /** As {@link #kill}, but lets the job clean up (SIGTERM, {@code saltutil.term_job}). Needs RUN. */
    public void terminate(Actor actor, Jid jid) {
        throw new UnsupportedOperationException();
    }

    /** Sends a signal to the job's processes on the hosts that are not final ({@code saltutil.signal_job}). Needs RUN. */
    public void signal(Actor actor, Jid jid, int signal) {
        throw new UnsupportedOperationException();
    }

    /** The answers so far, rarest first, so that the odd ones out are on top. Needs SEE. */
    public List<AnswerGroup> answers(Actor actor, Jid jid) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
