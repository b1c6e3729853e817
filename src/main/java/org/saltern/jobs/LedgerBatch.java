package org.saltern.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.saltern.base.HostId;
import org.saltern.base.Jid;
import org.saltern.base.Jids;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.saltern.events.Event;
import org.saltern.events.Tags;

/**
 * Many changes in one transaction: reads the rows they touch, decides in memory, in order, and writes what came of it. An object
 * serves one attempt; when the transaction fails it is thrown away and the changes are tried again.
 */
final class LedgerBatch {
    private static final int MOST_CONFLICTS = 10;
    private static final int MOST_FORGOTTEN_HOSTS = 2_000;
    private static final Set<HostState> MAY_BE_SENT =
            Set.of(HostState.PARKED, HostState.PUBLISHED, HostState.LOST);

    /** What is to be told once the batch is committed. */
    record Outcome(List<Event> events, List<Answer> refused) {}

    private final Handle h;
    private final JobStore jobs;
    private final LedgerStore ledger;
    private final ReturnStore returns;
    private final Jids jids;
    private final Instant now;

    private final LedgerRows rows;
    private final Map<Jid, Set<Row>> changed = new LinkedHashMap<>();
    private final Map<Row, List<ReturnStore.Known>> known = new HashMap<>();
    private final List<ReturnStore.New> pending = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final List<Answer> refused = new ArrayList<>();
    private boolean isForgetting;

    /** @param rows of earlier batches; to be forgotten when this one fails */
    LedgerBatch(Handle h, Stores stores, LedgerRows rows, Jids jids, Instant now) {
        this.h = h;
        this.rows = rows;
        this.jobs = stores.jobs();
        this.ledger = stores.ledger();
        this.returns = stores.returns();
        this.jids = jids;
        this.now = now;
    }

    Outcome apply(List<Change> changes) {
        fetch(changes);
        changes.forEach(this::apply);
        flush();
        if (isForgetting) { // not earlier: the changes after it need their rows
            rows.forget();
        }
        return new Outcome(events, refused);
    }

    private void apply(Change change) {
        switch (change) {
            case Change.Returned returned -> take(returned.answer());
            case Change.Moved moved -> move(moved);
            case Change.Sent sent -> sent(sent);
            case Change.SentAgain again -> sentAgain(again);
            case Change.EndAsked ended -> endAsked(ended.jid());
            case Change.Forgotten old -> forget(old.before());
        }
    }

    private void forget(Instant before) {
        jobs.delete(h, before, MOST_FORGOTTEN_HOSTS);
        isForgetting = true;
    }

    /** Reads the rows that the changes name, those of a job together. */
    private void fetch(List<Change> changes) {
        var wanted = new LinkedHashMap<Jid, Set<HostId>>();
        for (Change change : changes) {
            switch (change) {
                case Change.Returned(Answer answer) ->
                        wanted.computeIfAbsent(answer.jid(), j -> new HashSet<>())
                                .add(answer.host());
                case Change.Moved moved ->
                        wanted.computeIfAbsent(moved.jid(), j -> new HashSet<>())
                                .addAll(moved.hosts());
                case Change.SentAgain again ->
                        wanted.computeIfAbsent(again.jid(), j -> new HashSet<>())
                                .addAll(again.hosts());
                case Change.Sent sent -> {}
                case Change.EndAsked ended -> {}
                case Change.Forgotten old -> {}
            }
        }
        wanted.forEach((jid, hosts) -> rows.fetch(h, jid, hosts));
    }

    private void take(Answer answer) {
        Row row = rows.row(answer.jid(), answer.host());
        if (row == null && answer.own() != null) {
            row = writeOwn(answer);
        }
        if (row == null) {
            refused.add(answer);
        } else if (known(row).isEmpty()) {
            first(row, answer);
        } else {
            again(row, answer);
        }
    }

    /**
     * A job of the host's own. A jid that the host chose and that a job of the master has makes it none: null. When another host
     * chose the same microsecond, the jid gets a suffix; the same one when the return is sent again.
     */
    private Row writeOwn(Answer answer) {
        NewJob job = answer.own();
        boolean isChosenByHost = Jid.isValid(answer.load().path("jid").asText());
        if (jobs.insert(h, job)) {
            return written(job);
        }
        if (!isChosenByHost) {
            NewJob other = job;
            do {
                other = job.as(jids.next());
            } while (!jobs.insert(h, other));
            return written(other);
        }
        if (!jobs.isHostsOwn(h, job.jid())) {
            return null;
        }
        NewJob other = job.as(Jid.at(job.jid(), answer.host()));
        return jobs.insert(h, other) ? written(other) : held(other.jid(), answer.host());
    }

    private Row written(NewJob job) {
        ledger.insert(h, job);
        return held(job.jid(), job.hosts().getFirst());
    }

