package org.saltern.modules;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The processes one job has running. Give it to the job's {@link LocalMachine}; killing the job is then
 * {@code processes.end()} and an interrupt of its thread. Thread-safe.
 */
public final class JobProcesses implements ProcessWatch {
    private final Set<ProcessTree> running = ConcurrentHashMap.newKeySet();

    @Override
    public void started(ProcessTree tree) {
        running.add(tree);
    }

    @Override
    public void ended(ProcessTree tree) {
        running.remove(tree);
    }

    /** Process ids of the programs that the job started itself, in no order. */
    public List<Long> pids() {
        return running.stream().map(ProcessTree::pid).toList();
    }

    /** Kills everything the job started: SIGTERM, after a grace period SIGKILL. Returns when it is gone. */
    public void end() {
        running.forEach(ProcessTree::end);
    }

    /** SIGKILL at once, no grace. */
    public void kill() {
        running.forEach(ProcessTree::kill);
    }
}
