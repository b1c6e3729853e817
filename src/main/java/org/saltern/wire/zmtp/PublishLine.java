package org.saltern.wire.zmtp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Publications: encoded once, shared by all who subscribed. */
final class PublishLine extends Line {
    private static final long IDLE_MS = 1_000;

    /** Bytes handed over and not looked at by the thread yet. */
    private static final long MOST_WAITING = 256L << 20;

    private final AtomicLong waiting = new AtomicLong();
    private final SubscriberLimits limits;
    private final Subscriptions<SubscriberConnection> subscriptions;
    private final Consumer<Map<String, Integer>> presence;
    private final Consumer<String> slow;

    PublishLine(
            ServerSocketChannel listening,
            ConnectionLimits connections,
            SubscriberLimits limits,
            Cuts cuts,
            Consumer<Map<String, Integer>> presence,
            Consumer<String> slow,
            Consumer<Throwable> onEnd)
            throws IOException {
        super("publish-port", listening, connections, cuts, Frames.hello("XPUB"), onEnd);
        this.limits = limits;
        this.presence = presence;
        this.slow = slow;
        this.subscriptions = new Subscriptions<>(limits.longestTopic());
    }

    @Override
    Connection connection(SocketChannel channel, String address) {
        return new SubscriberConnection(this, channel, address);
    }

    /**
     * Publishes soon.
     *
     * @param whole the encoded message
     * @param first its first frame
     * @return false when too many wait already
     */
    boolean post(byte[] whole, byte[] first) {
        if (waiting.addAndGet(whole.length) > MOST_WAITING) {
            waiting.addAndGet(-whole.length);
            return false;
        }
        loop().post(
                        () -> {
                            waiting.addAndGet(-whole.length);
                            publish(whole, first);
                        });
        return true;
    }

    private void publish(byte[] whole, byte[] first) {
        ByteBuffer shared = ByteBuffer.wrap(whole);
        for (SubscriberConnection peer : subscriptions.of(first)) {
            peer.publish(shared);
        }
    }

    /** Tells that the subscriber at this address was cut for its slowness. */
    void slow(String address) {
        slow.accept(address);
    }

    SubscriberLimits limits() {
        return limits;
    }

    Subscriptions<SubscriberConnection> subscriptions() {
        return subscriptions;
    }

    @Override
    void ended(Connection connection) {
        if (connection instanceof SubscriberConnection peer) {
            peer.topics().forEach(topic -> subscriptions.remove(peer, topic));
        }
    }

    @Override
    long work(long now) {
        return IDLE_MS;
    }

    @Override
    void presence(Map<String, Integer> byAddress) {
        presence.accept(byAddress);
    }

    @Override
    void held(Connection connection) {
        // a subscriber is always read: it has nothing to say
    }

    @Override
    void partial(int change) {
        // at most one command per connection
    }
}
