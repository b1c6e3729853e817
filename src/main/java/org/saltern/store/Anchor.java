package org.saltern.store;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * The connection that keeps an embedded database open, and the source of all others beside it: none is made while this one does not
 * answer. So a database that closed itself is opened again in one place only, by {@link #renew}; a pool that did so by itself would
 * have two of them on one file, of which the first, closing late, makes H2 forget the second and its lock stays. Thread-safe.
 */
final class Anchor implements DataSource {
    private final DatabaseSettings settings;
    private final DataSource source;
    private Connection own;

    /** @throws org.saltern.base.Problem.Unavailable says why there is no connection */
    Anchor(DatabaseSettings settings) {
        this.settings = settings;
        this.source = Connections.source(settings);
        this.own = Connections.first(settings);
    }

    /** Returns when the database has answered. */
    void ask() throws SQLException {
        Connection asked = own();
        if (asked == null) {
            throw new SQLException("The connection is closed", "08003");
        }
        try (Statement statement = asked.createStatement();
                ResultSet one = statement.executeQuery("SELECT 1")) {
            one.next();
        }
    }

    /** A new one in place of that which does not answer. */
    synchronized void renew() {
        own = null;
        own = Connections.first(settings);
    }

    synchronized boolean isClosed() {
        return own == null;
    }

    /** Ends a question that is not answered. */
    void cut() throws SQLException {
        Connection stuck = own();
        if (stuck != null) {
            stuck.abort(Runnable::run);
        }
    }

    synchronized void close() throws SQLException {
        Connection old = own;
        own = null;
        if (old != null) {
            old.close();
        }
    }

    private synchronized Connection own() {
        return own;
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (settings.dialect() == Dialect.H2) {
            ask();
        }
        return source.getConnection();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("The user is that of the settings");
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return source.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        source.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        source.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return source.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return source.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> wanted) throws SQLException {
        return source.unwrap(wanted);
    }

    @Override
    public boolean isWrapperFor(Class<?> wanted) throws SQLException {
        return source.isWrapperFor(wanted);
    }
}
