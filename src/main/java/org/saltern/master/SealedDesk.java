package org.saltern.master;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import org.saltern.base.HostId;
import org.saltern.crypto.EncAlgorithm;
import org.saltern.crypto.SigAlgorithm;
import org.saltern.hosts.Hosts;
import org.saltern.wire.AuthReplies.Algorithms;
import org.saltern.wire.BadMessage;
import org.saltern.wire.Envelope;
import org.saltern.wire.MinionRequest;
import org.saltern.wire.PillarReply;
import org.saltern.wire.Replies;
import org.saltern.wire.Requests;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sealed requests: opened, held to the sender's rate, answered by {@link RequestDesk}, sealed again. Requests beyond 50 a second
 * (after a burst of 500) wait, up to 20 seconds; returns never do (S-28). Thread-safe.
 */
final class SealedDesk {
    private static final Logger LOG = LoggerFactory.getLogger(SealedDesk.class);
    private static final int AT_ONCE = 256;
    private static final int PER_SECOND = 50;
    private static final int BURST = 500;
    private static final long LONGEST_WAIT = 20_000_000_000L;
    private static final int LARGEST_EVENT = 1024 * 1024 + 4096;

    private final Opener opener;
    private final RequestDesk desk;
    private final EventDesk events;
    private final Hosts hosts;
    private final MasterKeys master;
    private final ReturnSignatures signatures;
    private final LongSupplier nanos;
    private final Buckets<HostId> rates = new Buckets<>(PER_SECOND, BURST);
    private final Semaphore working = new Semaphore(AT_ONCE);

    SealedDesk(
            Opener opener,
            RequestDesk desk,
            EventDesk events,
            Hosts hosts,
            MasterKeys master,
            ReturnSignatures signatures,
            LongSupplier nanos) {
        this.opener = opener;
        this.desk = desk;
        this.events = events;
        this.hosts = hosts;
        this.master = master;
        this.signatures = signatures;
        this.nanos = nanos;
    }

    /** Blocks while the room works. The stage stays open when a return could not be committed. */
    CompletionStage<byte[]> answer(Envelope.Sealed envelope, String peer) {
        Opener.Opened opened;
        try {
            opened = opener.open(envelope, peer);
        } catch (BadMessage e) {
            LOG.debug("A sealed request from {} is refused: {}", peer, e.getMessage());
            return CompletableFuture.completedFuture(Replies.bare("bad load"));
        }
        hosts.seen(opened.host(), peer, envelope.version());
        MinionRequest request = Requests.decode(opened.host(), opened.request());
        Answer answer =
                request instanceof MinionRequest.Return && !signatures.admit(opened)
                        ? Answer.no()
                        : answer(request, envelope.load().length);
        return switch (answer) {
            case Answer.Value v -> done(seal(opened, v));
            case Answer.Pillar p -> done(pillar(opened, envelope, p));
            case Answer.Committed c -> committed(opened, c);
        };
    }

    private Answer answer(MinionRequest request, int size) {
        if (request instanceof MinionRequest.Return) {
            return desk.answer(request);
        }
        if (request instanceof MinionRequest.FireEvents fired) {
            return size > LARGEST_EVENT
                    ? events.drop(fired.host(), "too large")
                    : desk.answer(request);
        }
        long wait = rates.of(request.host()).reserve(nanos.getAsLong(), LONGEST_WAIT);
        if (wait < 0 || !Waiting.forNanos(wait)) {
            return Answer.failed();
        }
        working.acquireUninterruptibly();
        try {
            return desk.answer(request);
        } finally {
            working.release();
        }
    }

    private static byte[] seal(Opener.Opened opened, Answer.Value answer) {
        return Replies.seal(answer.value(), opened.request().nonce(), opened.cipher());
    }

    private byte[] pillar(Opener.Opened opened, Envelope.Sealed envelope, Answer.Pillar answer) {
        Optional<EncAlgorithm> enc = EncAlgorithm.of(envelope.encAlgorithm());
        Optional<SigAlgorithm> sig = SigAlgorithm.of(envelope.sigAlgorithm());
        if (enc.isEmpty() || sig.isEmpty()) {
            return Replies.bare("bad load");
        }
        return PillarReply.seal(
                answer.pillar(),
                opened.request().nonce(),
                master.rsa(),
                opened.key(),
                new Algorithms(enc.get(), sig.get()));
    }

    private static CompletionStage<byte[]> committed(
            Opener.Opened opened, Answer.Committed answer) {
        var reply = new CompletableFuture<byte[]>();
        answer.commit()
                .whenComplete(
                        (done, failure) -> {
                            if (failure == null) {
                                reply.complete(seal(opened, (Answer.Value) Answer.NIL));
                            } else {
                                LOG.error(
                                        "A return of {} is not acknowledged: it could not be"
                                                + " stored",
                                        opened.host(),
                                        failure);
                            }
                        });
        return reply;
    }

    private static CompletionStage<byte[]> done(byte[] reply) {
        return CompletableFuture.completedFuture(reply);
    }
}
