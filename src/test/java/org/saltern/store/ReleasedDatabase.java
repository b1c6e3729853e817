package org.saltern.store;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipInputStream;

/**
 * Database files as releases left them, below {@code src/test/resources/releases}: each later version is tested from each of them. To make
 * the one of a release, run {@link #main} at its tag with the name of the file to write; never change one afterwards.
 */
public final class ReleasedDatabase {
    private ReleasedDatabase() {}

    /** Writes the database of the present tables, a few rows in each, packed. */
    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("saltern-release");
        try (Database db = Database.open(DatabaseSettings.inFolder(folder))) {
            db.jdbi().useHandle(h -> h.createScript(ROWS).execute());
            db.copyTo(Path.of(args[0]).toAbsolutePath());
        }
    }

    /** Unpacks one into a folder. */
    static DatabaseSettings unpack(String release, Path folder) throws Exception {
        DatabaseSettings settings = DatabaseSettings.inFolder(folder);
        Files.createDirectories(folder);
        try (InputStream in =
                        ReleasedDatabase.class.getResourceAsStream(
                                "/releases/" + release + ".zip");
                var zip = new ZipInputStream(in)) {
            zip.getNextEntry();
            Files.copy(zip, settings.file());
        }
        return settings;
    }

    private static final String ROWS =
            """
            INSERT INTO user_account VALUES ('ada', 'ada', 'hash', 'ADMINISTRATOR', 'en', FALSE, now());
            INSERT INTO audit (at, actor, action, subject, detail) VALUES (now(), 'ada', 'key.accept', 'web1', 'aa:bb');
            INSERT INTO host (hostname, public_key, fingerprint, status, address, first_seen, last_seen, protocol)
                   VALUES ('web1', 'pem', 'aa:bb', 'ACCEPTED', '192.0.2.7', now(), now(), 3);
            INSERT INTO grain VALUES ('web1', '{"os":"Debian"}', now());
            INSERT INTO mine VALUES ('web1', 'network.ip_addrs', '["192.0.2.7"]', 13);
            INSERT INTO host_group VALUES ('web', 'Web servers', 'web*');
            INSERT INTO host_group_member VALUES ('web', 'web1');
            INSERT INTO job (jid, username, target, target_type, delimiter, calls, words, timeout_ms, returners, started,
                             published, finished, total, n_parked, n_published, n_running, n_ok, n_changed, n_failed, n_lost,
                             n_killed, n_expired)
                   VALUES ('20260301120000000000', 'ada', '*', 'GLOB', ':', '[{"fun":"test.ping","arg":[]}]', 'test.ping', 15000, '', now(),
                           now(), now(), 1, 0, 0, 0, 1, 0, 0, 0, 0, 0);
            INSERT INTO job_host VALUES ('20260301120000000000', 'web1', 'OK', 1, now(), '', 0, FALSE, 0, NULL);
            INSERT INTO job_return VALUES ('20260301120000000000', 'web1', 0, now(), 'OK', 'hash', NULL, 0);
            INSERT INTO job_content VALUES ('20260301120000000000', 'hash', 0, X'0074727565');
            """;
}
