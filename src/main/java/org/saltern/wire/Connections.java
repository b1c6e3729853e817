package org.saltern.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zeromq.ZEvent;
import org.zeromq.ZMonitor;

/** Counts the connections of a bound socket by peer address, and turns away those beyond a limit. Thread-safe. */
final class Connections implements ZEvent.ZEventConsummer {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    private final int most;
    private final Map<SelectableChannel, String> open = new HashMap<>();
    private volatile Consumer<Map<String, Integer>> listener = peers -> {};

    Connections(int most) {
        this.most = most;
    }

    @Override
    public void consume(ZEvent event) {
        SelectableChannel channel = event.getValue();
        boolean changed =
                event.getEvent() == ZMonitor.Event.ACCEPTED ? opened(channel) : closed(channel);
        if (changed) {
            listener.accept(byAddress());
        }
    }

    private synchronized boolean opened(SelectableChannel channel) {
        try {
            if (open.size() >= most) {
                LOG.warn("More than {} connections: a new one is turned away", most);
                channel.close();
                return false;
            }
            if (((SocketChannel) channel).getRemoteAddress() instanceof InetSocketAddress peer) {
                open.put(channel, peer.getAddress().getHostAddress());
                return true;
            }
        } catch (IOException e) {
            LOG.debug("A connection ended as soon as it was made", e);
        }
        return false;
    }

    private synchronized boolean closed(SelectableChannel channel) {
        return open.remove(channel) != null;
    }

    synchronized Map<String, Integer> byAddress() {
        Map<String, Integer> counts = new HashMap<>();
        open.values().forEach(address -> counts.merge(address, 1, Integer::sum));
        return Map.copyOf(counts);
    }

    void onChange(Consumer<Map<String, Integer>> changed) {
        listener = changed;
    }
}
