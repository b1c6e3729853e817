package org.saltern.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.saltern.access.Access;
import org.saltern.access.AccessSettings;
import org.saltern.access.Actor;
import org.saltern.access.Audit;
import org.saltern.access.Role;
import org.saltern.base.Closer;
import org.saltern.base.HostId;
import org.saltern.base.Jid;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.saltern.events.Events;
import org.saltern.files.FileServer;
import org.saltern.files.FileSettings;
import org.saltern.files.Files;
import org.saltern.health.Health;
import org.saltern.health.Metrics;
import org.saltern.hosts.Groups;
import org.saltern.hosts.Host;
import org.saltern.hosts.Hosts;
import org.saltern.hosts.KeyPolicy;
import org.saltern.hosts.Keys;
import org.saltern.hosts.SignIn;
import org.saltern.hosts.Targets;
import org.saltern.jobs.Dispatch;
import org.saltern.jobs.Fleet;
import org.saltern.jobs.Job;
import org.saltern.jobs.JobSettings;
import org.saltern.jobs.Jobs;
import org.saltern.store.TestDatabases;

/** The whole console on real rooms and a database in memory; jobs go nowhere, and hosts answer when the test says so. */
final class Console implements AutoCloseable {
    static final Actor ADA = new Actor("ada", Role.ADMINISTRATOR);
    static final String PASSWORD = "salt from the sea";

    /** What the pages say about the process itself; a test adds what it likes. */
    final Health health = new Health();

    private final Closer closer = new Closer();
    final InstantSource clock = InstantSource.system();
    final Events events;
    final Access access;
    final Keys keys;
    final Hosts hosts;
    final Groups groups;
    final Jobs jobs;
    final Files files;
    final WebDoor door;

    /** Why jobs cannot be published; null when they can. */
    volatile Problem refusal;

    Console(Path states) {
        this(states, false);
    }

    Console(Path states, boolean httpsInFront) {
        this(states, httpsInFront, HttpLimits.DEFAULT);
    }

    Console(Path states, boolean httpsInFront, HttpLimits limits) {
        var database = closer.add(TestDatabases.H2.open());
        events = closer.add(new Events());
        var audit = new Audit(database, clock);
        access = new Access(database, audit, events, AccessSettings.DEFAULT, clock);
        hosts = closer.add(new Hosts(database, events, audit, clock));
        keys =
                new Keys(
                        database,
                        hosts,
                        events,
                        audit,
                        KeyPolicy.defaults().withStrictIds(false),
                        clock);
        groups = new Groups(database, hosts, events, audit, clock);
        var targets = new Targets(hosts);
        files =
                new Files(
                        new FileServer(FileSettings.of(Map.of("base", List.of(states))), clock),
                        database,
                        audit,
                        events,
                        clock);
        jobs =
                closer.add(
                        new Jobs(
                                database,
                                Fleet.of(targets, hosts),
                                new Nowhere(),
                                events,
                                audit,
                                clock,
                                JobSettings.defaults()));
        door =
                closer.add(
                        new WebDoor(
                                new HttpSettings("127.0.0.1", 0, httpsInFront, limits),
                                new MasterFacts(
                                        "0.1.0", "ab:".repeat(31) + "cd", "127.0.0.1", 4505, 4506),
                                new Rooms(
                                        access,
                                        audit,
                                        keys,
                                        hosts,
                                        groups,
                                        targets,
                                        jobs,
                                        files,
                                        events,
                                        new Outside(health, closer.add(new Metrics()), "")),
                                clock,
                                List.of()));
    }

    /** Jobs are written and stay as they are, unless they are to be refused. */
    private final class Nowhere implements Dispatch {
        @Override
        public void send(Job job, List<HostId> hosts) {
            if (refusal != null) {
                throw refusal;
            }
        }

        @Override
        public void ask(Job job, List<HostId> hosts) {}
    }

    /** Users ada (administrator), olga (operator) and vera (viewer). */
    Console withUsers() {
        access.claimFirstRun(access.newFirstRunCode(), "ada", PASSWORD);
        access.create(ADA, "olga", PASSWORD, Role.OPERATOR);
        access.create(ADA, "vera", PASSWORD, Role.VIEWER);
        return this;
    }

    /** A host shows its key and waits. */
    Host knocks(String id) {
        keys.judge(new SignIn(new HostId(id), pem(), 3, "192.0.2.7", Json.object()));
        return hosts.find(ADA, new HostId(id)).orElseThrow();
    }

