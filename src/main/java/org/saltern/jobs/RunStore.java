package org.saltern.jobs;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.saltern.base.HostId;
import org.saltern.base.Jid;
import org.saltern.store.Instants;

/** Reads ledger rows together with what the hosts returned. */
final class RunStore {
    /** More contents than this are not named in one statement. */
    private static final int MOST_NAMED = 1_000;

    private final Jdbi db;

    /** A ledger row whose result is still packed. */
    private record Packed(HostRun run, byte[] varying) {}

    RunStore(Jdbi db) {
        this.db = db;
    }

    /** Ledger rows by hostname; {@code state} null for all. */
    List<HostRun> page(Jid jid, HostState state, int offset, int limit) {
        var binds = new HashMap<String, Object>(Map.of("offset", offset, "limit", limit));
        if (state != null) {
            binds.put("state", state.name());
        }
        return runs(
                jid,
                (state == null ? "" : " AND l.state = :state")
                        + " ORDER BY l.host OFFSET :offset ROWS FETCH FIRST :limit ROWS ONLY",
                binds);
    }

    /** The ledger row of one host; empty when the job did not target it. */
    Optional<HostRun> row(Jid jid, HostId host) {
        return runs(jid, " AND l.host = :host", Map.of("host", host.value())).stream().findFirst();
    }

    /** The highest seq of a job's rows, 0 when it has none. */
    long position(Jid jid) {
        return db.withHandle(h -> position(h, jid));
    }

    long position(Handle h, Jid jid) {
        return h.createQuery("SELECT COALESCE(MAX(seq), 0) FROM job_host WHERE jid = :jid")
                .bind("jid", jid.value())
                .mapTo(Long.class)
                .one();
    }

    /** Ledger rows with a higher seq, lowest first. */
    List<HostRun> since(Jid jid, long seq, int limit) {
        return runs(
                jid,
                " AND l.seq > :seq ORDER BY l.seq FETCH FIRST :limit ROWS ONLY",
                Map.of("seq", seq, "limit", limit));
    }

    /** Later returns that differ from the first, oldest first. */
    List<JsonNode> conflicts(Jid jid, HostId host) {
        record Later(String hash, byte[] varying) {}
        return db.withHandle(
                h -> {
                    List<Later> later =
                            h.createQuery(
                                            """
                                            SELECT hash, varying
                                              FROM job_return
                                             WHERE jid = :jid AND host = :host AND n > 0
                                             ORDER BY n
                                            """)
                                    .bind("jid", jid.value())
                                    .bind("host", host.value())
                                    .map((row, c) -> new Later(row.getString(1), row.getBytes(2)))
                                    .list();
                    var contents = contents(h, jid, later.stream().map(Later::hash).toList());
                    return later.stream()
                            .filter(one -> contents.containsKey(one.hash()))
                            .map(one -> Content.read(contents.get(one.hash()), one.varying()))
                            .toList();
                });
    }

    /** The ledger rows of these hosts, in no order. */
    List<HostRun> of(Jid jid, List<HostId> hosts) {
        List<HostRun> found = new ArrayList<>();
        for (int from = 0; from < hosts.size(); from += MOST_NAMED) {
            var names = new HashMap<String, Object>();
            hosts.subList(from, Math.min(hosts.size(), from + MOST_NAMED))
                    .forEach(host -> names.put("host" + names.size(), host.value()));
            String list = names.keySet().stream().map(n -> ":" + n).collect(joining(", "));
            found.addAll(runs(jid, " AND l.host IN (" + list + ")", names));
        }
        return found;
    }

