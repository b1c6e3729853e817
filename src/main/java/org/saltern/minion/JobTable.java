package org.saltern.minion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.saltern.modules.LocalMachine;
import org.saltern.modules.RunningJobs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The jobs that run now, and the last results. Thread-safe. */
final class JobTable implements RunningJobs {
    private static final Logger LOG = LoggerFactory.getLogger(JobTable.class);
    private static final int SIGTERM = 15;
    private static final int SIGKILL = 9;
    private static final int KEPT_RESULTS = 50;

    private final Map<String, RunningJob> running = new ConcurrentHashMap<>();
    private final Map<String, JsonNode> results = new LinkedHashMap<>();

    void started(RunningJob job) {
        running.put(job.jid(), job);
    }

    /** Forgets the job and keeps its result for a while. */
    void ended(RunningJob job, JsonNode result) {
        running.remove(job.jid(), job);
        synchronized (results) {
            results.put(job.jid(), result);
            if (results.size() > KEPT_RESULTS) {
                results.remove(results.keySet().iterator().next());
            }
        }
    }

    @Override
    public List<ObjectNode> running() {
        return running.values().stream().map(RunningJob::shown).toList();
    }

    @Override
    public boolean signal(String jid, int signal) {
        RunningJob job = running.get(jid);
        if (job == null) {
            return false;
        }
        if (signal == SIGTERM || signal == SIGKILL) {
            end(job, signal);
        } else {
            job.processes().pids().forEach(pid -> send(pid, signal));
        }
        return true;
    }

    /** Ends all jobs, because the agent stops. */
    void endAll() {
        running.values().forEach(job -> end(job, SIGTERM));
    }

    /** On a thread of its own: a process may take its time, and the job may be the one that asks. */
    private static void end(RunningJob job, int signal) {
        Thread.ofVirtual()
                .name("end-" + job.jid())
                .start(
                        () -> {
                            job.thread().interrupt();
                            if (signal == SIGKILL) {
                                job.processes().kill();
                            } else {
                                job.processes().end();
                            }
                        });
    }

    private static void send(long pid, int signal) {
        try {
            new LocalMachine().signal(pid, signal);
        } catch (IOException e) {
            LOG.warn("Process {} could not be signalled", pid, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Optional<JsonNode> cached(String jid) {
        synchronized (results) {
            return Optional.ofNullable(results.get(jid));
        }
    }
}
