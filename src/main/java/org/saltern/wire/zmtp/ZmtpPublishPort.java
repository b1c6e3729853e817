package org.saltern.wire.zmtp;

import java.util.Map;
import java.util.function.Consumer;
import org.saltern.wire.PortFigures;
import org.saltern.wire.PublishPort;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The publish port on TCP: XPUB to SUB and XSUB peers. */
public final class ZmtpPublishPort implements PublishPort {
    private static final Logger LOG = LoggerFactory.getLogger(ZmtpPublishPort.class);
    private static final String NAME = "publish port";

    private final Cuts cuts = new Cuts(NAME);
    private final Reopening<PublishLine> reopening;
    private volatile Consumer<Map<String, Integer>> listener = peers -> {};
    private volatile Consumer<String> slowListener = address -> {};

    /** Binds and serves; see {@link ZmtpRequestPort}. */
    public ZmtpPublishPort(
            String host, int port, ConnectionLimits connections, SubscriberLimits subscribers) {
        reopening =
                new Reopening<>(
                        NAME,
                        Address.of(host, port),
                        (listening, onEnd) ->
                                new PublishLine(
                                        listening,
                                        connections,
                                        subscribers,
                                        cuts,
                                        peers -> listener.accept(peers),
                                        address -> slowListener.accept(address),
                                        onEnd));
        reopening.start();
    }

    @Override
    public void send(byte[]... frames) {
        if (!reopening.line().post(Frames.message(frames), frames[0])) {
            LOG.error("Too many publications wait for the publish port: one is dropped");
        }
    }

    @Override
    public String address() {
        return reopening.address().toString();
    }

    @Override
    public Map<String, Integer> peers() {
        return reopening.line().peers();
    }

    @Override
    public void onPeersChanged(Consumer<Map<String, Integer>> changed) {
        listener = changed;
    }

    @Override
    public void onSlowSubscriber(Consumer<String> told) {
        slowListener = told;
    }

    @Override
    public PortFigures figures() {
        return reopening.figures(cuts);
    }

    @Override
    public void reopen(String why) {
        reopening.reopen(why);
    }

    @Override
    public void close() {
        reopening.close();
    }
}
