package org.saltern.wire.zmtp;

import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A peer of the publish port: SUB or XSUB, which subscribes, and says nothing else (S-9). */
final class SubscriberConnection extends Connection {
    private static final byte CANCEL = 0;
    private static final byte SUBSCRIBE = 1;

    private final PublishLine line;
    private final List<ByteBuffer> topics = new ArrayList<>(2);

    SubscriberConnection(PublishLine line, SocketChannel channel, String address) {
        super(line, channel, address);
        this.line = line;
    }

    @Override
    boolean fits(String socketType) {
        return socketType.equals("SUB") || socketType.equals("XSUB");
    }

    @Override
    public long longest(boolean command) {
        return command ? super.longest(true) : 1 + line.limits().longestTopic();
    }

    /** ZMTP 3.1 (RFC 37): SUBSCRIBE and CANCEL are commands. */
    @Override
    void other(Command command) throws Violation {
        switch (command.name()) {
            case "SUBSCRIBE" -> subscribe(command.data());
            case "CANCEL" -> cancel(command.data());
            default -> {
                // unknown commands are for later versions of the protocol: read over
            }
        }
    }

    /** ZMTP 3.0 (RFC 23): a message whose first byte says which. */
    @Override
    public void part(byte[] body, boolean more) throws Violation {
        needReady();
        boolean known = body.length > 0 && (body[0] == SUBSCRIBE || body[0] == CANCEL);
        if (more || !known) {
            throw new Violation(Cut.NOT_A_SUBSCRIPTION);
        }
        byte[] topic = Arrays.copyOfRange(body, 1, body.length);
        if (body[0] == SUBSCRIBE) {
            subscribe(topic);
        } else {
            cancel(topic);
        }
    }

    private void subscribe(byte[] bytes) throws Violation {
        ByteBuffer topic = ByteBuffer.wrap(bytes);
        if (topics.contains(topic)) {
            return;
        }
        SubscriberLimits limits = line.limits();
        if (topics.size() == limits.topics() || bytes.length > limits.longestTopic()) {
            throw new Violation(Cut.TOO_MANY_TOPICS);
        }
        topics.add(topic);
        line.subscriptions().add(this, topic);
        line.present(this);
    }

    private void cancel(byte[] bytes) {
        ByteBuffer topic = ByteBuffer.wrap(bytes);
        if (topics.remove(topic)) {
            line.subscriptions().remove(this, topic);
        }
    }

    /** Sends a publication; cuts this peer alone when it does not take what it is sent (S-10). */
    void publish(ByteBuffer shared) {
        send(shared.duplicate());
        SubscriberLimits limits = line.limits();
        if (outbox().messages() > limits.queuedMessages()
                || outbox().bytes() > limits.queuedBytes()) {
            cut(Cut.SLOW_SUBSCRIBER);
            line.slow(address());
        }
    }

    List<ByteBuffer> topics() {
        return topics;
    }

    @Override
    int partsHeld() {
        return 0;
    }
}
