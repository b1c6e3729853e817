package org.saltern.wire;

/**
 * How much a decoder takes from one message.
 *
 * @param bytes longest message
 * @param depth deepest nesting of lists and maps
 * @param elements most list items and map entries in all
 */
public record Limits(int bytes, int depth, int elements) {
    private static final int MIB = 1024 * 1024;

    /** What anybody may send: an envelope whose load is not sealed (S-4). */
    public static final Limits CLEAR = new Limits(MIB, 64, 10_000);

    /** The envelope around a sealed load: a few fields, one of them long. */
    public static final Limits ENVELOPE = new Limits(64 * MIB, 64, 10_000);

    /** What the owner of a key may send inside the seal. */
    public static final Limits SEALED = new Limits(64 * MIB, 512, 4_000_000);
}
