package org.saltern.minion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.saltern.base.Json;
import org.saltern.modules.Context;
import org.saltern.modules.FileClient;
import org.saltern.modules.JobProcesses;
import org.saltern.modules.Machine;
import org.saltern.modules.MasterLink;
import org.saltern.modules.Minion;
import org.saltern.modules.Modules;
import org.saltern.modules.Outcome;
import org.saltern.modules.Output;
import org.saltern.modules.ProcessWatch;
import org.saltern.modules.run.Rendering;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs each job on a virtual thread of its own and hands the result on. */
final class JobRunner {
    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

    private final Tools tools;
    private final JobTable table;
    private final Consumer<ObjectNode> results;

    /** What functions work with; the same for all jobs. */
    record Tools(
            Modules modules,
            Function<ProcessWatch, Machine> machines,
            Minion minion,
            FileClient files,
            MasterLink master,
            InstantSource clock) {
        String id() {
            return minion.options().path("id").asText();
        }
    }

    /** @param results takes the load of each return; must keep it before it comes back */
    JobRunner(Tools tools, JobTable table, Consumer<ObjectNode> results) {
        this.tools = tools;
        this.table = table;
        this.results = results;
    }

    /** Starts a job and comes back. */
    void start(ObjectNode load) {
        var processes = new JobProcesses();
        var started = new Thread[1];
        started[0] =
                Thread.ofVirtual()
                        .name("job-" + load.path("jid").asText())
                        .unstarted(() -> run(load, processes, started[0]));
        table.started(new RunningJob(load, started[0], processes));
        started[0].start();
    }

    private void run(ObjectNode load, JobProcesses processes, Thread thread) {
        var job = new RunningJob(load, thread, processes);
        LOG.info("Job {} runs {}", job.jid(), load.path("fun"));
        ObjectNode result;
        try (var progress = new Progress(job.jid(), tools.id(), tools.master())) {
            result = call(context(processes, load, progress), load);
        } finally {
            Thread.interrupted(); // a late kill must not stop the result from being kept
        }
        table.ended(job, result.path("return"));
        try {
            results.accept(result);
        } catch (UncheckedIOException e) {
            LOG.error("Job {}: {}", job.jid(), e.getMessage(), e);
        }
    }

    private Context context(JobProcesses processes, ObjectNode load, Output progress) {
        return new Context(
                        tools.machines().apply(processes),
                        tools.minion(),
                        load,
                        progress,
                        table,
                        tools.files(),
                        tools.master(),
                        tools.clock(),
                        tools.modules())
                .with(Rendering.templates());
    }

    /** Runs one function on this thread; nothing is returned to the master. */
    Outcome here(ObjectNode load, List<JsonNode> arguments) throws InterruptedException {
        Context context = context(new JobProcesses(), load, Output.NONE);
        return tools.modules().call(context, load.path("fun").asText(), arguments);
    }

    private ObjectNode call(Context context, ObjectNode load) {
        JsonNode fun = load.path("fun");
        Returns returns = new Returns(tools.id(), load);
        try {
            if (fun.isTextual()) {
                return returns.of(one(context, fun.textValue(), load.path("arg")));
            }
            List<Outcome> outcomes = new ArrayList<>();
            for (int i = 0; i < fun.size(); i++) {
                outcomes.add(one(context, fun.get(i).asText(), load.path("arg").path(i)));
            }
            return returns.of(outcomes);
        } catch (InterruptedException e) {
            return returns.killed();
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("Job {} met a bug", load.path("jid").asText(), e);
            return returns.of(broken(e));
        }
    }

    private Outcome one(Context context, String function, JsonNode arguments)
            throws InterruptedException {
        List<JsonNode> list = new ArrayList<>();
        arguments.forEach(list::add);
        Outcome outcome = tools.modules().call(context, function, list);
        if (outcome.exception()) {
            report(function, outcome);
        }
        return outcome;
    }

    /** Upstream tells the master's bus when a function raised. */
    private void report(String function, Outcome outcome) {
        try {
            ObjectNode data = Json.object().put("message", outcome.value().asText());
            data.put("fun", function);
            tools.master().fire("_salt_error", data);
        } catch (IOException e) {
            LOG.info("The master was not told of an exception in {}: {}", function, e.getMessage());
        }
    }

    private static Outcome broken(Throwable e) {
        return new Outcome(
                Json.object().textNode("The minion function caused an exception: " + e),
                1,
                Optional.of("nested"),
                true);
    }
}
