package org.saltern.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.saltern.base.Jid;
import org.saltern.base.Json;
import org.saltern.hosts.Target;
import org.saltern.hosts.TargetType;
import org.saltern.jobs.Call;
import org.saltern.jobs.HostRun;
import org.saltern.jobs.HostState;
import org.saltern.jobs.Job;

/** Jobs and their results in the shapes of upstream's {@code jobs} runner. */
final class JobShapes {
    private static final DateTimeFormatter DIGITS =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSSSSS");
    private static final DateTimeFormatter START =
            DateTimeFormatter.ofPattern("yyyy, MMM dd HH:mm:ss.SSSSSS", Locale.ENGLISH);

    private JobShapes() {}

    /** Function, Arguments, Target, Target-type, User, StartTime: one job of {@code jobs.list_jobs}. */
    static ObjectNode summary(Job job) {
        ObjectNode out = head(job);
        return out.put("StartTime", startTime(job.jid()));
    }

    /** {@code jobs.list_job} without the jid: the summary with Minions and Result. */
    static ObjectNode details(Job job, List<HostRun> ledger) {
        ObjectNode out = head(job);
        ArrayNode minions = out.putArray("Minions");
        ledger.forEach(run -> minions.add(run.host().value()));
        out.put("StartTime", startTime(job.jid()));
        ObjectNode result = out.putObject("Result");
        ledger.stream()
                .filter(JobShapes::hasReturned)
                .forEach(run -> result.set(run.host().value(), result(run)));
        return out;
    }

    /** What {@code jobs.list_job} says of a jid that is not in the history. */
    static ObjectNode unknown(String jid) {
        ObjectNode out =
                Json.object()
                        .put("jid", jid)
                        .put("Error", "Cannot contact returner or no job with this jid")
                        .put("StartTime", Jid.isValid(jid) ? startTime(new Jid(jid)) : "");
        out.putObject("Result");
        return out;
    }

    /** One host's return: {@code return}, {@code retcode}, {@code success}, and {@code out} when the minion named one. */
    static ObjectNode result(HostRun run) {
        ObjectNode out = Json.object();
        out.set("return", run.result());
        out.put("retcode", run.retcode()).put("success", isSuccess(run));
        if (run.output() != null) {
            out.put("out", run.output());
        }
        return out;
    }

    /** Whether the host has answered. */
    static boolean hasReturned(HostRun run) {
        return run.result() != null;
    }

    static boolean isSuccess(HostRun run) {
        return run.state() == HostState.OK || run.state() == HostState.CHANGED;
    }

    /** The target as upstream writes it: a list target as an array. */
    static JsonNode target(Target target) {
        if (target.type() != TargetType.LIST) {
            return Json.object().textNode(target.expression());
        }
        ArrayNode ids = Json.array();
        for (String id : target.expression().split(",")) {
            ids.add(id.strip());
        }
        return ids;
    }

    private static ObjectNode head(Job job) {
        List<Call> calls = job.calls();
        ObjectNode out = Json.object();
        if (calls.size() == 1) {
            out.put("Function", calls.getFirst().function());
            out.set("Arguments", Json.array().addAll(calls.getFirst().arguments()));
        } else {
            ArrayNode functions = out.putArray("Function");
            ArrayNode arguments = out.putArray("Arguments");
            for (Call call : calls) {
                functions.add(call.function());
                arguments.add(Json.array().addAll(call.arguments()));
            }
        }
        out.set("Target", target(job.target()));
        return out.put("Target-type", job.target().type().wireName()).put("User", job.user());
    }

    /** The time in a jid as upstream prints it; empty when its digits are no time. */
    private static String startTime(Jid jid) {
        return parsed(jid.value().substring(0, 20)).map(START::format).orElse("");
    }

    private static Optional<LocalDateTime> parsed(String digits) {
        try {
            return Optional.of(LocalDateTime.parse(digits, DIGITS));
        } catch (DateTimeParseException notATime) {
            return Optional.empty();
        }
    }
}
