package org.saltern.store;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What differs between the two databases Saltern runs on. H2 runs in its PostgreSQL mode, so that nearly all SQL is the same
 * text; the rest is here.
 */
public enum Dialect {
    /** The embedded database. */
    H2,
    /** PostgreSQL 12 or newer. */
    POSTGRESQL;

    private static final Set<String> CONNECTION_LOST =
            Set.of("57P01", "57P02", "57P03", "90067", "90098", "90121");
    private static final String UNIQUE_VIOLATION = "23505";

    /**
     * One statement that inserts a row or, when a row with the same key exists, sets its other columns. Values are bound by
     * column name. All names are constants of the calling store, never input.
     *
     * @param keys columns of the primary key or of a unique constraint
     * @param others the remaining columns; empty leaves an existing row alone
     */
    public String upsert(String table, List<String> keys, List<String> others) {
        List<String> columns = Stream.concat(keys.stream(), others.stream()).toList();
        String names = String.join(", ", columns);
        String values = columns.stream().map(c -> ":" + c).collect(Collectors.joining(", "));
        if (others.isEmpty()) {
            return "INSERT INTO "
                    + table
                    + " ("
                    + names
                    + ") VALUES ("
                    + values
                    + ") ON CONFLICT DO NOTHING";
        }
        return switch (this) {
            case H2 ->
                    "MERGE INTO "
                            + table
                            + " ("
                            + names
                            + ") KEY ("
                            + String.join(", ", keys)
                            + ")"
                            + " VALUES ("
                            + values
                            + ")";
            case POSTGRESQL ->
                    "INSERT INTO "
                            + table
                            + " ("
                            + names
                            + ") VALUES ("
                            + values
                            + ")"
                            + " ON CONFLICT ("
                            + String.join(", ", keys)
                            + ") DO UPDATE SET "
                            + others.stream()
                                    .map(c -> c + " = EXCLUDED." + c)
                                    .collect(Collectors.joining(", "));
        };
    }

    /**
     * Words that migrations may use as <code>${…}</code>: {@code blob} is a column for bytes of any length (H2's VARBINARY
     * ends at 1 MiB), {@code time} one for an {@link java.time.Instant}, {@code reserve} the numbers that a busy sequence has at
     * hand; after a crash they are skipped.
     */
    Map<String, String> placeholders() {
        return Map.of(
                "blob",
                this == H2 ? "BINARY LARGE OBJECT" : "BYTEA",
                "time",
                "TIMESTAMP(6) WITH TIME ZONE",
                "reserve",
                this == H2 ? "CACHE 100000" : "CACHE 1");
    }

    /** Whether a statement failed because a row with the same unique key exists; the SQLSTATE is the same on both. */
    public static boolean isDuplicate(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SQLException e && UNIQUE_VIOLATION.equals(e.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a statement failed because its connection is gone: SQLSTATE class 08, PostgreSQL's 57P01 to 57P03 (shut down, crashed,
     * starting), H2's 90067, 90098 and 90121 (connection broken, database closed).
     */
    public static boolean isConnectionLost(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return state.startsWith("08") || CONNECTION_LOST.contains(state);
    }
}
