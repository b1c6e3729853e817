package org.saltern.master;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.saltern.wire.PortFigures;
import org.saltern.wire.PublishPort;

/** A publish port that loses messages when told to, as a real one does when a subscriber is slow or not quite there. */
public final class LossyPort implements PublishPort {
    private final PublishPort inner;
    private final AtomicInteger lost = new AtomicInteger();

    public LossyPort(PublishPort inner) {
        this.inner = inner;
    }

    /** Loses the next message. */
    public void loseNext() {
        lost.set(1);
    }

    @Override
    public void send(byte[]... frames) {
        if (lost.getAndUpdate(n -> Math.max(0, n - 1)) == 0) {
            inner.send(frames);
        }
    }

    @Override
    public String address() {
        return inner.address();
    }

    @Override
    public Map<String, Integer> peers() {
        return inner.peers();
    }

    @Override
    public void onPeersChanged(Consumer<Map<String, Integer>> listener) {
        inner.onPeersChanged(listener);
    }

    @Override
    public PortFigures figures() {
        return inner.figures();
    }

    @Override
    public void onSlowSubscriber(Consumer<String> listener) {
        inner.onSlowSubscriber(listener);
    }

    @Override
    public void reopen(String why) {
        inner.reopen(why);
    }

    @Override
    public void close() {
        inner.close();
    }
}
