package org.saltern.wire.zmtp;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/** The smallest peer there can be, to look at a port from outside. Blocks; for one thread. */
final class Probe implements AutoCloseable {
    private static final int LONGEST = 1024 * 1024;

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final OutputStream out;

    /**
     * Connects and shakes hands.
     *
     * @param patience for each step, unless said otherwise
     */
    Probe(InetSocketAddress address, String socketType, Duration patience) throws IOException {
        try {
            int millis = (int) patience.toMillis();
            socket.connect(address, millis);
            socket.setSoTimeout(millis);
            in = new DataInputStream(socket.getInputStream());
            out = socket.getOutputStream();
            out.write(Frames.hello(socketType));
            in.readFully(new byte[Frames.GREETING]);
            if (!isCommand(frame(), "READY")) {
                throw new IOException("The handshake was not answered with READY");
            }
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Sends one request and waits for the reply's payload. */
    byte[] ask(byte[] payload, Duration patience) throws IOException {
        socket.setSoTimeout((int) patience.toMillis());
        out.write(Frames.message(new byte[0], payload));
        byte[] last = frame();
        while (last.length == 0) {
            last = frame();
        }
        return last;
    }

    /** Waits until a heartbeat is answered. */
    void ping() throws IOException {
        out.write(Frames.ping());
        while (!isCommand(frame(), "PONG")) {
            // publications may come in between
        }
    }

    private byte[] frame() throws IOException {
        int flags = in.readUnsignedByte();
        long length = (flags & Frames.LONG) != 0 ? in.readLong() : in.readUnsignedByte();
        if (length < 0 || length > LONGEST) {
            throw new IOException("A frame of " + length + " bytes");
        }
        byte[] body = new byte[(int) length];
        in.readFully(body);
        return body;
    }

    private static boolean isCommand(byte[] body, String name) {
        byte[] word = name.getBytes(StandardCharsets.US_ASCII);
        byte[] start =
                ByteBuffer.allocate(1 + word.length).put((byte) word.length).put(word).array();
        return body.length >= start.length
                && Arrays.equals(body, 0, start.length, start, 0, start.length);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
