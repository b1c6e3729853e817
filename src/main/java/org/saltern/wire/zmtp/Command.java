package org.saltern.wire.zmtp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A command: a name and data. Keeps the frame's body, no copy. */
final class Command {
    private static final int VALUE_LENGTH = 4;

    private final String name;
    private final byte[] body;
    private final int at;

    private Command(String name, byte[] body, int at) {
        this.name = name;
        this.body = body;
        this.at = at;
    }

    static Command of(byte[] body) throws Violation {
        int name = body.length == 0 ? 0 : body[0] & 0xFF;
        if (name == 0 || name + 1 > body.length) {
            throw new Violation(Cut.MALFORMED);
        }
        return new Command(new String(body, 1, name, StandardCharsets.US_ASCII), body, 1 + name);
    }

    String name() {
        return name;
    }

    /** The whole frame's body. */
    byte[] body() {
        return body;
    }

    /** Where the data begins in {@link #body}. */
    int at() {
        return at;
    }

    /** How many bytes of data there are. */
    int length() {
        return body.length - at;
    }

    byte[] data() {
        return Arrays.copyOfRange(body, at, body.length);
    }

    /**
     * The value of a READY command's property; null when it is absent.
     *
     * @param wanted its name in lower case
     * @throws Violation the data are no list of properties
     */
    byte[] property(String wanted) throws Violation {
        byte[] found = null;
        int i = at;
        while (i < body.length) {
            int name = body[i++] & 0xFF;
            if (name == 0 || body.length - i < name + VALUE_LENGTH) {
                throw new Violation(Cut.MALFORMED);
            }
            boolean here =
                    new String(body, i, name, StandardCharsets.US_ASCII).equalsIgnoreCase(wanted);
            i += name;
            long value = 0;
            for (int end = i + VALUE_LENGTH; i < end; i++) {
                value = (value << 8) | (body[i] & 0xFF);
            }
            if (value > body.length - i) {
                throw new Violation(Cut.MALFORMED);
            }
            if (here) {
                found = Arrays.copyOfRange(body, i, i + (int) value);
            }
            i += (int) value;
        }
        return found;
    }
}
