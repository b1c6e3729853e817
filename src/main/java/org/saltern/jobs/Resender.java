package org.saltern.jobs;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.saltern.base.HostId;
import org.saltern.base.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes a job to some of its hosts a second time: to those that were away at first, and to those that a publication did not
 * reach. A minion that heard the job already knows its jid and does not run it twice, as long as it was not started anew in
 * between; one that was is not sent it again.
 */
final class Resender {
    private static final Logger LOG = LoggerFactory.getLogger(Resender.class);

    /** How many more times a job goes out to a host that was there and knows nothing of it. */
    static final int AGAIN = 1;

    private final Stores stores;
    private final LedgerWriter writer;
    private final Dispatch dispatch;
    private final Fleet fleet;

    Resender(Stores stores, LedgerWriter writer, Dispatch dispatch, Fleet fleet) {
        this.stores = stores;
        this.writer = writer;
        this.dispatch = dispatch;
        this.fleet = fleet;
    }

    /**
     * Of hosts that say they do not run a job, those that it surely never reached: still PUBLISHED, not sent it again before, and
     * not signed in since. A minion that signed in since may have been started anew by the very job (a reboot, an upgrade of the
     * minion), and would do that again.
     */
    Set<HostId> missed(Job job, Set<HostId> notRunning) {
        if (notRunning.isEmpty() || !stores.jobs().mayGoOut(job.jid())) {
            return Set.of();
        }
        var missed = new TreeSet<HostId>();
        for (var open : stores.ledger().open(job.jid(), Set.of(HostState.PUBLISHED))) {
            if (notRunning.contains(open.host())
                    && open.sent() <= AGAIN
                    && isStillMeant(job, open.host())
                    && !hasSignedInSince(open.host(), open.changed())) {
                missed.add(open.host());
            }
        }
        return missed;
    }

    /** Whether the host of that name is the one that was there when the job started. */
    boolean isStillMeant(Job job, HostId host) {
        return fleet.accepted()
                .apply(host)
                .filter(since -> !since.isAfter(job.started()))
                .isPresent();
    }

    private boolean hasSignedInSince(HostId host, Instant at) {
        return fleet.signedIn().apply(host).filter(last -> last.isAfter(at)).isPresent();
    }

    /**
     * Writes that the job goes out to these hosts, then publishes it to those that have not returned meanwhile. When it cannot be
     * published they stay PUBLISHED, and are asked after as any silent host is.
     */
    void send(Job job, Set<HostId> hosts, Problem.Text why) {
        if (hosts.isEmpty()) {
            return;
        }
        writer.submit(new Change.SentAgain(job.jid(), hosts, why)).join();
        var list = new HashSet<>(stores.ledger().hosts(job.jid(), Set.of(HostState.PUBLISHED)));
        list.retainAll(hosts);
        if (list.isEmpty()) {
            return;
        }
        LOG.info("Job {} goes out to {} more hosts: {}", job.jid(), list.size(), why);
        try {
            dispatch.send(job, List.copyOf(new TreeSet<>(list)));
        } catch (Problem.Unavailable e) {
            LOG.warn("Job {} could not be published again: {}", job.jid(), e.what());
        }
    }
}
