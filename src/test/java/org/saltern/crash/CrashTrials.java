package org.saltern.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.saltern.base.Json;
import org.saltern.store.Database;
import org.saltern.store.DatabaseSettings;

/**
 * Runs the real server as a process, fifty minions on the real protocol, kills it with SIGKILL at random moments of its jobs, and looks
 * into the database left behind: what was acknowledged must be in it. Everything random comes from one seed.
 */
public final class CrashTrials implements AutoCloseable {
    private static final int MINIONS = 50;
    private static final int JOBS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Path folder;
    private final Random random;
    private final int publishPort;
    private final int requestPort;
    private final int httpPort;
    private final List<CrashMinion> minions = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();

    /** Jobs that the API said were started, and key decisions it answered. */
    private final Set<String> startedJobs = new HashSet<>();

    private final Set<String> acceptedKeys = new HashSet<>();
    private final Set<String> deletedKeys = new HashSet<>();

    /** Jobs of earlier trials, all of whose answers were looked at. */
    private final Set<String> checkedJobs = new HashSet<>();

    private Process server;
    private int trials;
    private int checkedReturns;

    /** What all trials together showed; a failed check is an exception before. */
    public record Result(
            long seed, int trials, int jobs, int acknowledgedReturns, int keyDecisions) {}

    public CrashTrials(Path folder, long seed) throws IOException {
        this.folder = folder;
        this.random = new Random(seed);
        this.publishPort = freePort();
        this.requestPort = freePort();
        this.httpPort = freePort();
        for (int i = 0; i < MINIONS; i++) {
            minions.add(new CrashMinion("m" + i, requestPort, publishPort, random.nextLong()));
        }
    }

    /** Command line: number of trials, seed (optional), folder (optional). */
    public static void main(String[] args) throws Exception {
        int trials = args.length > 0 ? Integer.parseInt(args[0]) : 100;
        long seed = args.length > 1 ? Long.parseLong(args[1]) : System.nanoTime();
        Path folder =
                args.length > 2 ? Path.of(args[2]) : Files.createTempDirectory("saltern-crash");
        System.out.println("seed " + seed + ", folder " + folder);
        try (var all = new CrashTrials(folder, seed)) {
            System.out.println(all.run(trials, seed));
        }
        System.exit(0);
    }

    /** @throws AssertionError a promise was broken; says which */
    public Result run(int count, long seed) throws Exception {
        startServer();
        for (CrashMinion minion : minions) {
            await(() -> minion.knock() || !isAccepted(minion), minion.id + " signs in");
            acceptedKeys.add(minion.id);
            minion.start();
        }
        for (trials = 1; trials <= count; trials++) {
            trial();
        }
        stop();
        check();
        return new Result(
                seed,
                count,
                startedJobs.size(),
                checkedReturns,
                acceptedKeys.size() - MINIONS + deletedKeys.size());
    }

    /** False: a minion that is not let in may be waiting for this. */
    private boolean isAccepted(CrashMinion minion) throws Exception {
        wheel("key.accept", minion.id);
        return true;
    }

    private void trial() throws Exception {
        awaitListening();
        var killer =
                Thread.ofPlatform()
                        .daemon()
                        .start(
                                () -> {
                                    sleep(random.nextInt(1_500));
                                    server.destroyForcibly();
                                });
        try {
            for (int i = 0; i < JOBS; i++) {
                startedJobs.add(startJob());
                decideKeys(trials * 10 + i);
                sleep(random.nextInt(200));
            }
        } catch (IOException e) {
            System.out.println("trial " + trials + ": killed during a request");
        }
        killer.join();
        server.waitFor();
        check();
        startServer();
        awaitAllAnswered();
        System.out.println("trial " + trials + ": " + checkedReturns + " returns are there");
    }

    /** One key comes and is accepted; another comes, is accepted and deleted. */
    private void decideKeys(int number) throws Exception {
        try (var guest = new CrashMinion("k" + number, requestPort, publishPort, number)) {
            guest.knock();
            wheel("key.accept", guest.id);
            acceptedKeys.add(guest.id);
            if (number % 2 == 0) {
                acceptedKeys.remove(guest.id);
                wheel("key.delete", guest.id);
                deletedKeys.add(guest.id);
            }
        }
    }

    /** All that was promised, in the database as the killed process left it. */
    private void check() {
        try (Database db = Database.open(settings())) {
            Map<String, Integer> returns = new HashMap<>();
            db.jdbi()
                    .useHandle(
                            h ->
                                    h.createQuery("SELECT jid, host, n FROM job_return")
                                            .map(
                                                    (r, c) ->
                                                            r.getString("jid")
                                                                    + " "
                                                                    + r.getString("host"))
                                            .forEach(key -> returns.merge(key, 1, Integer::sum)));
            int acknowledged = 0;
            for (CrashMinion minion : minions) {
                for (String jid : minion.acknowledged.keySet()) {
                    require(
                            returns.containsKey(jid + " " + minion.id),
                            "the acknowledged return of "
                                    + minion.id
                                    + " for "
                                    + jid
                                    + " is there");
                    acknowledged++;
                }
            }
            checkedReturns = acknowledged;
            returns.forEach(
                    (key, n) -> require(n == 1, key + " is there once, not " + n + " times"));
            Set<String> jobs = texts(db, "SELECT jid FROM job");
            Set<String> audited = texts(db, "SELECT subject FROM audit WHERE action = 'job.start'");
            require(jobs.containsAll(startedJobs), "all started jobs are there");
            require(audited.containsAll(startedJobs), "all started jobs are in the audit");
            Set<String> open =
                    texts(db, "SELECT jid FROM job WHERE published IS NULL AND problem IS NULL");
            require(
                    open.stream().noneMatch(checkedJobs::contains),
                    "each job of earlier trials is published or marked");
            Set<String> hosts = texts(db, "SELECT hostname FROM host WHERE status = 'ACCEPTED'");
            require(hosts.containsAll(acceptedKeys), "all accepted keys are there");
            require(hosts.stream().noneMatch(deletedKeys::contains), "no deleted key is there");
            require(
                    texts(
                                    db,
                                    "SELECT jid FROM job WHERE total <> (SELECT COUNT(*) FROM"
                                            + " job_host j WHERE j.jid = job.jid)")
                            .isEmpty(),
                    "all ledgers are whole");
        }
    }

