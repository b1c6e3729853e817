package org.saltern.master;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.saltern.base.Json;
import org.saltern.wire.BadMessage;
import org.saltern.wire.Envelope;
import org.saltern.wire.Replies;
import org.saltern.wire.RequestPort;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes every frame off the request port at once and answers each exactly once within 30 seconds (S-5), on a virtual thread of
 * its own. In clear there are {@code _auth} and {@code ping} only: nothing that publishes or hands over anything (S-6).
 */
final class FrontDesk implements RequestPort.Desk {
    private static final Logger LOG = LoggerFactory.getLogger(FrontDesk.class);
    private static final int LONGEST_ANSWER_SECONDS = 30;

    private static final byte[] FAILURE = Replies.bare("Server-side exception handling payload");

    private final AuthDesk auth;
    private final SealedDesk sealed;
    private final ExecutorService threads;
    private final LongAdder taken = new LongAdder();
    private final LongAdder answered = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder nanos = new LongAdder();

    /** @param threads a thread per task; the caller closes it */
    FrontDesk(AuthDesk auth, SealedDesk sealed, ExecutorService threads) {
        this.auth = auth;
        this.sealed = sealed;
        this.threads = threads;
    }

    @Override
    public CompletionStage<byte[]> answer(byte[] frame, String peer) {
        var reply = new CompletableFuture<byte[]>();
        long begin = System.nanoTime();
        taken.increment();
        try {
            threads.execute(() -> answer(frame, peer, reply));
        } catch (RejectedExecutionException e) {
            reply.complete(failure()); // closing
        }
        return reply.completeOnTimeout(failure(), LONGEST_ANSWER_SECONDS, TimeUnit.SECONDS)
                .whenComplete((bytes, bug) -> count(bytes, System.nanoTime() - begin));
    }

    private void count(byte[] reply, long time) {
        answered.increment();
        nanos.add(time);
        if (Arrays.equals(reply, FAILURE)) {
            failed.increment();
        }
    }

    MinionFigures figures() {
        return new MinionFigures(taken.sum(), answered.sum(), failed.sum(), nanos.sum());
    }

    private void answer(byte[] frame, String peer, CompletableFuture<byte[]> reply) {
        try {
            decoded(frame, peer)
                    .whenComplete((bytes, bug) -> reply.complete(bug == null ? bytes : failure()));
        } catch (BadMessage e) {
            LOG.debug("A message from {} is refused: {}", peer, e.getMessage());
            reply.complete(Replies.undecodable());
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("A message from {} of {} bytes was not answered", peer, frame.length, e);
            reply.complete(failure());
        }
    }

    private CompletionStage<byte[]> decoded(byte[] frame, String peer) throws BadMessage {
        return switch (Envelope.decode(frame)) {
            case Envelope.Clear clear ->
                    CompletableFuture.completedFuture(
                            switch (clear.command()) {
                                case "_auth" -> auth.answer(clear, peer);
                                case "ping" -> Replies.clear(clear.load());
                                default -> refused(clear, peer);
                            });
            case Envelope.Sealed s -> sealed.answer(s, peer);
        };
    }

    private static byte[] refused(Envelope.Clear clear, String peer) {
        LOG.debug("A clear message from {} is refused ({} fields)", peer, clear.load().size());
        ObjectNode nothing = Json.object();
        return Replies.clear(nothing);
    }

    private static byte[] failure() {
        return FAILURE;
    }
}
