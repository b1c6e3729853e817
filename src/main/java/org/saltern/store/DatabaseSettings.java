package org.saltern.store;

import java.nio.file.Path;
import org.saltern.base.Problem;

/**
 * Where the data is kept: {@code jdbc:h2:file:/folder/name}, {@code jdbc:h2:mem:name} or {@code
 * jdbc:postgresql://host:port/name}. An H2 URL carries no options: Saltern sets them itself, and some of H2's run SQL or open
 * ports.
 *
 * @param url JDBC URL of H2 or PostgreSQL
 * @param user empty for H2's default
 * @param password may be empty; never shown
 */
public record DatabaseSettings(String url, String user, String password) {
    private static final String FILE = "jdbc:h2:file:";
    private static final String MEMORY = "jdbc:h2:mem:";
    private static final String POSTGRESQL = "jdbc:postgresql:";

    /** @throws Problem.BadInput the URL is none of the three forms */
    public DatabaseSettings {
        if (!url.startsWith(POSTGRESQL) && !isPlainH2(url)) {
            throw new Problem.BadInput(
                    "Not a database URL that Saltern can use: '"
                            + Problem.shown(withoutSecrets(url))
                            + "'",
                    "database_url",
                    "Use jdbc:h2:file:/folder/name (without options), jdbc:h2:mem:name or"
                            + " jdbc:postgresql://host:5432/name.");
        }
    }

    /** The embedded database in a file of a data folder. */
    public static DatabaseSettings inFolder(Path folder) {
        return new DatabaseSettings(FILE + folder.toAbsolutePath().resolve("saltern"), "", "");
    }

    /** Which database it is. */
    public Dialect dialect() {
        return url.startsWith(POSTGRESQL) ? Dialect.POSTGRESQL : Dialect.H2;
    }

    /** The URL without user, password and other options, for messages and logs. */
    public String shown() {
        return withoutSecrets(url);
    }

    /** The database file, or null when it is not a file of this machine. H2 adds the ending {@code .mv.db} itself. */
    Path file() {
        return url.startsWith(FILE)
                ? Path.of(url.substring(FILE.length()) + ".mv.db").toAbsolutePath()
                : null;
    }

    private static boolean isPlainH2(String url) {
        String name =
                url.startsWith(FILE)
                        ? url.substring(FILE.length())
                        : url.startsWith(MEMORY) ? url.substring(MEMORY.length()) : "";
        return !name.isEmpty() && name.indexOf(';') < 0 && name.indexOf('\0') < 0;
    }

    private static String withoutSecrets(String url) {
        return url.replaceFirst("[?;].*", "").replaceFirst("//[^/@]*@", "//");
    }

    @Override
    public String toString() {
        return "DatabaseSettings[" + shown() + ", " + user + "]";
    }
}
