package org.saltern.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** One client connection in ZMTP 3.0 with mechanism NULL (RFC 23): greeting, READY, then messages. On the loop's thread only. */
final class Link {
    private static final int GREETING = 64;
    private static final int MORE = 1;
    private static final int LONG = 2;
    private static final int COMMAND = 4;
    private static final int SHORT = 255;
    private static final int LARGEST = 64 << 20;
    private static final int SMALL = 512;

    /** What happens on a connection. */
    interface Ear {
        /** The handshake is done. */
        void opened();

        /** @param body the last part of a message */
        void heard(byte[] body);

        /** It ended, not by {@link Link#close}. */
        void broke();
    }

    private final Ear ear;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final Deque<ByteBuffer> out = new ArrayDeque<>();
    private ByteBuffer in = ByteBuffer.allocate(SMALL);
    private boolean isGreeted;
    private boolean isOpen;
    private boolean isClosed;

    /** @param from local address, null for any */
    Link(Loop loop, InetSocketAddress to, InetAddress from, String socketType, Ear ear)
            throws IOException {
        this.ear = ear;
        this.channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.socket().setTcpNoDelay(true);
        if (from != null) {
            channel.bind(new InetSocketAddress(from, 0));
        }
        out.add(hello(socketType));
        channel.connect(to);
        key = loop.register(channel, SelectionKey.OP_CONNECT, this);
    }

    boolean isOpen() {
        return isOpen && !isClosed;
    }

    /** Sends one message; the parts before the last are empty or short. */
    void send(byte[]... parts) {
        for (int i = 0; i < parts.length; i++) {
            out.add(frame(i < parts.length - 1 ? MORE : 0, parts[i]));
        }
        flush();
    }

    void close() {
        if (!isClosed) {
            isClosed = true;
            try {
                channel.close();
            } catch (IOException e) {
                throw new IllegalStateException("A socket could not be closed", e);
            }
        }
    }

    /** The selector found it ready. */
    void ready() {
        try {
            if (key.isConnectable() && channel.finishConnect()) {
                key.interestOps(SelectionKey.OP_READ);
                write();
            }
            if (!isClosed && key.isReadable()) {
                read();
            }
            if (!isClosed && key.isWritable()) {
                write();
            }
        } catch (IOException e) {
            broken();
        }
    }

    private void flush() {
        try {
            if (channel.isConnected()) {
                write();
            }
        } catch (IOException e) {
            broken();
        }
    }

    private void write() throws IOException {
        while (!out.isEmpty()) {
            channel.write(out.peek());
            if (out.peek().hasRemaining()) {
                key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
                return;
            }
            out.remove();
        }
        key.interestOps(SelectionKey.OP_READ);
    }

    private void read() throws IOException {
        int count = channel.read(in);
        while (count > 0 && !isClosed) {
            in.flip();
            boolean more = true;
            while (more && !isClosed) {
                more = isGreeted ? frame() : greeting();
            }
            in.compact();
            if (!in.hasRemaining()) {
                in = ByteBuffer.allocate(in.capacity() * 2).put(in.flip());
            }
            count = isClosed ? 0 : channel.read(in);
        }
        if (in.position() == 0 && in.capacity() > SMALL) {
            in = ByteBuffer.allocate(SMALL); // ten thousand idle connections share this process
        }
        if (count < 0) {
            broken();
        }
    }

    private boolean greeting() {
        if (in.remaining() < GREETING) {
            return false;
        }
        in.position(in.position() + GREETING);
        isGreeted = true;
        return true;
    }

    private boolean frame() throws IOException {
        int begin = in.position();
        if (in.remaining() < 2) {
            return false;
        }
        int flags = in.get();
        boolean isLong = (flags & LONG) != 0;
        if (isLong && in.remaining() < Long.BYTES) {
            in.position(begin);
            return false;
        }
        long size = isLong ? in.getLong() : in.get() & 0xFF;
        if (size < 0 || size > LARGEST) {
            throw new IOException("A frame of " + size + " bytes");
        }
        if (in.remaining() < size) {
            in.position(begin);
            reserve((int) size + 9);
            return false;
        }
        byte[] body = new byte[(int) size];
        in.get(body);
        take(flags, body);
        return true;
    }

    private void reserve(int size) {
        if (in.capacity() < size) {
            in = ByteBuffer.allocate(size).put(in).flip();
        }
    }

    private void take(int flags, byte[] body) {
        if ((flags & COMMAND) != 0) {
            command(new String(body, StandardCharsets.ISO_8859_1));
        } else if ((flags & MORE) == 0) {
            ear.heard(body);
        }
    }

    private void command(String text) {
        if (text.startsWith("\5READY")) {
            isOpen = true;
            ear.opened();
        } else if (text.startsWith("\4PING")) {
            String context = text.substring(Math.min(text.length(), 7));
            out.add(frame(COMMAND, ("\4PONG" + context).getBytes(StandardCharsets.ISO_8859_1)));
            flush();
        }
    }

    private void broken() {
        if (!isClosed) {
            close();
            ear.broke();
        }
    }

    private static ByteBuffer hello(String socketType) {
        ByteBuffer greeting = ByteBuffer.allocate(GREETING);
        greeting.put((byte) 0xFF).position(9).put((byte) 0x7F).put((byte) 3);
        greeting.position(12).put("NULL".getBytes(StandardCharsets.US_ASCII)).rewind();
        byte[] ready =
                ("\5READY\13Socket-Type\0\0\0" + (char) socketType.length() + socketType)
                        .getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer command = frame(COMMAND, ready);
        return ByteBuffer.allocate(GREETING + command.remaining())
                .put(greeting)
                .put(command)
                .flip();
    }

    private static ByteBuffer frame(int flags, byte[] body) {
        boolean isLong = body.length > SHORT;
        ByteBuffer frame = ByteBuffer.allocate(body.length + (isLong ? 9 : 2));
        frame.put((byte) (flags | (isLong ? LONG : 0)));
        if (isLong) {
            frame.putLong(body.length);
        } else {
            frame.put((byte) body.length);
        }
        return frame.put(body).flip();
    }

    /** The message that subscribes to topics with this prefix. */
    static byte[] subscription(String prefix) {
        byte[] topic = prefix.getBytes(StandardCharsets.UTF_8);
        byte[] message = Arrays.copyOf(new byte[] {1}, 1 + topic.length);
        System.arraycopy(topic, 0, message, 1, topic.length);
        return message;
    }
}
