package org.saltern.jobs;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What may be set about jobs.
 *
 * @param keep how long a finished job stays in the history ({@code keep_jobs_seconds})
 * @param gather how long a host has to answer the question whether it still runs a job ({@code gather_job_timeout})
 * @param largestReturn how many bytes of a return are kept, as JSON; more is cut and marked
 * @param waiting how many bytes of returns may wait for the database in memory; then doors wait
 * @param running how many unfinished jobs there may be
 * @param startsPerSecond how many jobs one user may start in a second
 * @param timeout how long a silent host is given when the request does not say ({@code timeout})
 * @param spill the file that takes returns while the database is away; null for none: then they wait in memory only
 * @param largestSpill bytes that file may grow to ({@code spill_bytes})
 */
public record JobSettings(
        Duration keep,
        Duration gather,
        int largestReturn,
        int waiting,
        int running,
        int startsPerSecond,
        Duration timeout,
        Path spill,
        long largestSpill) {
    /** Without a spill file. */
    public JobSettings(
            Duration keep,
            Duration gather,
            int largestReturn,
            int waiting,
            int running,
            int startsPerSecond,
            Duration timeout) {
        this(
                keep,
                gather,
                largestReturn,
                waiting,
                running,
                startsPerSecond,
                timeout,
                null,
                LARGEST_SPILL);
    }

    private static final long LARGEST_SPILL = 1L << 30;

    /** 30 days, 10 s, 16 MiB, 64 MiB, 2,000 jobs, 50 a second, no spill file (1 GiB when there is one). */
    public static JobSettings defaults() {
        return new JobSettings(
                Duration.ofDays(30),
                Duration.ofSeconds(10),
                16 << 20,
                64 << 20,
                2_000,
                50,
                JobRequest.TIMEOUT);
    }

    /** These settings with a file that takes returns while the database is away. */
    public JobSettings spillingTo(Path file, long bytes) {
        return new JobSettings(
                keep,
                gather,
                largestReturn,
                waiting,
                running,
                startsPerSecond,
                timeout,
                file,
                bytes);
    }

    /** These settings with another time to keep jobs. */
    public JobSettings keeping(Duration time) {
        return new JobSettings(
                time,
                gather,
                largestReturn,
                waiting,
                running,
                startsPerSecond,
                timeout,
                spill,
                largestSpill);
    }
}
