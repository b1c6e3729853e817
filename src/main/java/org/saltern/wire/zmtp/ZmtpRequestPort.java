package org.saltern.wire.zmtp;

import org.saltern.wire.PortFigures;
import org.saltern.wire.RequestPort;

/** The request port on TCP: ROUTER to REQ and DEALER peers. */
public final class ZmtpRequestPort implements RequestPort {
    private static final String NAME = "request port";

    private final Cuts cuts = new Cuts(NAME);
    private final Reopening<RequestLine> reopening;
    private volatile Desk desk;

    /**
     * Binds; peers wait until {@link #serve}.
     *
     * @param host address of an interface, {@code 0.0.0.0} for all, IPv6 with or without brackets
     * @param port 0 for any free one
     * @throws org.saltern.base.Problem.Unavailable the port is in use
     */
    public ZmtpRequestPort(
            String host, int port, ConnectionLimits connections, RequestLimits requests) {
        reopening =
                new Reopening<>(
                        NAME,
                        Address.of(host, port),
                        (listening, onEnd) ->
                                new RequestLine(
                                        listening, connections, requests, cuts, desk, onEnd));
    }

    @Override
    public void serve(Desk answering) {
        desk = answering;
        reopening.start();
    }

    @Override
    public String address() {
        return reopening.address().toString();
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
