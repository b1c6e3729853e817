package org.saltern.wire.zmtp;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.saltern.wire.Replies;
import org.saltern.wire.RequestPort;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests in hand: bounded in number and bytes, answered exactly once each, at the latest after {@link RequestLimits#answer}. What
 * is beyond the bounds stays in the network buffers of its sender.
 */
final class RequestLine extends Line {
    private static final Logger LOG = LoggerFactory.getLogger(RequestLine.class);
    private static final long IDLE_MS = 1_000;
    private static final long MILLI = 1_000_000L;

    private final RequestLimits limits;
    private final RequestPort.Desk desk;
    private final byte[] refusal = Replies.bare("Server-side exception handling payload");
    private final Set<Request> inHand = new LinkedHashSet<>();
    private final Set<Connection> heldBack = new LinkedHashSet<>();
    private long bytesInHand;
    private long partialBytes;
    private boolean full;

    RequestLine(
            ServerSocketChannel listening,
            ConnectionLimits connections,
            RequestLimits limits,
            Cuts cuts,
            RequestPort.Desk desk,
            Consumer<Throwable> onEnd)
            throws IOException {
        super("request-port", listening, connections, cuts, Frames.hello("ROUTER"), onEnd);
        this.limits = limits;
        this.desk = desk;
    }

    RequestLimits limits() {
        return limits;
    }

    @Override
    Connection connection(SocketChannel channel, String address) {
        return new RequestConnection(this, channel, address);
    }

    /** Whether another request may be read. */
    boolean isTaking() {
        return !full;
    }

    void take(Request request, byte[] frame) {
        inHand.add(request);
        bytesInHand += request.bytes();
        full = inHand.size() >= limits.inHand() || bytesInHand >= limits.bytesInHand();
        ask(frame, request.from().address())
                .whenComplete(
                        (reply, bug) -> {
                            if (bug != null) {
                                LOG.error("A request was not answered by its desk", bug);
                            }
                            byte[] sent = bug == null ? reply : refusal;
                            loop().post(() -> answer(request, sent));
                        });
    }

    private CompletionStage<byte[]> ask(byte[] frame, String peer) {
        try {
            return desk.answer(frame, peer);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void answer(Request request, byte[] reply) {
        if (!request.answer()) {
            LOG.debug("An answer came after the refusal for its lateness");
            return;
        }
        inHand.remove(request);
        bytesInHand -= request.bytes();
        request.from().reply(request, reply);
        boolean half =
                inHand.size() <= limits.inHand() / 2 && bytesInHand <= limits.bytesInHand() / 2;
        if (full && half) {
            full = false;
            List<Connection> again = new ArrayList<>(heldBack);
            heldBack.clear();
            again.forEach(Connection::resume);
        }
    }

    @Override
    void held(Connection connection) {
        if (full) {
            heldBack.add(connection);
        } // else its own next answer or write resumes it
    }

    @Override
    void ended(Connection connection) {
        heldBack.remove(connection);
    }

    @Override
    void partial(int change) {
        partialBytes += change;
        while (change > 0 && partialBytes > limits.partial()) {
            Connection longest = longestUnderWay();
            if (longest == null) {
                return;
            }
            longest.cut(Cut.MEMORY);
        }
    }

    /** The unfinished message that began first: an honest sender is done sooner than one who wants the memory taken. */
    private Connection longestUnderWay() {
        Connection first = null;
        for (Connection connection : crowd().all()) {
            boolean counts = connection.partial() > Growing.LEAST;
            if (counts && (first == null || connection.begun() - first.begun() < 0)) {
                first = connection;
            }
        }
        return first;
    }

    @Override
    long work(long now) {
        long patience = limits.answer().toNanos();
        while (!inHand.isEmpty()) {
            Request oldest = inHand.iterator().next();
            long left = oldest.taken() + patience - now;
            if (left > 0) {
                return Math.min(IDLE_MS, 1 + left / MILLI);
            }
            LOG.error(
                    "A request from {} was not answered within {} s and is refused",
                    oldest.from().address(),
                    limits.answer().toSeconds());
            answer(oldest, refusal);
        }
        return IDLE_MS;
    }

    @Override
    void presence(Map<String, Integer> byAddress) {
        // requests say themselves whose they are
    }
}
