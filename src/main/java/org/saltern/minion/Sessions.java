package org.saltern.minion;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.saltern.base.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one session with the master that all of the agent uses: made at the start, made anew when it no longer holds. */
final class Sessions {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    /** While the reason stays the same it is logged again after this many tries. */
    private static final int SAY_AGAIN = 30;

    private final SignIn signIn;
    private final MinionSettings.Patience patience;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition lost = lock.newCondition();
    private Session current;
    private String lastReason = "";
    private int repeats;

    Sessions(SignIn signIn, MinionSettings.Patience patience) {
        this.signIn = signIn;
        this.patience = patience;
    }

    /** Tries until the master accepts, for ever; each new reason is logged with what to do about it. */
    Session establish() throws InterruptedException {
        Duration wait = patience.acceptance();
        Optional<Session> session = tryOnce();
        while (session.isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(wait.toMillis());
            Duration longer = wait.plus(patience.acceptance());
            wait =
                    longer.compareTo(patience.acceptanceMax()) > 0
                            ? patience.acceptanceMax()
                            : longer;
            session = tryOnce();
        }
        return session.get();
    }

    /** Returns when there is no session. */
    void awaitLoss() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (current != null) {
                lost.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Empty while not signed in. */
    Optional<Session> current() {
        lock.lock();
        try {
            return Optional.ofNullable(current);
        } finally {
            lock.unlock();
        }
    }

    /** @throws Problem.Unavailable not signed in */
    Session need() {
        return current()
                .orElseThrow(
                        () ->
                                new Problem.Unavailable(
                                        "This minion is not signed in at its master",
                                        "master",
                                        lastReason));
    }

    /**
     * A session that replaces one the master no longer knows; signs in once unless somebody else has.
     *
     * @throws Problem.Unavailable the master does not accept now
     */
    Session renew(Session stale) {
        lock.lock();
        try {
            if (current != null && current != stale) {
                return current;
            }
            current = signIn.attempt();
            LOG.info(
                    "Signed in anew: the master had changed its keys or forgotten this minion's session");
            return current;
        } catch (Problem.Unavailable e) {
            if (!Thread.currentThread().isInterrupted()) { // a killed job is no reason to sign out
                current = null;
                lost.signalAll();
            }
            throw e;
        } finally {
            lock.unlock();
        }
    }

    private Optional<Session> tryOnce() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            current = signIn.attempt();
            lastReason = "";
            return Optional.of(current);
        } catch (Problem e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException();
            }
            say(e);
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private void say(Problem e) {
        if (!e.what().equals(lastReason) || ++repeats % SAY_AGAIN == 0) {
            LOG.warn("{} ({}). {}", e.what(), e.where(), e.fix());
        }
        lastReason = e.what();
    }
}
