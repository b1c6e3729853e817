package org.saltern.modules.exec;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.saltern.modules.ModuleError;

/**
 * Privileges on one part of a MariaDB or MySQL server.
 *
 * @param privileges in capitals, columns in brackets behind them
 * @param database {@code database.table}, each or both {@code *}; without quotes
 * @param option whether they may be granted to others
 */
record MysqlGrant(List<String> privileges, String database, boolean option) {
    private static final Pattern SHOWN =
            Pattern.compile("GRANT (.+?) ON (?:TABLE )?(\\S+) TO .*?( WITH GRANT OPTION)?");
    private static final Pattern PRIVILEGE =
            Pattern.compile("([A-Za-z][\\w ]*?)\\s*(\\([^()]*\\))?\\s*(?:,|$)");

    MysqlGrant {
        privileges = List.copyOf(privileges);
    }

    /** What was asked for. @throws ModuleError.BadRequest it is not a list of privileges, or the place is not one */
    static MysqlGrant of(String privileges, String database, boolean option) {
        if (database.lastIndexOf('.') < 1) {
            throw new ModuleError.BadRequest(
                    "'" + database + "' is not of the form database.table");
        }
        return new MysqlGrant(split(privileges), database, option);
    }

    private static List<String> split(String text) {
        var out = new ArrayList<String>();
        Matcher m = PRIVILEGE.matcher(text.strip());
        int at = 0;
        while (at < text.strip().length() && m.find(at) && m.start() == at) {
            String name = m.group(1).strip().toUpperCase(Locale.ROOT).replaceAll("\\s+", " ");
            out.add(
                    (name.equals("ALL") ? "ALL PRIVILEGES" : name)
                            + (m.group(2) == null ? "" : " " + m.group(2).replace("`", "")));
            at = m.end();
            while (at < text.strip().length() && text.strip().charAt(at) == ' ') {
                at++;
            }
        }
        if (out.isEmpty() || at < text.strip().length()) {
            throw new ModuleError.BadRequest("Invalid grant : '" + text + "'");
        }
        return out;
    }

    /** A line of {@code SHOW GRANTS}; empty for one about something else, such as a role. */
    static Optional<MysqlGrant> shown(String line) {
        String part = line.replaceFirst(" IDENTIFIED BY .*?(?= WITH GRANT OPTION|$)", "");
        Matcher m = SHOWN.matcher(part);
        if (!m.matches()) {
            return Optional.empty();
        }
        String place = m.group(2).replace("`", "").replace("\\", "");
        return Optional.of(new MysqlGrant(split(m.group(1)), place, m.group(3) != null));
    }

    /** Whether this is all of the other, and maybe more. */
    boolean covers(MysqlGrant other) {
        return database.equals(other.database)
                && privileges.containsAll(other.privileges)
                && (option || !other.option);
    }

    /** The place in a statement. @param escape whether names are quoted, and wildcards in them mean themselves */
    String place(boolean escape) {
        int dot = database.lastIndexOf('.');
        String base = database.substring(0, dot);
        String table = database.substring(dot + 1);
        if (!escape) {
            if (!database.matches("[\\w$%*.\\\\`-]+")) {
                throw new ModuleError.BadRequest(
                        "'" + database + "' cannot be left without quotes");
            }
            return database;
        }
        String quoted = MysqlClient.name(base);
        if (table.equals("*")) {
            quoted = quoted.replace("_", "\\_").replace("%", "\\%");
        }
        return (base.equals("*") ? base : quoted)
                + "."
                + (table.equals("*") ? table : MysqlClient.name(table));
    }
}
