package org.saltern.store;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.h2.api.ErrorCode;
import org.h2.jdbcx.JdbcDataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.saltern.base.Problem;

/** Plain connections to either database, and what it means when one cannot be had. */
final class Connections {
    private static final String H2_OPTIONS =
            ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
                    + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0";
    private static final int CONNECT_SECONDS = 3;

    private Connections() {}

    static DataSource source(DatabaseSettings settings) {
        return switch (settings.dialect()) {
            case H2 -> {
                var h2 = new JdbcDataSource();
                h2.setURL(settings.url() + H2_OPTIONS);
                h2.setUser(settings.user());
                h2.setPassword(settings.password());
                yield h2;
            }
            case POSTGRESQL -> {
                var postgres = new PGSimpleDataSource();
                setUrl(postgres, settings);
                if (!settings.user().isEmpty()) {
                    postgres.setUser(settings.user());
                    postgres.setPassword(settings.password());
                }
                postgres.setApplicationName("saltern");
                postgres.setConnectTimeout(CONNECT_SECONDS);
                postgres.setLoginTimeout(CONNECT_SECONDS);
                postgres.setTcpKeepAlive(true);
                yield postgres;
            }
        };
    }

    private static void setUrl(PGSimpleDataSource postgres, DatabaseSettings settings) {
        try {
            postgres.setURL(settings.url());
        } catch (IllegalArgumentException e) {
            throw new Problem.BadInput(
                    "Not a URL that the PostgreSQL driver understands",
                    "database_url",
                    "Use jdbc:postgresql://host:5432/name.",
                    e);
        }
    }

    /**
     * The connection that stays open as long as the database does. It keeps H2 in this process from closing between two uses.
     *
     * @throws Problem.Unavailable says why there is none
     */
    static Connection first(DatabaseSettings settings) {
        try {
            return source(settings).getConnection();
        } catch (SQLException e) {
            throw settings.dialect() == Dialect.H2 ? h2(settings, e) : postgres(settings, e);
        }
    }

    private static Problem h2(DatabaseSettings settings, SQLException e) {
        String where = settings.shown();
        return switch (e.getErrorCode()) {
            case ErrorCode.DATABASE_ALREADY_OPEN_1 ->
                    new Problem.Unavailable(
                            "The database is in use by another process",
                            where,
                            "Stop the other Saltern that uses this data folder, or name another"
                                    + " folder.",
                            e);
            case ErrorCode.WRONG_USER_OR_PASSWORD ->
                    new Problem.Unavailable(
                            "The database refuses this user or password",
                            where,
                            "Correct database_user and database_password.",
                            e);
            case ErrorCode.FILE_CORRUPTED_1, ErrorCode.FILE_VERSION_ERROR_1 ->
                    new Problem.Unavailable(
                            "The database file cannot be read: it is damaged or was written by"
                                    + " another version of H2",
                            where,
                            "Restore the file from a backup, or move it away to start empty.",
                            e);
            default ->
                    new Problem.Unavailable(
                            "The database cannot be opened: " + Problem.shown(e.getMessage()),
                            where,
                            "Check that the folder exists, may be written and has space left.",
                            e);
        };
    }

    private static Problem postgres(DatabaseSettings settings, SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        String where = settings.shown();
        if (state.startsWith("28")) {
            return new Problem.Unavailable(
                    "PostgreSQL refuses the user '" + Problem.shown(settings.user()) + "'",
                    where,
                    "Correct database_user and database_password, and look at pg_hba.conf.",
                    e);
        }
        if (state.equals("3D000")) {
            return new Problem.Unavailable(
                    "PostgreSQL has no such database",
                    where,
                    "Make it first: CREATE DATABASE saltern OWNER saltern ENCODING 'UTF8'.",
                    e);
        }
        return new Problem.Unavailable(
                "PostgreSQL cannot be reached: " + Problem.shown(why(e)),
                where,
                "Check that it runs and that host and port in database_url are right.",
                e);
    }

    private static String why(SQLException e) {
        return e.getCause() == null ? e.getMessage() : e.getMessage() + " " + e.getCause();
    }
}
