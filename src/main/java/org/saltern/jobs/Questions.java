package org.saltern.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.saltern.access.Actor;
import org.saltern.base.HostId;
import org.saltern.base.Jid;
import org.saltern.hosts.Target;
import org.saltern.hosts.TargetType;

/**
 * Questions to hosts about a job: whether it runs, and signals to it. They are published like jobs, and their answers are
 * returns like any other, but neither is part of the history. Thread-safe.
 */
final class Questions {
    /** What is asked. */
    enum Kind {
        /** Does it run? */
        FIND("saltutil.find_job"),
        /** End at once. */
        KILL("saltutil.kill_job"),
        /** End in good order. */
        TERMINATE("saltutil.term_job"),
        /** Any other signal. */
        SIGNAL("saltutil.signal_job");

        private final String function;

        Kind(String function) {
            this.function = function;
        }

        /** For the audit. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean isEnd() {
            return this == KILL || this == TERMINATE;
        }
    }

    /** What a real minion says when it sent the signal: "Signal 9 sent to job … at pid …". */
    private static final String CONFIRMED = "Signal ";

    /** How long answers are still recognised after nobody waits for them. */
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    /**
     * A question that was asked.
     *
     * @param heard the hosts that answered, and whether they run the job
     */
    private record Open(
            Jid about,
            Kind kind,
            Set<HostId> hosts,
            Instant asked,
            Instant until,
            Map<HostId, Boolean> heard) {}

    private final Dispatch dispatch;
    private final Supplier<Jid> jids;
    private final InstantSource clock;
    private final Duration gather;
    private final Map<Jid, Open> waiting = new ConcurrentHashMap<>();
    private final Map<Jid, Open> past = new ConcurrentHashMap<>();

    /** @param jids ids that no job has */
    Questions(Dispatch dispatch, Supplier<Jid> jids, InstantSource clock, Duration gather) {
        this.dispatch = dispatch;
        this.jids = jids;
        this.clock = clock;
        this.gather = gather;
    }

    /**
     * Asks.
     *
     * @param signal its number, for {@link Kind#SIGNAL}; otherwise unused
     * @throws org.saltern.base.Problem.Unavailable it cannot be sent now
     */
    void ask(Kind kind, Jid about, int signal, Set<HostId> hosts) {
        var arguments = new ArrayList<JsonNode>();
        arguments.add(TextNode.valueOf(about.value()));
        if (kind == Kind.SIGNAL) {
            arguments.add(IntNode.valueOf(signal));
        }
        var call = new Call(kind.function, arguments);
        Instant now = clock.instant();
        List<HostId> list = List.copyOf(hosts);
        String expression = String.join(",", list.stream().map(HostId::value).toList());
        NewJob question =
                new NewJob(
                        jids.get(),
                        Actor.system().name(),
                        Target.of(expression, TargetType.LIST),
                        List.of(call),
                        gather,
                        "",
                        null,
                        now,
                        null,
                        list,
                        Set.of(),
                        Duration.ZERO);
        var open =
                new Open(
                        about,
                        kind,
                        Set.copyOf(hosts),
                        now,
                        now.plus(gather),
                        new ConcurrentHashMap<>());
        waiting.put(question.jid(), open);
        try {
            dispatch.ask(question.asJob(), list);
        } catch (RuntimeException e) {
            waiting.remove(question.jid());
            throw e;
        }
    }

    /** Whether this return answers a question, perhaps one from before a restart, and so belongs to no job. */
    boolean isAnswer(ObjectNode load) {
        String jid = load.path("jid").asText();
        return Jid.isValid(jid)
                && (waiting.containsKey(new Jid(jid)) || past.containsKey(new Jid(jid)));
    }

    /** Whether a function is one that only asks; its return is nothing to report although no job is known. */
    static boolean isQuestion(String function) {
        return Arrays.stream(Kind.values()).anyMatch(kind -> kind.function.equals(function));
    }

    /** What follows at once from the answer of a host. */
    Optional<Change> hear(HostId host, ObjectNode load) {
        var jid = new Jid(load.path("jid").asText());
        Open open = waiting.getOrDefault(jid, past.get(jid));
        if (open == null || !open.hosts().contains(host)) {
            return Optional.empty();
        }
        JsonNode said = load.path("return");
        if (open.kind() == Kind.FIND) {
            boolean runs = open.about().value().equals(said.path("jid").asText());
            open.heard().put(host, runs);
            return runs ? Optional.of(running(open.about(), host)) : Optional.empty();
        }
        boolean ended = open.kind().isEnd() && said.asText("").startsWith(CONFIRMED);
        return ended ? Optional.of(killed(open, host)) : Optional.empty();
    }

    /**
     * What came of the question whether hosts run a job.
     *
     * @param asked when it was asked
     * @param notRunning hosts that say they do not
     * @param silent hosts that said nothing
     */
    record Result(Jid about, Instant asked, Set<HostId> notRunning, Set<HostId> silent) {}

    /** Ends the questions whose time is over; what came of those whether a job runs. */
    List<Result> due() {
        Instant now = clock.instant();
        past.values().removeIf(open -> open.until().plus(REMEMBERED).isBefore(now));
        var results = new ArrayList<Result>();
        waiting.forEach(
                (jid, open) -> {
                    if (!open.until().isAfter(now)) {
                        past.put(jid, open);
                        waiting.remove(jid);
                        if (open.kind() == Kind.FIND) {
                            results.add(result(open));
                        }
                    }
                });
        return results;
    }

    private static Result result(Open open) {
        var notRunning = new HashSet<HostId>();
        var silent = new HashSet<HostId>();
        for (HostId host : open.hosts()) {
            Boolean runs = open.heard().get(host);
            if (runs == null) {
                silent.add(host);
            } else if (!runs) {
                notRunning.add(host);
            }
        }
        return new Result(open.about(), open.asked(), notRunning, silent);
    }

    /** A host shows that it runs the job. */
    static Change running(Jid jid, HostId host) {
        return new Change.Moved(
                jid,
                Set.of(host),
                HostState.RUNNING,
                Reasons.NONE,
                EnumSet.of(HostState.PARKED, HostState.PUBLISHED, HostState.LOST));
    }

    /** A failure that came after the signal was asked for is the work of the signal. */
    private static Change killed(Open open, HostId host) {
        return new Change.Moved(
                open.about(),
                Set.of(host),
                HostState.KILLED,
                Reasons.SIGNALLED,
                EnumSet.of(
                        HostState.PARKED,
                        HostState.PUBLISHED,
                        HostState.RUNNING,
                        HostState.LOST,
                        HostState.FAILED),
                open.asked(),
                null);
    }
}
