package org.saltern.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.jobs.Call;
import org.saltern.jobs.Dispatch;
import org.saltern.jobs.Job;
import org.saltern.jobs.Jobs;

/** Stands where the publish port does: each host it is told to be alive returns at once, on a thread of its own. */
final class AnsweringFleet implements Dispatch {
    /** Every job that was published. */
    final List<Job> published = new CopyOnWriteArrayList<>();

    private final List<HostId> alive = new CopyOnWriteArrayList<>();
    private Jobs jobs;

    void answersTo(Jobs room) {
        jobs = room;
    }

    void alive(HostId host) {
        alive.add(host);
    }

    @Override
    public void send(Job job, List<HostId> hosts) {
        published.add(job);
        answer(job, hosts);
    }

    @Override
    public void ask(Job job, List<HostId> hosts) {
        answer(job, hosts);
    }

    private void answer(Job job, List<HostId> hosts) {
        hosts.stream()
                .filter(alive::contains)
                .forEach(
                        host ->
                                Thread.startVirtualThread(
                                        () -> jobs.record(host, load(job, host))));
    }

    private static ObjectNode load(Job job, HostId host) {
        ObjectNode load =
                Json.object()
                        .put("cmd", "_return")
                        .put("id", host.value())
                        .put("jid", job.jid().value());
        List<Call> calls = job.calls();
        if (calls.size() == 1) {
            JsonNode value = value(calls.getFirst());
            boolean known = !value.asText().endsWith("is not available.");
            load.put("fun", calls.getFirst().function());
            load.set("fun_args", Json.array().addAll(calls.getFirst().arguments()));
            load.set("return", value);
            load.put("retcode", known ? 0 : 1).put("success", known);
            return known ? load : load.put("out", "nested");
        }
        ArrayNode names = load.putArray("fun");
        load.putArray("fun_args");
        ObjectNode values = load.putObject("return");
        ObjectNode retcodes = load.putObject("retcode");
        ObjectNode successes = load.putObject("success");
        for (Call call : calls) {
            names.add(call.function());
            values.set(call.function(), value(call));
            retcodes.put(call.function(), 0);
            successes.put(call.function(), true);
        }
        return load;
    }

    private static JsonNode value(Call call) {
        return switch (call.function()) {
            case "test.ping" -> Json.object().booleanNode(true);
            case "test.echo" -> call.arguments().getFirst();
            case "test.arg" -> Json.array().addAll(call.arguments());
            case "saltutil.find_job" -> Json.object();
            default -> Json.object().textNode("'" + call.function() + "' is not available.");
        };
    }
}
