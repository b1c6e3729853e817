package org.saltern.wire.zmtp;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A peer that sends whatever bytes a test wants. Reads block for at most 20 seconds. */
final class Raw implements AutoCloseable {
    static final int PATIENCE_MS = 20_000;

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final OutputStream out;

    private Raw(String address, int receiveBuffer) throws IOException {
        int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(PATIENCE_MS);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** Connected over TCP and silent. */
    static Raw silent(String address) throws IOException {
        return new Raw(address, 0);
    }

    /** After a ZMTP 3.1 handshake. */
    static Raw peer(String address, String socketType) throws IOException {
        return peer(address, socketType, 1, 0);
    }

    static Raw peer(String address, String socketType, int minor, int receiveBuffer)
            throws IOException {
        Raw raw = new Raw(address, receiveBuffer);
        byte[] hello = Frames.hello(socketType);
        hello[11] = (byte) minor;
        return raw.send(hello).greeted();
    }

    /** Reads the greeting and READY of the other side. */
    Raw greeted() throws IOException {
        in.readFully(new byte[Frames.GREETING]);
        frame();
        return this;
    }

    Raw send(byte[]... pieces) throws IOException {
        for (byte[] piece : pieces) {
            out.write(piece);
        }
        return this;
    }

    Raw request(byte[] payload) throws IOException {
        return send(Frames.message(new byte[0], payload));
    }

    Raw subscribe(String topic) throws IOException {
        return send(Frames.command("SUBSCRIBE", topic.getBytes(StandardCharsets.UTF_8)));
    }

    /** The next frame's body; an exception when the other side closed. */
    byte[] frame() throws IOException {
        int flags = in.readUnsignedByte();
        long length = (flags & Frames.LONG) != 0 ? in.readLong() : in.readUnsignedByte();
        return in.readNBytes((int) length);
    }

    /** The payload of the next reply. */
    byte[] reply() throws IOException {
        byte[] delimiter = frame();
        if (delimiter.length != 0) {
            throw new IOException("No delimiter but " + Arrays.toString(delimiter));
        }
        return frame();
    }

    /** Whether the other side closes within {@link #PATIENCE_MS}; what comes before is passed over. */
    boolean isCut() throws IOException {
        try {
            while (in.read(new byte[4096]) >= 0) {
                // greeting, READY, publications
            }
            return true;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true; // reset
        }
    }

    /** A heartbeat's round trip: what was sent before was read by the port. */
    Raw settled() throws IOException {
        send(Frames.ping());
        byte[] body = frame();
        while (!new String(body, StandardCharsets.ISO_8859_1).startsWith("\4PONG")) {
            body = frame();
        }
        return this;
    }

    static byte[] header(int flags, long length) {
        return ByteBuffer.allocate(9).put((byte) flags).putLong(length).array();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
