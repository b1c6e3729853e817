package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Command;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Ran;
import org.saltern.modules.Values;

/**
 * Statements for a PostgreSQL server, sent with psql on its standard input: neither they nor passwords are seen in the list of
 * processes. The call has {@code user}, {@code host}, {@code port}, {@code maintenance_db}, {@code password} and
 * {@code runas}, where they are not given those of the minion's options {@code postgres.*}.
 */
final class Psql {
    /** The parameters that all functions on a server take. */
    static final String SERVER =
            "user=None, host=None, port=None, maintenance_db=None, password=None";

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int OWNER_ONLY = 0600;

    private final Call call;
    private final String prefix;

    Psql(Call call) {
        this(call, "");
    }

    /** @param prefix of the names of the server's arguments; {@code user} is then who runs psql */
    Psql(Call call, String prefix) {
        this.call = call;
        this.prefix = prefix;
    }

    /** A name in a statement. */
    static String name(String text) {
        return "\"" + clean(text).replace("\"", "\"\"") + "\"";
    }

    /** A text in a statement. */
    static String literal(String text) {
        String clean = clean(text);
        return (clean.contains("\\") ? " E" : "")
                + "'"
                + clean.replace("\\", "\\\\").replace("'", "''")
                + "'";
    }

    private static String clean(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new ModuleError.BadRequest("PostgreSQL has no texts with a NUL in them");
        }
        return text;
    }

    private Optional<String> setting(String parameter, String option) {
        JsonNode given = call.optional(prefix + parameter);
        JsonNode value =
                given.isNull() ? call.context().options().path("postgres." + option) : given;
        return Values.isTrue(value) ? Optional.of(Values.asText(value)) : Optional.empty();
    }

    /** Runs statements one after the other, up to the first that fails. @param database null for the call's */
    Ran run(String database, String... statements) throws IOException, InterruptedException {
        Optional<String> host = setting("host", "host");
        boolean near = host.isEmpty() || host.get().startsWith("/");
        String runas =
                call.given(prefix.isEmpty() ? "runas" : "user").orElse(near ? "postgres" : "");
        Optional<String> user =
                setting("user", "user")
                        .or(() -> runas.isEmpty() ? Optional.empty() : Optional.of(runas));
        var argv =
                new ArrayList<>(
                        List.of(
                                "psql",
                                "--no-align",
                                "--no-readline",
                                "--no-psqlrc",
                                "--no-password",
                                "--quiet",
                                "--set=ON_ERROR_STOP=1"));
        user.ifPresent(u -> argv.addAll(List.of("--username", u)));
        host.ifPresent(h -> argv.addAll(List.of("--host", h)));
        setting("port", "port").ifPresent(p -> argv.addAll(List.of("--port", p)));
        String in =
                database != null
                        ? database
                        : setting("maintenance_db", "maintenance_db").orElse("postgres");
        argv.addAll(List.of("--dbname", in, "--file", "-"));
        String text = String.join(";\n", statements) + ";\n";
        Command command =
                Command.of(argv).withStdin(text.getBytes(StandardCharsets.UTF_8)).within(PATIENCE);
        Optional<String> password = setting("password", "pass");
        if (password.isEmpty()) {
            return as(command, runas, Map.of());
        }
        try (TempDir folder = TempDir.of(call.machine())) {
            String line = "*:*:*:*:" + password.get().replace("\\", "\\\\").replace(":", "\\:");
            String file =
                    folder.file("pgpass", line.getBytes(StandardCharsets.UTF_8), OWNER_ONLY, runas);
            return as(command, runas, Map.of("PGPASSFILE", file));
        }
    }

    private Ran as(Command command, String runas, Map<String, String> more)
            throws IOException, InterruptedException {
        var env = new LinkedHashMap<>(more);
        Command inRoot = command.in("/");
        if (runas.isEmpty()) {
            return Running.run(call, inRoot.withEnv(env));
        }
        Paths.home(call.machine(), runas).ifPresent(home -> env.put("HOME", home));
        return Running.run(call, inRoot.withEnv(env).as(runas));
    }

    /** Whether statements could be carried out. */
    JsonNode done(String database, String... statements) throws IOException, InterruptedException {
        return Values.of(run(database, statements).ok());
    }

    /**
     * The rows of a query, each a map of texts; none when the database is not there (an earlier state may yet make it).
     *
     * @throws ModuleError.Failed the server refused
     */
    List<ObjectNode> rows(String database, String query) throws IOException, InterruptedException {
        Ran ran =
                run(
                        database,
                        "SET datestyle TO ISO, MDY",
                        "COPY (" + query + ") TO STDOUT WITH CSV HEADER");
        if (!ran.ok() && ran.errors().matches("(?s).*database \".*\" does not exist\\s*")) {
            return List.of();
        }
        if (!ran.ok()) {
            throw new ModuleError.Failed("psql: " + Running.complaint(ran));
        }
        List<List<String>> lines = Csv.rows(ran.text());
        var out = new ArrayList<ObjectNode>();
        for (List<String> line : lines.isEmpty() ? lines : lines.subList(1, lines.size())) {
            ObjectNode row = Json.object();
            for (int i = 0; i < line.size(); i++) {
                row.put(lines.getFirst().get(i), line.get(i));
            }
            out.add(row);
        }
        return out;
    }
}
