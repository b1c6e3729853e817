package org.saltern.web;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps clients that take too much from the door: too many connections from one address, and heads that never get whole. The
 * server itself ends what is idle and bodies that come too slowly; a head that trickles byte by byte it would wait for.
 */
final class Doorkeeper implements Connection.Listener, HttpConfiguration.Customizer, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Doorkeeper.class);
    private static final Duration ROUND = Duration.ofSeconds(1);

    /** The mark of a connection whose request is being answered: nothing is waited for. */
    private static final long BUSY = Long.MAX_VALUE;

    private final HttpLimits limits;

    /**
     * An open connection.
     *
     * @param address of the other side; a closed connection cannot be asked for it any more
     * @param since when the head of a request has been waited for, in nanoseconds; {@link #BUSY} when it is not
     */
    private record Client(String address, long since) {}

    private final Map<Connection, Client> clients = new ConcurrentHashMap<>();
    private final Map<String, Integer> perAddress = new ConcurrentHashMap<>();
    private final ScheduledExecutorService rounds =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("http-doorkeeper").factory());

    Doorkeeper(HttpLimits limits) {
        this.limits = limits;
        rounds.scheduleWithFixedDelay(
                this::closeSlow, ROUND.toMillis(), ROUND.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The server's way in, with these limits. */
    @SuppressWarnings("removal") // its successor is a handler, and the handlers here are Javalin's
    ServerConnector connector(Server server, HttpConfiguration http, HttpSettings settings) {
        http.setRequestHeaderSize(limits.head());
        http.setMinRequestDataRate(limits.bytesPerSecond());
        http.setIdleTimeout(limits.idle().toMillis());
        http.setSendServerVersion(false);
        http.addCustomizer(this);
        var connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(settings.address());
        connector.setPort(settings.port());
        connector.setIdleTimeout(limits.idle().toMillis());
        connector.setAcceptQueueSize(HttpLimits.BACKLOG);
        connector.addEventListener(this);
        return connector;
    }

    @Override
    public void onOpened(Connection connection) {
        String address = address(connection);
        int open = perAddress.merge(address, 1, Integer::sum);
        if (limits.connectionsPerAddress() > 0 && open > limits.connectionsPerAddress()) {
            LOG.debug("{} has {} connections open; a further one is closed", address, open - 1);
            leave(address);
            connection.getEndPoint().close();
        } else {
            clients.put(connection, new Client(address, System.nanoTime()));
        }
    }

    @Override
    public void onClosed(Connection connection) {
        Client gone = clients.remove(connection);
        if (gone != null) {
            leave(gone.address());
        }
    }

    private void leave(String address) {
        perAddress.computeIfPresent(address, (a, open) -> open > 1 ? open - 1 : null);
    }

    /** The head of a request is whole. */
    @Override
    public Request customize(Request request, HttpFields.Mutable answer) {
        if (request.getHttpURI().getPathQuery().length() > limits.line()) {
            throw new HttpException.RuntimeException(HttpStatus.URI_TOO_LONG_414);
        }
        Connection connection = request.getConnectionMetaData().getConnection();
        since(connection, BUSY);
        Request.addCompletionListener(request, failure -> since(connection, System.nanoTime()));
        return request;
    }

    private void since(Connection connection, long time) {
        clients.computeIfPresent(connection, (c, client) -> new Client(client.address(), time));
    }

    private void closeSlow() {
        long now = System.nanoTime();
        clients.forEach(
                (connection, client) -> {
                    if (client.since() != BUSY
                            && now - client.since() > limits.patience().toNanos()) {
                        connection.getEndPoint().close();
                    }
                });
    }

    private static String address(Connection connection) {
        SocketAddress from = connection.getEndPoint().getRemoteSocketAddress();
        return from instanceof InetSocketAddress inet && inet.getAddress() != null
                ? inet.getAddress().getHostAddress()
                : String.valueOf(from);
    }

    @Override
    public void close() {
        rounds.shutdownNow();
    }
}
