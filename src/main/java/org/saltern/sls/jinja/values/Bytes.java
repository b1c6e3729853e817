package org.saltern.sls.jinja.values;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A row of bytes. */
public final class Bytes implements Value {
    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    public static Bytes of(byte[] content) {
        return new Bytes(content.clone());
    }

    /** One byte for each character, which must be below 256. */
    public static Bytes latin1(String text) {
        return new Bytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public byte[] content() {
        return content.clone();
    }

    /** One character for each byte. */
    public String latin1() {
        return new String(content, StandardCharsets.ISO_8859_1);
    }

    public int length() {
        return content.length;
    }

    @Override
    public String typeName() {
        return "bytes";
    }

    @Override
    public boolean truth() {
        return content.length > 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes b && Arrays.equals(content, b.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }
}
