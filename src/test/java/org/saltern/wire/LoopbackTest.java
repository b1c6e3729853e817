package org.saltern.wire;

class LoopbackTest extends PortContract {
    private final Loopback loopback = closer.add(new Loopback());

    @Override
    RequestPort requestPort() {
        return loopback.requestPort();
    }

    @Override
    PublishPort publishPort() {
        return loopback.publishPort();
    }

    @Override
    RequestClient requestClient(RequestPort port) {
        return loopback.requestClient();
    }

    @Override
    PublishClient publishClient(PublishPort port) {
        return loopback.publishClient();
    }

    @Override
    String peer() {
        return Loopback.PEER;
    }
}