    private Row held(Jid jid, HostId host) {
        rows.fetch(h, jid, Set.of(host));
        return rows.row(jid, host);
    }

    private void first(Row row, Answer answer) {
        HostState to = answer.verdict().state();
        boolean killed = row.state == HostState.KILLED && to == HostState.FAILED;
        row.late = row.state.isFinal() && !killed;
        row.retcode = answer.verdict().retcode();
        row.output = answer.output();
        if (killed) {
            touch(row); // it failed because it was killed
        } else {
            move(row, to, Reasons.NONE);
        }
        keep(row, answer);
        events.add(answer.event(row.jid, now));
    }

    /** Sent again because an acknowledgement was lost: nothing new. Different from what is known: kept beside it. */
    private void again(Row row, Answer answer) {
        Content content = answer.content();
        Verdict verdict = answer.verdict();
        boolean isKnown =
                known(row).stream()
                        .anyMatch(
                                one ->
                                        content.isSame(one.hash(), one.varying())
                                                && verdict.equals(one.verdict()));
        if (isKnown || row.conflicts >= MOST_CONFLICTS) {
            return;
        }
        row.conflicts++;
        touch(row);
        keep(row, answer);
        events.add(stateEvent(row));
    }

    private void keep(Row row, Answer answer) {
        List<ReturnStore.Known> all = known(row);
        Content content = answer.content();
        pending.add(
                new ReturnStore.New(row.jid, row.host, all.size(), now, answer.verdict(), content));
        all.add(new ReturnStore.Known(content.hash(), content.varying(), answer.verdict()));
    }

    private List<ReturnStore.Known> known(Row row) {
        return known.computeIfAbsent(
                row,
                r ->
                        r.hasReturn
                                ? new ArrayList<>(returns.known(h, r.jid, r.host))
                                : new ArrayList<>());
    }

    private void move(Change.Moved moved) {
        for (HostId host : moved.hosts()) {
            Row row = rows.row(moved.jid(), host);
            if (row != null && row.state != moved.to() && moved.concerns(row)) {
                move(row, moved.to(), moved.reason());
                events.add(stateEvent(row));
            }
        }
    }

    private void sent(Change.Sent sent) {
        jobs.sent(h, sent.jid(), now, sent.problem());
        if (sent.problem() != null) {
            rows.all(h, sent.jid()).stream()
                    .filter(row -> !row.state.isFinal() || row.state == HostState.LOST)
                    .forEach(row -> fail(row, Reasons.NOT_PUBLISHED));
        }
    }

    private void sentAgain(Change.SentAgain again) {
        for (HostId host : again.hosts()) {
            Row row = rows.row(again.jid(), host);
            if (row != null && MAY_BE_SENT.contains(row.state)) {
                row.sent++;
                move(row, HostState.PUBLISHED, again.reason());
                events.add(stateEvent(row));
            }
        }
    }

    private void endAsked(Jid jid) {
        jobs.endAsked(h, jid, now);
        rows.all(h, jid).stream()
                .filter(row -> row.state == HostState.PARKED)
                .forEach(
                        row -> {
                            move(row, HostState.KILLED, Reasons.NEVER_SENT);
                            events.add(stateEvent(row));
                        });
    }

    private void fail(Row row, Problem.Text why) {
        move(row, HostState.FAILED, why);
        events.add(stateEvent(row));
    }

    private void move(Row row, HostState to, Problem.Text why) {
        row.move(to, why, now);
        note(row);
    }

    private void touch(Row row) {
        row.touch(now);
        note(row);
    }

    private void note(Row row) {
        changed.computeIfAbsent(row.jid, jid -> new LinkedHashSet<>()).add(row);
    }

    private void flush() {
        ledger.update(h, changed.values().stream().flatMap(Set::stream).toList());
        returns.insert(h, pending);
        changed.forEach(
                (jid, some) -> {
                    Map<HostState, Integer> by = difference(some.stream());
                    if (!by.isEmpty()) {
                        jobs.count(h, jid, by, now);
                    }
                    some.forEach(Row::written);
                });
        pending.forEach(one -> rows.row(one.jid(), one.host()).hasReturn = true);
    }

    private static Map<HostState, Integer> difference(Stream<Row> rows) {
        var by = new EnumMap<HostState, Integer>(HostState.class);
        rows.filter(row -> row.state != row.stored)
                .forEach(
                        row -> {
                            by.merge(row.stored, -1, Integer::sum);
                            by.merge(row.state, 1, Integer::sum);
                        });
        return by;
    }

    private Event stateEvent(Row row) {
        ObjectNode data =
                Json.object()
                        .put("jid", row.jid.value())
                        .put("id", row.host.value())
                        .put("state", row.state.name())
                        .put("reason", row.reason.toString());
        return new Event(Tags.jobState(row.jid, row.host), data, now);
    }
}
