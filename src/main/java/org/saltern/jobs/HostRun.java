package org.saltern.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.saltern.base.HostId;
import org.saltern.base.Jid;

/**
 * One row of a job's ledger, with what the host returned.
 *
 * @param seq strictly increases with each change of any row; live pages ask for rows newer than the last they drew
 * @param result what the function returned, null while nothing did
 * @param retcode the host's return code, null while nothing returned
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
        JsonNode result,
        Integer retcode,
        boolean late,
        int conflicts,
        String output) {}