    /** The minions' resending makes the rest whole: each job gets the answer of each minion that heard of it, with its own text. */
    private void awaitAllAnswered() throws Exception {
        for (String jid : startedJobs) {
            if (jid.isEmpty() || checkedJobs.contains(jid)) {
                continue;
            }
            List<CrashMinion> heard =
                    minions.stream().filter(m -> m.answers.containsKey(jid)).toList();
            await(
                    () -> heard.stream().allMatch(m -> m.acknowledged.containsKey(jid)),
                    "all minions that heard of " + jid + " are acknowledged");
            JsonNode values = run("runner", "jobs.lookup_jid", jid);
            for (CrashMinion minion : heard) {
                require(
                        minion.answers.get(jid).equals(values.path(minion.id).asText()),
                        "the text of " + minion.id + " for " + jid + " is what it sent");
            }
            checkedJobs.add(jid);
        }
    }

    /** Jobs until one reaches every minion: all have subscribed again. */
    private void awaitListening() throws Exception {
        await(
                () -> {
                    String jid = startJob();
                    startedJobs.add(jid);
                    for (int i = 0; i < 60; i++) {
                        if (minions.stream().allMatch(m -> m.acknowledged.containsKey(jid))) {
                            return true;
                        }
                        sleep(50);
                    }
                    return false;
                },
                "all minions listen");
    }

    private static Set<String> texts(Database db, String sql) {
        return new HashSet<>(
                db.jdbi().withHandle(h -> h.createQuery(sql).mapTo(String.class).list()));
    }

    private String startJob() throws Exception {
        ObjectNode chunk = Json.object().put("client", "local_async").put("fun", "test.ping");
        chunk.put("tgt", "m*").put("tgt_type", "glob");
        return post(chunk).path("return").path(0).path("jid").asText();
    }

    private void wheel(String function, String match) throws Exception {
        ObjectNode chunk = Json.object().put("client", "wheel").put("fun", function);
        post(chunk.put("match", match));
    }

    private JsonNode run(String client, String function, String jid) throws Exception {
        ObjectNode chunk = Json.object().put("client", client).put("fun", function);
        return post(chunk.put("jid", jid)).path("return").path(0);
    }

    private JsonNode post(ObjectNode chunk) throws Exception {
        JsonNode access = Json.parse(Files.readString(folder.resolve("data/cli-token")));
        chunk.put("token", access.path("token").asText());
        HttpResponse<String> answer =
                http.send(
                        HttpRequest.newBuilder(URI.create(access.path("url").asText() + "/run"))
                                .timeout(Duration.ofSeconds(20))
                                .header("Content-Type", "application/json")
                                .header("Accept", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(Json.text(chunk)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        require(answer.statusCode() == 200, "the API answers: " + answer.body());
        return Json.parse(answer.body());
    }

    private void startServer() throws Exception {
        Path log = folder.resolve("log");
        Files.createDirectories(folder);
        Files.deleteIfExists(folder.resolve("data/cli-token"));
        var command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx400m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.saltern.Cli",
                        "serve");
        var builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment()
                .putAll(
                        Map.of(
                                "SALTERN_DATA", folder.resolve("data").toString(),
                                "SALTERN_INTERFACE", "127.0.0.1",
                                "SALTERN_HTTP_PORT", Integer.toString(httpPort),
                                "SALTERN_PUBLISH_PORT", Integer.toString(publishPort),
                                "SALTERN_RET_PORT", Integer.toString(requestPort),
                                "SALTERN_KEYSIZE", "2048"));
        server = builder.start();
        await(
                () -> Files.exists(folder.resolve("data/cli-token")) || !server.isAlive(),
                "the server starts");
        require(server.isAlive(), "the server runs; its log is " + log);
    }

    /** Ends the server in order; its exit status must say so. */
    private void stop() throws Exception {
        server.destroy();
        require(server.waitFor(30, TimeUnit.SECONDS), "SIGTERM ends the server");
        require(server.exitValue() == 0, "with exit status 0, not " + server.exitValue());
    }

    private DatabaseSettings settings() {
        return new DatabaseSettings(
                "jdbc:h2:file:" + folder.resolve("data/db/saltern").toAbsolutePath(), "", "");
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition, String what) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            require(System.nanoTime() < end, what);
            sleep(50);
        }
    }

    private static void require(boolean isTrue, String what) {
        if (!isTrue) {
            throw new AssertionError("Not so: " + what);
        }
    }

    private static void sleep(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int freePort() throws IOException {
        try (var port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return port.getLocalPort();
        }
    }

    @Override
    public void close() {
        if (server != null) {
            server.destroyForcibly();
        }
        minions.forEach(CrashMinion::close);
        http.close();
    }
}
