package org.saltern.wire.zmtp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;
import org.saltern.base.Problem;

/**
 * Where a port listens.
 *
 * @param host address or name, without brackets
 * @param port 0 for any free one
 */
record Address(String host, int port) {
    private static final int BACKLOG = 1024;
    private static final int KEEPALIVE_IDLE_S = 60;
    private static final int KEEPALIVE_INTERVAL_S = 10;
    private static final int KEEPALIVE_COUNT = 6;
    private static final Set<String> ALL = Set.of("*", "0.0.0.0", "");

    /** @param host address of an interface, {@code 0.0.0.0} or {@code *} for all, IPv6 with or without brackets */
    static Address of(String host, int port) {
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        return new Address(bracketed ? host.substring(1, host.length() - 1) : host, port);
    }

    /**
     * A listening channel that does not block.
     *
     * @throws Problem.Unavailable the port is taken or the address is not of this machine
     */
    ServerSocketChannel listen() {
        ServerSocketChannel channel = null;
        try {
            channel =
                    isSix()
                            ? ServerSocketChannel.open()
                            : ServerSocketChannel.open(StandardProtocolFamily.INET);
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            keepAlive(channel);
            channel.configureBlocking(false);
            channel.bind(new InetSocketAddress(inet(), port), BACKLOG);
            return channel;
        } catch (IOException | UnresolvedAddressException | UnsupportedAddressTypeException e) {
            close(channel, e);
            throw taken(e);
        }
    }

    /** Connections inherit these: once they ask for it, the kernel notices a lost peer after two minutes. */
    private static void keepAlive(ServerSocketChannel channel) throws IOException {
        if (channel.supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE)) {
            channel.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, KEEPALIVE_IDLE_S);
            channel.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, KEEPALIVE_INTERVAL_S);
            channel.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, KEEPALIVE_COUNT);
        }
    }

    private boolean isSix() {
        return host.indexOf(':') >= 0;
    }

    private InetAddress inet() throws UnknownHostException {
        return InetAddress.getByName(ALL.contains(host) ? "0.0.0.0" : host);
    }

    private static void close(ServerSocketChannel channel, Exception reason) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    /** {@code host:port} as it is shown, IPv6 in brackets. */
    @Override
    public String toString() {
        return (isSix() ? "[" + host + "]" : host) + ":" + port;
    }

    /** This address with the port that was bound. */
    Address bound(ServerSocketChannel channel) {
        return new Address(host, channel.socket().getLocalPort());
    }

    private Problem.Unavailable taken(Exception cause) {
        return new Problem.Unavailable(
                "Cannot listen on "
                        + host
                        + " port "
                        + port
                        + ": it is in use, or not an address of this machine",
                toString(),
                "See who holds it with 'ss -ltnp sport = :"
                        + port
                        + "'; stop that (a salt-master?) or set another port.",
                cause);
    }
}
