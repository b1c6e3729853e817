package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.saltern.modules.Call;
import org.saltern.modules.Command;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Ran;
import org.saltern.modules.Values;

/**
 * Statements for a MariaDB or MySQL server, sent with its client on standard input; a password is in a file that is there for
 * one call. The call has the keywords {@code connection_user}, {@code connection_pass} and so on, where they are not given
 * those of the minion's options {@code mysql.*}.
 */
final class MysqlClient {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int OWNER_ONLY = 0600;
    private static final Pattern ERROR =
            Pattern.compile("(?s).*?ERROR (\\d+)(?: \\([^)]*\\))?(?: at line \\d+)?: (.*)");

    private final Call call;

    MysqlClient(Call call) {
        this.call = call;
    }

    /** A text in a statement. */
    static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\0", "\\0") + "'";
    }

    /** A name in a statement. */
    static String name(String text) {
        return "`" + text.replace("`", "``") + "`";
    }

    /** A user in a statement. */
    static String account(String user, String host) {
        return literal(user) + "@" + literal(host);
    }

    private void setting(StringBuilder file, String key, String... names) {
        for (String name : names) {
            JsonNode given = call.optional("connection_" + name);
            JsonNode value =
                    given.isNull() ? call.context().options().path("mysql." + name) : given;
            if (Values.isTrue(value)) {
                String text = Values.asText(value);
                if (text.indexOf('\n') >= 0) {
                    throw new ModuleError.BadRequest("connection_" + name + " is one line");
                }
                file.append(key).append("=\"");
                file.append(text.replace("\\", "\\\\").replace("\"", "\\\"")).append("\"\n");
                return;
            }
        }
    }

    /** Rows of a query, each a list of texts. @throws ModuleError.Failed in Salt's words for what the server refused */
    List<List<String>> rows(String... statements) throws IOException, InterruptedException {
        String client = call.machine().which("mariadb").isPresent() ? "mariadb" : "mysql";
        var file = new StringBuilder("[client]\n");
        setting(file, "user", "user");
        setting(file, "password", "pass", "passwd");
        setting(file, "host", "host");
        setting(file, "port", "port");
        setting(file, "socket", "unix_socket");
        JsonNode defaults = call.optional("connection_default_file");
        if (defaults.isNull()) {
            defaults = call.context().options().path("mysql.default_file");
        }
        try (TempDir folder = TempDir.of(call.machine())) {
            String include =
                    Values.isTrue(defaults) ? "!include " + Values.asText(defaults) + "\n" : "";
            String options =
                    folder.file(
                            "client.cnf",
                            (include + file).getBytes(StandardCharsets.UTF_8),
                            OWNER_ONLY,
                            "");
            Command command =
                    Command.of(
                                    client,
                                    "--defaults-extra-file=" + options,
                                    "--batch",
                                    "--skip-column-names",
                                    "--default-character-set=utf8mb4")
                            .withStdin(
                                    (String.join(";\n", statements) + ";\n")
                                            .getBytes(StandardCharsets.UTF_8))
                            .within(PATIENCE);
            Ran ran = Running.run(call, command);
            if (!ran.ok()) {
                Matcher m = ERROR.matcher(ran.errors().strip());
                throw new ModuleError.Failed(
                        m.matches()
                                ? "MySQL Error " + m.group(1) + ": " + m.group(2)
                                : Running.complaint(ran));
            }
            var out = new ArrayList<List<String>>();
            for (String line : ran.text().lines().toList()) {
                var row = new ArrayList<String>();
                for (String field : line.split("\t", -1)) {
                    row.add(plain(field));
                }
                out.add(row);
            }
            return out;
        }
    }

    /** A field as it was before the client escaped it. */
    private static String plain(String field) {
        if (field.indexOf('\\') < 0) {
            return field;
        }
        Map<Character, Character> escapes = new LinkedHashMap<>();
        escapes.put('n', '\n');
        escapes.put('t', '\t');
        escapes.put('0', '\0');
        var out = new StringBuilder();
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '\\' && i + 1 < field.length()) {
                c = field.charAt(++i);
                c = escapes.getOrDefault(c, c);
            }
            out.append(c);
        }
        return out.toString();
    }
}