    /** Where the hosts of a job stand whose rows have a higher seq, in no order. */
    List<LedgerViews.Numbered> lines(Handle h, Jid jid, long seq) {
        return h.createQuery(
                        """
                        SELECT l.host, l.state, l.reason, l.retcode, l.seq, r.hash
                          FROM job_host l
                          LEFT JOIN job_return r ON r.jid = l.jid AND r.host = l.host AND r.n = 0
                         WHERE l.jid = :jid AND l.seq > :seq
                        """)
                .bind("jid", jid.value())
                .bind("seq", seq)
                .map(
                        (row, context) ->
                                new LedgerViews.Numbered(
                                        new LedgerView.Line(
                                                new HostId(row.getString("host")),
                                                HostState.valueOf(row.getString("state")),
                                                Sentence.read(row.getString("reason")),
                                                row.getString("hash"),
                                                row.getObject("retcode", Integer.class)),
                                        row.getLong("seq")))
                .list();
    }

    /** The stored bytes of each of these contents that is there. */
    Map<String, byte[]> contents(Jid jid, Collection<String> answers) {
        return db.withHandle(h -> contents(h, jid, answers));
    }

    private List<HostRun> runs(Jid jid, String rest, Map<String, ?> binds) {
        return db.withHandle(h -> runs(h, jid, rest, binds));
    }

    private List<HostRun> runs(Handle h, Jid jid, String rest, Map<String, ?> binds) {
        List<Packed> rows =
                h.createQuery(
                                """
                                SELECT l.jid, l.host, l.state, l.seq, l.changed, l.reason, r.hash,
                                       r.varying, l.retcode, l.late, l.conflicts, l.output
                                  FROM job_host l
                                  LEFT JOIN job_return r
                                         ON r.jid = l.jid AND r.host = l.host AND r.n = 0
                                 WHERE l.jid = :jid\
                                """
                                        + rest)
                        .bind("jid", jid.value())
                        .bindMap(binds)
                        .map((row, context) -> packed(row))
                        .list();
        var hashes = rows.stream().map(p -> p.run().answer()).distinct().toList();
        var contents = contents(h, jid, hashes);
        return rows.stream().map(packed -> unpacked(packed, contents)).toList();
    }

    /** The stored bytes of each of these contents; a job that is being forgotten may lack some. */
    private static Map<String, byte[]> contents(Handle h, Jid jid, Collection<String> hashes) {
        List<String> wanted = hashes.stream().filter(hash -> hash != null).distinct().toList();
        var parts = new HashMap<String, ByteArrayOutputStream>();
        for (int from = 0; from < wanted.size(); from += MOST_NAMED) {
            h.createQuery(
                            """
                            SELECT hash, bytes
                              FROM job_content
                             WHERE jid = :jid AND hash IN (<hashes>)
                             ORDER BY hash, part
                            """)
                    .bind("jid", jid.value())
                    .bindList(
                            "hashes",
                            wanted.subList(from, Math.min(wanted.size(), from + MOST_NAMED)))
                    .map((row, context) -> Map.entry(row.getString(1), row.getBytes(2)))
                    .forEach(
                            e ->
                                    parts.computeIfAbsent(
                                                    e.getKey(), k -> new ByteArrayOutputStream())
                                            .writeBytes(e.getValue()));
        }
        var contents = new HashMap<String, byte[]>();
        parts.forEach((hash, bytes) -> contents.put(hash, bytes.toByteArray()));
        return contents;
    }

    private static Packed packed(ResultSet row) throws SQLException {
        var run =
                new HostRun(
                        new Jid(row.getString("jid")),
                        new HostId(row.getString("host")),
                        HostState.valueOf(row.getString("state")),
                        row.getLong("seq"),
                        Instants.read(row, "changed"),
                        Sentence.read(row.getString("reason")),
                        null,
                        row.getString("hash"),
                        row.getObject("retcode", Integer.class),
                        row.getBoolean("late"),
                        row.getInt("conflicts"),
                        row.getString("output"));
        return new Packed(run, row.getBytes("varying"));
    }

    private static HostRun unpacked(Packed packed, Map<String, byte[]> contents) {
        byte[] content = contents.get(packed.run().answer());
        return content == null
                ? packed.run()
                : packed.run().withResult(Content.read(content, packed.varying()));
    }
}
