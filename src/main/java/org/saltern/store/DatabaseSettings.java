package org.saltern.store;

/**
 * Where the data is kept.
 *
 * @param url JDBC URL of H2 or PostgreSQL
 * @param user empty for H2's default
 */
public record DatabaseSettings(String url, String user, String password) {
    @Override
    public String toString() {
        return "DatabaseSettings[" + url + ", " + user + "]";
    }
}
