package org.saltern.jobs;

/**
 * How the writing of ledgers stands.
 *
 * @param down whether the last attempt to commit found no database
 * @param waitingBytes of changes in memory that are not committed
 * @param spilledBytes of returns on disk that are not committed
 * @param changes committed since the start
 * @param commits since the start
 * @param commitNanos time all commits took together
 */
public record LedgerFigures(
        boolean down,
        long waitingBytes,
        long spilledBytes,
        long changes,
        long commits,
        long commitNanos) {}
