package org.saltern.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.saltern.base.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the database once a second, on the {@link Anchor}, whether it answers. A database that does not answer for two seconds is
 * away; then nobody waits for it any longer (see {@link Loans}). An embedded database that closed itself, as H2 does when its file
 * cannot grow, is opened again, after the last connection to what was there before has been given back.
 */
final class Pulse implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);
    private static final long BETWEEN_MILLIS = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final DatabaseSettings settings;
    private final Loans loans;
    private final Anchor anchor;
    private final Pools pool;
    private final ExecutorService asking =
            Executors.newCachedThreadPool(
                    Thread.ofPlatform().daemon().name("database-pulse-", 0).factory());
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean isBroken;

    Pulse(DatabaseSettings settings, Anchor anchor, Loans loans, Pools pool) {
        this.settings = settings;
        this.anchor = anchor;
        this.loans = loans;
        this.pool = pool;
        this.thread = Thread.ofPlatform().name("database-pulse").daemon().start(this::run);
    }

    private void run() {
        try {
            Future<Void> last = null;
            while (!closing.await(BETWEEN_MILLIS, TimeUnit.MILLISECONDS)) {
                last = look(last);
            }
        } catch (InterruptedException e) {
            LOG.warn("Nobody looks after the database any more", e);
        }
    }

    /** One look; hands back the question that is still unanswered, so that at most one is under way. */
    private Future<Void> look(Future<Void> unanswered) throws InterruptedException {
        Future<Void> question = unanswered != null ? unanswered : asking.submit(this::ask);
        try {
            question.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            back();
            return null;
        } catch (ExecutionException e) {
            lost(e.getCause());
            return null;
        } catch (TimeoutException e) {
            lost(new SQLException("no answer within " + PATIENCE.toSeconds() + " s"));
            return question.isDone() ? null : question;
        }
    }

    /** One at a time, so that nothing here runs twice. */
    private Void ask() throws SQLException {
        if (isBroken) {
            renew();
        }
        try {
            anchor.ask();
        } catch (SQLException e) {
            isBroken = true;
            throw e;
        }
        return null;
    }

    private void renew() throws SQLException {
        if (settings.dialect() == Dialect.H2) {
            if (loans.out() > 0) {
                throw new SQLException(
                        "closed, and still in use by " + loans.out() + " that wait for its end");
            }
            pool.close();
        }
        try {
            anchor.close();
        } catch (SQLException e) {
            LOG.debug("A broken connection could not be closed", e);
        }
        anchor.renew();
        if (settings.dialect() == Dialect.H2) {
            pool.renew();
        } else {
            pool.evict();
        }
        isBroken = false;
    }

    private void back() {
        if (loans.away().isPresent()) {
            if (settings.dialect() == Dialect.POSTGRESQL) {
                pool.evict();
            }
            loans.goOn();
            LOG.info("The database answers again");
        }
    }

    private void lost(Throwable why) {
        if (loans.away().isEmpty()) {
            LOG.error(
                    "The database does not answer: {}",
                    Problem.shown(String.valueOf(why.getMessage())));
        }
        SQLException cause =
                why instanceof SQLException e ? e : new SQLException(why.getMessage(), why);
        loans.stop(loans.away(Problem.text("The database does not answer"), cause));
        if (settings.dialect() == Dialect.POSTGRESQL) {
            try {
                anchor.cut();
            } catch (SQLException e) {
                LOG.debug("The pulse's connection could not be cut", e);
            }
        }
    }

    /** Ends the looking and closes the connection. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(PATIENCE.plusSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        asking.shutdown();
        try {
            anchor.close();
        } catch (SQLException e) {
            LOG.debug("The pulse's connection could not be closed", e);
        }
    }
}
