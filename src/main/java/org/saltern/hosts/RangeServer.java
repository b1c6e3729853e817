package org.saltern.hosts;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.saltern.base.Problem;
import org.saltern.targets.Ranges;

/**
 * Looks ranges up as Salt does through {@code seco.range}: {@code GET http://server/range/list?} and the expression percent-encoded;
 * a name a line comes back with status 200. What is wrong with an expression stands in the header {@code RangeException}
 * (mod_ranged), or as text beside status 422 (grange-server). One question at a time, answers kept for ten seconds; a server
 * that failed is left alone for as long. Thread-safe.
 */
public final class RangeServer implements Ranges, AutoCloseable {
    /** What a GET can carry to Apache; upstream's client cuts longer ones at commas, which changes what they mean. */
    private static final int LONGEST_EXPRESSION = 7_500;

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration TOTAL = Duration.ofSeconds(30);
    private static final int LARGEST_ANSWER = 1024 * 1024;
    private static final Duration KEPT = Duration.ofSeconds(10);
    private static final int MOST_KEPT = 100;

    private record Kept(Set<String> hosts, Instant until) {}

    private final URI server;
    private final Duration total;
    private final InstantSource clock;
    private final HttpClient client;
    private final ReentrantLock one = new ReentrantLock();
    private final Map<String, Kept> kept = new LinkedHashMap<>();
    private Problem.Unavailable failure;
    private Instant failedUntil = Instant.MIN;

    /**
     * @param server name or address, and port when it is not 80: Salt's {@code range_server}
     * @throws Problem.BadInput it is something else
     */
    public RangeServer(String server, InstantSource clock) {
        this(server, clock, TOTAL);
    }

    RangeServer(String server, InstantSource clock, Duration total) {
        this.server = uri(server);
        this.clock = clock;
        this.total = total;
        this.client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
    }

    private static URI uri(String server) {
        try {
            URI uri = new URI("http://" + server).parseServerAuthority();
            boolean plain =
                    uri.getHost() != null
                            && uri.getUserInfo() == null
                            && uri.getRawPath().isEmpty()
                            && uri.getRawQuery() == null
                            && uri.getRawFragment() == null;
            if (plain) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw notAServer(server, e);
        }
        throw notAServer(server, null);
    }

    private static Problem.BadInput notAServer(String server, Exception cause) {
        return new Problem.BadInput(
                Problem.text("Not a range server: '{0}'", Problem.shown(server)),
                "range_server",
                Problem.text("Give its name and port, as in range:80."),
                cause);
    }

    @Override
    public Set<String> hosts(String expression) {
        if (expression.length() > LONGEST_EXPRESSION) {
            throw new Problem.BadInput(
                    Problem.text("The range has {0} characters", expression.length()),
                    "target",
                    Problem.text("Name a cluster of the range server instead."));
        }
        one.lock();
        try {
            Instant now = clock.instant();
            Kept known = kept.get(expression);
            if (known != null && now.isBefore(known.until)) {
                return known.hosts;
            }
            if (now.isBefore(failedUntil)) {
                throw failure;
            }
            return lookUp(expression);
        } finally {
            one.unlock();
        }
    }

    private Set<String> lookUp(String expression) {
        try {
            Set<String> hosts = read(expression, ask(expression));
            keep(expression, hosts);
            return hosts;
        } catch (Problem.Unavailable e) {
            failure = e;
            failedUntil = clock.instant().plus(KEPT);
            throw e;
        }
    }

    private void keep(String expression, Set<String> hosts) {
        kept.remove(expression);
        kept.put(expression, new Kept(hosts, clock.instant().plus(KEPT)));
        if (kept.size() > MOST_KEPT) {
            Optional<String> oldest = kept.keySet().stream().findFirst();
            oldest.ifPresent(kept::remove);
        }
    }

    private HttpResponse<CappedBody.Read> ask(String expression) {
        String query = URLEncoder.encode(expression, StandardCharsets.UTF_8).replace("+", "%20");
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server + "/range/list?" + query))
                        .header("User-Agent", "saltern")
                        .build();
        Future<HttpResponse<CappedBody.Read>> answer =
                client.sendAsync(request, info -> new CappedBody(LARGEST_ANSWER));
        try {
            return answer.get(total.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw unavailable(
                    Problem.text(
                            "The range server did not answer within {0} seconds",
                            total.toSeconds()),
                    e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException
                    ? unavailable(
                            Problem.text("The range server cannot be reached or broke off"),
                            e.getCause())
                    : new IllegalStateException("A question to the range server", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(Problem.text("Interrupted while the range server was asked"), e);
        } finally {
            answer.cancel(true); // no effect on one that is complete
        }
    }

    private Set<String> read(String expression, HttpResponse<CappedBody.Read> answer) {
        CappedBody.Read body = answer.body();
        Optional<String> exception = answer.headers().firstValue("RangeException");
        if (exception.isPresent()) {
            throw notUnderstood(expression, exception.get());
        }
        if (answer.statusCode() == 422) {
            throw notUnderstood(expression, body.text());
        }
        if (answer.statusCode() != 200) {
            throw unavailable(
                    Problem.text("The range server answered with status {0}", answer.statusCode()),
                    null);
        }
        if (body.isCut()) {
            throw unavailable(
                    Problem.text(
                            "The range server answered with more than {0} bytes", LARGEST_ANSWER),
                    null);
        }
        return body.text()
                .lines()
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Problem.BadInput notUnderstood(String expression, String reason) {
        return new Problem.BadInput(
                Problem.text(
                        "The range server does not understand '{0}': {1}",
                        Problem.shown(expression), Problem.shown(reason.strip())),
                "target",
                Problem.text("Correct the range; its language is the range server's."));
    }

    private Problem.Unavailable unavailable(Problem.Text what, Throwable cause) {
        return new Problem.Unavailable(
                what,
                "range_server " + server.getRawAuthority(),
                Problem.text("Look whether it runs, or name the hosts in another way."),
                cause);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
