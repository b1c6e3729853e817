package org.saltern.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.saltern.base.HostId;

/**
 * Hosts of one job that gave the same answer, where durations, start times, process ids and run numbers do not count.
 *
 * @param hash names the answer within its job; a {@link HostRun#answer()} has the same
 * @param result what one of them returned
 * @param hosts by name, at least one
 */
public record AnswerGroup(
        String hash, HostState state, Integer retcode, JsonNode result, List<HostId> hosts) {
    public AnswerGroup {
        hosts = List.copyOf(hosts);
    }
}
