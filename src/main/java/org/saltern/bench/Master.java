package org.saltern.bench;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The master that is measured: one that this program started, or any other. */
interface Master extends AutoCloseable {
    InetSocketAddress publish();

    InetSocketAddress request();

    /** Processor time used so far, of all its processes; empty when it cannot be told from here. */
    Optional<Duration> cpu();

    /** Memory in bytes, shared pages counted in part (PSS), of all its processes; empty when it cannot be told from here. */
    Optional<Long> memory();

    /**
     * Has {@code test.ping} run on a target (a glob). Returns once the job is under way or, for a master that is given, done.
     *
     * @return its jid, empty when that is not known
     */
    Optional<String> ping(String target);

    /** Whether it can be stopped and started again. */
    default boolean isOwn() {
        return this instanceof OwnMaster;
    }

    @Override
    void close();

    /** What the system counts for one process, as Linux tells it. */
    static Optional<Long> pss(long pid) {
        return Proc.field(Path.of("/proc", String.valueOf(pid), "smaps_rollup"), "Pss:");
    }
}
