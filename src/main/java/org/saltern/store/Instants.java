package org.saltern.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.mapper.ColumnMapper;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Instants as TIMESTAMP WITH TIME ZONE, in UTC and cut to microseconds, whatever the time zone of this machine or the database
 * session: what is read is what was written, on both databases.
 */
public final class Instants extends AbstractArgumentFactory<Instant>
        implements ColumnMapper<Instant> {
    Instants() {
        super(Types.TIMESTAMP_WITH_TIMEZONE);
    }

    static void install(Jdbi jdbi) {
        var instants = new Instants();
        jdbi.registerArgument(instants);
        jdbi.registerColumnMapper(Instant.class, instants);
    }

    /** The instant in a column, or null; for row mappers. */
    public static Instant read(ResultSet row, String column) throws SQLException {
        OffsetDateTime stored = row.getObject(column, OffsetDateTime.class);
        return stored == null ? null : stored.toInstant();
    }

    @Override
    protected Argument build(Instant value, ConfigRegistry config) {
        OffsetDateTime stored = value.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
        return (int position, PreparedStatement statement, StatementContext context) ->
                statement.setObject(position, stored);
    }

    @Override
    public Instant map(ResultSet row, int column, StatementContext context) throws SQLException {
        OffsetDateTime stored = row.getObject(column, OffsetDateTime.class);
        return stored == null ? null : stored.toInstant();
    }
}
