package org.saltern.wire.zmtp;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many open files the system grants this process, and what of that the ports may use. */
public final class Descriptors {
    private static final Logger LOG = LoggerFactory.getLogger(Descriptors.class);

    /** Kept for database, console and files. */
    private static final int RESERVE = 256;

    private static final int LEAST = 64;
    private static final int FEW = 8_192;

    private Descriptors() {}

    /**
     * The limits with as many connections as the system allows each of two ports, so that minions never take the descriptors that
     * the database and the console need. Warns when that is fewer than asked for, or few.
     */
    public static ConnectionLimits fit(ConnectionLimits wanted) {
        if (!(ManagementFactory.getOperatingSystemMXBean()
                instanceof UnixOperatingSystemMXBean system)) {
            return wanted;
        }
        return fit(wanted, system.getMaxFileDescriptorCount());
    }

    static ConnectionLimits fit(ConnectionLimits wanted, long descriptors) {
        long each = Math.max(LEAST, (descriptors - RESERVE) / 2);
        if (each < wanted.connections()) {
            LOG.warn(
                    "This process may open {} files: each port takes {} connections at most, not"
                            + " {}. {} (ulimit -n, or LimitNOFILE of the unit)",
                    descriptors,
                    each,
                    wanted.connections(),
                    descriptors < FEW
                            ? "Raise the limit to twice the number of minions and more"
                            : "Raise the limit for a larger fleet");
            return wanted.withConnections((int) each)
                    .withPerAddress((int) Math.min(each, wanted.perAddress()));
        }
        return wanted;
    }
}
