package org.saltern.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.Javalin;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.saltern.access.Access;
import org.saltern.access.AccessSettings;
import org.saltern.access.Actor;
import org.saltern.access.Audit;
import org.saltern.access.Role;
import org.saltern.access.SessionKind;
import org.saltern.base.Closer;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.crypto.RsaPrivateKey;
import org.saltern.events.Events;
import org.saltern.events.Tags;
import org.saltern.hosts.Groups;
import org.saltern.hosts.Hosts;
import org.saltern.hosts.KeyPolicy;
import org.saltern.hosts.Keys;
import org.saltern.hosts.SignIn;
import org.saltern.hosts.Targets;
import org.saltern.jobs.Fleet;
import org.saltern.jobs.JobSettings;
import org.saltern.jobs.Jobs;
import org.saltern.store.Database;
import org.saltern.store.TestDatabases;

/**
 * A whole REST door on a free port, with real rooms on a database in memory. Hosts db1, new1 and web1 are accepted, connected and
 * answer; ada is an administrator, olaf an operator, vera a viewer; everybody's password is {@link #PASSWORD}.
 */
public final class RestHouse implements AutoCloseable {
    public static final String PASSWORD = "correct horse battery";
    static final Actor SYSTEM = Actor.system();

    final Closer closer = new Closer();
    final AnsweringFleet fleet = new AnsweringFleet();
    final Access access;
    final Keys keys;
    final Hosts hosts;
    final Groups groups;
    final Jobs jobs;
    final Events events;
    public final Path tokenFile;
    public final URI url;
    private final HttpClient http = closer.add(HttpClient.newHttpClient());
    private final Map<String, Integer> subscribers = new HashMap<>();
    private final Map<String, String> tokens = new HashMap<>();

    /** Opens the house; returns once its hosts are connected. */
    public RestHouse() throws IOException {
        InstantSource clock = InstantSource.system();
        Database db = closer.add(TestDatabases.H2.open());
        events = closer.add(new Events());
        var audit = new Audit(db, clock);
        access = new Access(db, audit, events, AccessSettings.DEFAULT, clock);
        hosts = closer.add(new Hosts(db, events, audit, clock));
        keys = new Keys(db, hosts, events, audit, KeyPolicy.defaults(), clock);
        groups = new Groups(db, hosts, events, audit, clock);
        var targets = new Targets(hosts);
        jobs =
                closer.add(
                        new Jobs(
                                db,
                                Fleet.of(targets, hosts),
                                fleet,
                                events,
                                audit,
                                clock,
                                JobSettings.defaults()));
        fleet.answersTo(jobs);
        Path folder = Files.createTempDirectory("saltern-rest");
        tokenFile = folder.resolve("cli-token");
        var rooms = new RestRooms(access, audit, events, keys, hosts, groups, targets, jobs, clock);
        int port = freePort();
        url = URI.create("http://127.0.0.1:" + port);
        LocalToken token = closer.add(LocalToken.random("tester"));
        token.write(tokenFile, url);
        ObjectNode options = Json.object().put("state_verbose", true).put("sharedsecret", "s3cret");
        var settings = new RestSettings("here_master", "3008.3", "aa:bb", options, Set.of(), false);
        var rest = new RestRoutes(rooms, token, settings);
        Javalin javalin =
                Javalin.create(
                        config -> {
                            config.startup.showJavalinBanner = false;
                            config.concurrency.useVirtualThreads = true;
                            rest.register(config.routes);
                            config.routes.get("/jobs", ctx -> ctx.result("a page"));
                        });
        javalin.start("127.0.0.1", port);
        closer.add(javalin::stop);
        closer.add(rest);
        for (var user :
                Map.of("ada", Role.ADMINISTRATOR, "olaf", Role.OPERATOR, "vera", Role.VIEWER)
                        .entrySet()) {
            access.create(SYSTEM, user.getKey(), PASSWORD, user.getValue());
        }
        List.of("db1", "new1", "web1").forEach(this::acceptedAndAlive);
        awaitConnected(3);
    }

    private void awaitConnected(int count) throws IOException {
        var there = new CompletableFuture<Void>();
        Runnable look =
                () -> {
                    if (hosts.connected().size() == count) {
                        there.complete(null);
                    }
                };
        closer.add(events.onChange(event -> event.tag().equals(Tags.PRESENCE), look));
        look.run();
        there.orTimeout(60, TimeUnit.SECONDS).join();
    }

    /** A host that has shown a key, which waits. Its fingerprint. */
    public String waiting(String id) {
        String pem = RsaPrivateKey.generate(2048).publicKey().pem();
        keys.judge(
                new SignIn(
                        new HostId(id),
                        pem,
                        3,
                        "192.0.2." + (10 + subscribers.size()),
                        Json.object()));
        return hosts.find(SYSTEM, new HostId(id)).orElseThrow().fingerprint();
    }

    /** A host that is accepted but not connected. */
    public HostId accepted(String id) {
        HostId host = new HostId(id);
        keys.accept(SYSTEM, host, waiting(id));
        return host;
    }

    /** Forgets a host of {@link #waiting} or {@link #accepted}. */
    public void forget(String id) {
        HostId host = new HostId(id);
        keys.delete(SYSTEM, host, hosts.find(SYSTEM, host).orElseThrow().fingerprint());
    }

    private void acceptedAndAlive(String id) {
        String address = "192.0.2." + (100 + subscribers.size());
        HostId host = accepted(id);
        fleet.alive(host);
        subscribers.put(address, 1);
        hosts.seen(host, address, 3);
        hosts.subscribers(subscribers);
    }

    /** The token of a session of this user, always the same one. */
    String login(String user) {
        return tokens.computeIfAbsent(user, this::freshLogin);
    }

    /** The token of a session of its own. */
    public String freshLogin(String user) {
        return access.signIn(user, PASSWORD, "192.0.2.1", SessionKind.API).token();
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url.resolve(path)).header("Accept", "application/json");
    }

    HttpResponse<String> get(String path, String token) {
        return send(request(path).header("X-Auth-Token", token));
    }

    HttpResponse<String> post(String path, String token, String body) {
        var request =
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        return send(token.isEmpty() ? request : request.header("X-Auth-Token", token));
    }

    /** Posts a lowstate as this user and gives what {@code return} holds. */
    JsonNode run(String user, String lowstate) {
        String token = login(user);
        HttpResponse<String> response = post("/", token, lowstate.replace('\'', '"'));
        if (response.statusCode() != 200) {
            throw new AssertionError(response.statusCode() + " " + response.body());
        }
        return Json.parse(response.body()).get("return");
    }

    @Override
    public void close() {
        closer.close();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
