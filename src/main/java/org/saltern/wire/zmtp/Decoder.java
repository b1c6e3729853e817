package org.saltern.wire.zmtp;

import java.nio.ByteBuffer;

/**
 * Turns the bytes of one connection, in pieces of any size, into a greeting and frames. It believes no length: a frame longer
 * than the sink allows for its kind ends the connection before a byte of it is kept, and until a frame is whole no more memory
 * is taken than {@link Growing} says.
 */
final class Decoder {
    /** What the bytes mean. */
    interface Sink {
        /** The first bytes were those of a ZMTP peer. */
        void signed();

        /**
         * The peer's greeting said version 3 and NULL.
         *
         * @param minor 0 for ZMTP 3.0, from 1 on heartbeats are known
         */
        void greeted(int minor) throws Violation;

        /** The longest body taken now, of a command or of a message's part. */
        long longest(boolean command);

        void command(byte[] body) throws Violation;

        void part(byte[] body, boolean more) throws Violation;

        /** Whether the next frame can be taken now; if not, {@link Decoder#feed} returns and leaves the rest. */
        boolean ready();
    }

    private static final int SIGNATURE_FIRST = 0xFF;
    private static final int SIGNATURE_LAST_AT = 9;
    private static final int MAJOR_AT = 10;
    private static final int MINOR_AT = 11;
    private static final int KNOWN_FLAGS = Frames.MORE | Frames.LONG | Frames.COMMAND;
    private static final byte[] EMPTY = {};

    private enum At {
        GREETING,
        FLAGS,
        LENGTH,
        BODY
    }

    private byte[] greeting = new byte[Frames.GREETING];
    private At at = At.GREETING;
    private int counted;
    private int flags;
    private long length;
    private Growing body;

    /** Decodes until the bytes are used up or the sink is not ready. */
    void feed(ByteBuffer in, Sink sink) throws Violation {
        while (in.hasRemaining()) {
            switch (at) {
                case GREETING -> greeting(in, sink);
                case FLAGS -> {
                    if (!sink.ready()) {
                        return;
                    }
                    flags(in.get() & 0xFF);
                }
                case LENGTH -> length(in, sink);
                case BODY -> body(in, sink);
            }
        }
    }

    private void greeting(ByteBuffer in, Sink sink) throws Violation {
        while (in.hasRemaining() && counted < Frames.GREETING) {
            byte b = in.get();
            greeting[counted] = b;
            boolean wrong =
                    switch (counted) {
                        case 0 -> (b & 0xFF) != SIGNATURE_FIRST;
                        case SIGNATURE_LAST_AT -> (b & 1) == 0;
                        case MAJOR_AT -> (b & 0xFF) < Frames.MAJOR;
                        default -> false;
                    };
            if (wrong) {
                throw new Violation(Cut.GREETING);
            }
            counted++;
            if (counted == Frames.SIGNATURE) {
                sink.signed();
            }
        }
        if (counted == Frames.GREETING) {
            if (!Frames.isNullMechanism(greeting)) {
                throw new Violation(Cut.MECHANISM);
            }
            int major = greeting[MAJOR_AT] & 0xFF;
            sink.greeted(major > Frames.MAJOR ? Frames.MINOR : greeting[MINOR_AT] & 0xFF);
            greeting = null;
            at = At.FLAGS;
        }
    }

    private void flags(int read) throws Violation {
        boolean commandWithMore = (read & Frames.COMMAND) != 0 && (read & Frames.MORE) != 0;
        if ((read & ~KNOWN_FLAGS) != 0 || commandWithMore) {
            throw new Violation(Cut.MALFORMED);
        }
        flags = read;
        length = 0;
        counted = (read & Frames.LONG) != 0 ? Long.BYTES : 1;
        at = At.LENGTH;
    }

    private void length(ByteBuffer in, Sink sink) throws Violation {
        while (in.hasRemaining() && counted > 0) {
            length = (length << 8) | (in.get() & 0xFF);
            counted--;
        }
        if (counted > 0) {
            return;
        }
        if (length < 0 || length > sink.longest(isCommand())) {
            throw new Violation(Cut.TOO_LONG);
        }
        at = At.BODY;
        if (length == 0) {
            done(EMPTY, sink);
        }
    }

    private void body(ByteBuffer in, Sink sink) throws Violation {
        if (body == null && in.remaining() >= length) {
            byte[] whole = new byte[(int) length];
            in.get(whole);
            done(whole, sink);
            return;
        }
        if (body == null) {
            body = new Growing((int) length);
        }
        if (body.take(in)) {
            byte[] whole = body.whole();
            body = null;
            done(whole, sink);
        }
    }

    private void done(byte[] whole, Sink sink) throws Violation {
        at = At.FLAGS;
        if (isCommand()) {
            sink.command(whole);
        } else {
            sink.part(whole, (flags & Frames.MORE) != 0);
        }
    }

    private boolean isCommand() {
        return (flags & Frames.COMMAND) != 0;
    }

    /** Bytes of memory an unfinished frame takes. */
    int held() {
        return body == null ? 0 : body.held();
    }

    /** Whether a frame has begun and is not complete. */
    boolean isInside() {
        return at == At.LENGTH || at == At.BODY;
    }
}
