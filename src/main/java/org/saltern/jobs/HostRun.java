package org.saltern.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.saltern.base.HostId;
import org.saltern.base.Jid;
import org.saltern.base.Problem;

/**
 * One row of a job's ledger, with what the host returned.
 *
 * @param seq strictly increases with each change of any row; live pages ask for rows newer than the last they drew
 * @param changed when the row last changed
 * @param reason why it is in this state when no return says so, see {@link Reasons}; empty otherwise
 * @param result what the function returned, null while nothing did; a return above the limit is cut and is then an object with
 *     {@code truncated}, {@code original_size} (bytes of JSON) and {@code head}
 * @param answer names equal answers within the job, see {@link AnswerGroup}; null while nothing returned
 * @param retcode the host's return code, the worst one of a multi-function job; null while nothing returned or none was given
 * @param late whether the return came after the host was given up
 * @param conflicts how many different later returns were kept beside the first
 * @param output the outputter the minion named, for example {@code highstate}; null for none
 */
public record HostRun(
        Jid jid,
        HostId host,
        HostState state,
        long seq,
        Instant changed,
        Problem.Text reason,
        JsonNode result,
        String answer,
        Integer retcode,
        boolean late,
        int conflicts,
        String output) {
    HostRun withResult(JsonNode returned) {
        return new HostRun(
                jid, host, state, seq, changed, reason, returned, answer, retcode, late, conflicts,
                output);
    }
}
