package org.saltern.minion;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.saltern.modules.JobProcesses;

/**
 * A job that runs now.
 *
 * @param load the publication
 * @param thread runs it; an interrupt ends it
 * @param processes what it started
 */
record RunningJob(ObjectNode load, Thread thread, JobProcesses processes) {
    private static final List<String> SHOWN =
            List.of("jid", "fun", "arg", "tgt", "tgt_type", "ret", "user", "metadata");

    String jid() {
        return load.path("jid").asText();
    }

    /** What {@code saltutil.running} says of it. The process is the agent's own: its jobs are threads. */
    ObjectNode shown() {
        ObjectNode shown = load.objectNode();
        SHOWN.stream().filter(load::has).forEach(field -> shown.set(field, load.get(field)));
        return shown.put("pid", ProcessHandle.current().pid());
    }
}
