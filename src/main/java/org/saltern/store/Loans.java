package org.saltern.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.ConnectionFactory;
import org.saltern.base.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections that are in use. While the database is away none is given out, so that nobody waits for one; those that were in
 * use when it went away are cut, so that nobody waits for an answer.
 */
final class Loans implements ConnectionFactory {
    private static final Logger LOG = LoggerFactory.getLogger(Loans.class);

    private final DatabaseSettings settings;
    private final Pools pool;
    private final Set<Connection> out = ConcurrentHashMap.newKeySet();
    private volatile Problem.Unavailable away;

    Loans(DatabaseSettings settings, Pools pool) {
        this.settings = settings;
        this.pool = pool;
    }

    @Override
    public Connection openConnection() {
        Problem.Unavailable why = away;
        if (why != null) {
            throw why;
        }
        try {
            Connection connection = pool.take();
            out.add(connection);
            if (away != null) {
                closeConnection(connection);
                throw away;
            }
            return connection;
        } catch (SQLException e) {
            throw away(Problem.text("The database gives no connection"), e);
        }
    }

    @Override
    public void closeConnection(Connection connection) throws SQLException {
        try {
            connection.close();
        } finally {
            out.remove(connection);
        }
    }

    /** Refuses from now on; statements under way fail. */
    void stop(Problem.Unavailable why) {
        away = why;
        if (settings.dialect() == Dialect.H2) {
            return; // its statements run in this process: they end with their own error
        }
        for (Connection connection : out) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.debug("A connection could not be cut", e);
            }
        }
    }

    /** How many are in use. */
    int out() {
        return out.size();
    }

    void goOn() {
        away = null;
    }

    Optional<Problem.Unavailable> away() {
        return Optional.ofNullable(away);
    }

    /** A statement that fails because its connection died says so in the same words as one that got none. */
    void refuseLost(SQLException e) {
        if (Dialect.isConnectionLost(e)) {
            throw away(Problem.text("The database ended the connection"), e);
        }
    }

    Problem.Unavailable away(Problem.Text what, SQLException e) {
        return new Problem.Unavailable(
                Problem.text("{0}: {1}", what, Problem.shown(String.valueOf(e.getMessage()))),
                settings.shown(),
                Problem.text(
                        "Check that the database runs; Saltern goes on by itself once it does."),
                e);
    }
}
