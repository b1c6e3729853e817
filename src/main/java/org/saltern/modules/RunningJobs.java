package org.saltern.modules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** The jobs a minion is working on. Implemented by the agent. */
public interface RunningJobs {
    /** Nothing runs. */
    RunningJobs NONE =
            new RunningJobs() {
                @Override
                public List<ObjectNode> running() {
                    return List.of();
                }

                @Override
                public boolean signal(String jid, int signal) {
                    return false;
                }

                @Override
                public Optional<JsonNode> cached(String jid) {
                    return Optional.empty();
                }
            };

    /**
     * One map per running job, the asking one included: {@code jid}, {@code fun}, {@code arg}, {@code tgt},
     * {@code tgt_type}, {@code ret}, {@code user} as published and {@code pid} (Salt's saltutil.running).
     */
    List<ObjectNode> running();

    /**
     * SIGTERM (15) and SIGKILL (9) end the job and all its processes; other signals go to its processes.
     *
     * @return false when no such job runs
     */
    boolean signal(String jid, int signal);

    /** The return of a finished job that this minion still keeps. */
    Optional<JsonNode> cached(String jid);
}
