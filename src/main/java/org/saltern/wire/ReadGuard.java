package org.saltern.wire;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import zmq.Msg;
import zmq.msg.MsgAllocator;

/**
 * What stands between a frame header from the network and the memory it asks for. JeroMQ 0.6.0 lets a length of 2^63 or more
 * through its size check (it is negative), and then the I/O thread dies; and it reserves what a header announces before a byte
 * of it arrived. Here a length out of bounds gives an empty frame, and frames being received may take a fixed budget together:
 * beyond it a big frame comes out empty, its sender gets no answer and tries again.
 */
final class ReadGuard implements MsgAllocator {
    /** Frames up to here are not counted. */
    private static final int SMALL = 64 * 1024;

    private final int longest;
    private final long budget;
    private final AtomicLong taken = new AtomicLong();
    private final ReferenceQueue<Msg> forgotten = new ReferenceQueue<>();
    private final Set<Claim> claims = ConcurrentHashMap.newKeySet();

    /** @param longest longest frame; @param budget bytes of all big frames at once */
    ReadGuard(int longest, long budget) {
        this.longest = longest;
        this.budget = budget;
    }

    @Override
    public Msg allocate(int size) {
        if (size < 0 || size > longest) {
            return new Msg(0);
        }
        return size <= SMALL ? new Msg(size) : big(size);
    }

    private Msg big(int size) {
        releaseForgotten();
        if (taken.addAndGet(size) > budget) {
            taken.addAndGet(-size);
            return new Msg(0);
        }
        Big message = new Big(size);
        message.claim = new Claim(message, size);
        claims.add(message.claim);
        return message;
    }

    /** Gives the budget back once a frame arrived whole; the garbage collector does it for those that never do. */
    void arrived(Msg message) {
        if (message instanceof Big big) {
            release(big.claim);
        }
    }

    long taken() {
        return taken.get();
    }

    private void releaseForgotten() {
        for (var claim = forgotten.poll(); claim != null; claim = forgotten.poll()) {
            release((Claim) claim);
        }
    }

    private void release(Claim claim) {
        if (claims.remove(claim)) {
            taken.addAndGet(-claim.size);
        }
    }

    private static final class Big extends Msg {
        private Claim claim;

        Big(int size) {
            super(size);
        }
    }

    private final class Claim extends PhantomReference<Msg> {
        private final int size;

        Claim(Msg message, int size) {
            super(message, forgotten);
            this.size = size;
        }
    }
}