    /** A host is accepted and connected. */
    Host joins(String id) {
        var host = new HostId(id);
        Host accepted = keys.accept(ADA, host, knocks(id).fingerprint());
        var there = new CountDownLatch(1);
        var listening =
                events.onChange(
                        e -> true,
                        () -> {
                            if (hosts.connected().contains(host)) there.countDown();
                        });
        hosts.seen(host, "192.0.2.7", 3);
        hosts.subscribers(Map.of("192.0.2.7", 1_000));
        await(there);
        closer.add(listening);
        return accepted;
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("It did not happen within half a minute");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    void answers(Jid jid, String host, JsonNode result) {
        ObjectNode load = Json.object();
        load.put("cmd", "_return")
                .put("id", host)
                .put("jid", jid.value())
                .put("fun", "test.ping")
                .put("retcode", 0)
                .put("success", true);
        load.set("fun_args", Json.array());
        load.set("return", result);
        jobs.record(new HostId(host), load).toCompletableFuture().join();
    }

    /** A public key of the right form, as fast as a number can be drawn: nothing here signs with it. */
    static String pem() {
        try {
            var modulus = new BigInteger(2048, new Random()).setBit(2047).setBit(0);
            byte[] key =
                    KeyFactory.getInstance("RSA")
                            .generatePublic(
                                    new RSAPublicKeySpec(modulus, RSAKeyGenParameterSpec.F4))
                            .getEncoded();
            String body =
                    Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                            .encodeToString(key);
            return "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    Browser browser() {
        return new Browser(door.port());
    }

    /** A browser in which this user is signed in. */
    Browser browserOf(String user) {
        Browser browser = browser();
        browser.get("/sign-in");
        browser.post("/sign-in", "user", user, "password", PASSWORD);
        return browser;
    }

    @Override
    public void close() {
        closer.close();
    }

    /** As much of a browser as forms need: cookies, the token of the last page, no redirects followed. */
    static final class Browser {
        private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([0-9a-f]+)\"");

        private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
        private final HttpClient client = HttpClient.newBuilder().cookieHandler(cookies).build();
        private final String origin;
        private String token = "";

        Browser(int port) {
            this.origin = "http://127.0.0.1:" + port;
        }

        HttpResponse<String> get(String path, String... headers) {
            var request =
                    HttpRequest.newBuilder(URI.create(origin + path))
                            .header("Accept-Language", "en");
            for (int i = 0; i < headers.length; i += 2) {
                request.setHeader(headers[i], headers[i + 1]);
            }
            return remember(send(request.build()));
        }

        /** Sends the form of the last page with these fields. */
        HttpResponse<String> post(String path, String... fields) {
            return postFrom(origin, path, "false", fields);
        }

        /** As {@link #post}, with or without what htmx sends along. */
        HttpResponse<String> postAs(String htmx, String path, String... fields) {
            return postFrom(origin, path, htmx, fields);
        }

        /** As {@link #post}, from a page of another site. */
        HttpResponse<String> postFrom(String site, String path, String... fields) {
            return postFrom(site, path, "false", fields);
        }

        private HttpResponse<String> postFrom(
                String site, String path, String htmx, String... fields) {
            List<String> parts = new ArrayList<>(List.of("csrf=" + token));
            for (int i = 0; i < fields.length; i += 2) {
                parts.add(encoded(fields[i]) + "=" + encoded(fields[i + 1]));
            }
            return remember(
                    send(
                            HttpRequest.newBuilder(URI.create(origin + path))
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .header("Accept-Language", "en")
                                    .header("Origin", site)
                                    .header("HX-Request", htmx)
                                    .POST(
                                            HttpRequest.BodyPublishers.ofString(
                                                    String.join("&", parts)))
                                    .build()));
        }

        void forge(String wrongToken) {
            token = wrongToken;
        }

        List<HttpCookie> cookies() {
            return cookies.getCookieStore().getCookies();
        }

        private static String encoded(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }

        private HttpResponse<String> remember(HttpResponse<String> page) {
            var found = TOKEN.matcher(page.body());
            if (found.find()) {
                token = found.group(1);
            }
            return page;
        }

        private HttpResponse<String> send(HttpRequest request) {
            try {
                return client.send(request, HttpResponse.BodyHandlers.ofString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
