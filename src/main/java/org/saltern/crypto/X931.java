package org.saltern.crypto;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Optional;

/**
 * The ANSI X9.31 "signature" with message recovery that {@code tok} and the AES key signature use: the block {@code 6B BB…BB BA
 * data CC} under the bare private key, and of the two roots the smaller.
 */
final class X931 {
    private static final int HEADER = 0x6B;
    private static final int HEADER_FULL = 0x6A;
    private static final int FILLER = 0xBB;
    private static final int END_OF_FILLER = 0xBA;
    private static final int TRAILER = 0xCC;

    private X931() {}

    static byte[] sign(RSAPrivateKey key, byte[] data) {
        int size = sizeOf(key.getModulus());
        try {
            BigInteger root = new BigInteger(1, RawRsa.apply(key, block(data, size)));
            return fixed(root.min(key.getModulus().subtract(root)), size);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The RSA key could not be used", e);
        }
    }

    /** The data inside, every byte of the padding checked; empty when this key did not sign it. */
    static Optional<byte[]> open(RSAPublicKey key, byte[] signature) {
        BigInteger n = key.getModulus();
        if (signature.length != sizeOf(n) || new BigInteger(1, signature).compareTo(n) >= 0) {
            return Optional.empty();
        }
        try {
            BigInteger m = new BigInteger(1, RawRsa.apply(key, signature));
            BigInteger message = (m.intValue() & 15) == 12 ? m : n.subtract(m);
            return unpad(fixed(message, sizeOf(n)));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static byte[] block(byte[] data, int size) {
        if (data.length > size - 2) {
            throw new IllegalArgumentException("At most " + (size - 2) + " bytes fit this key");
        }
        byte[] block = new byte[size];
        int start = size - 1 - data.length;
        Arrays.fill(block, 1, start, (byte) FILLER);
        block[0] = (byte) (start == 1 ? HEADER_FULL : HEADER);
        if (start > 1) {
            block[start - 1] = (byte) END_OF_FILLER;
        }
        System.arraycopy(data, 0, block, start, data.length);
        block[size - 1] = (byte) TRAILER;
        return block;
    }

    private static Optional<byte[]> unpad(byte[] block) {
        int last = block.length - 1;
        if (at(block, last) != TRAILER) {
            return Optional.empty();
        }
        if (at(block, 0) == HEADER_FULL) {
            return Optional.of(Arrays.copyOfRange(block, 1, last));
        }
        int i = 1;
        while (i < last && at(block, i) == FILLER) {
            i++;
        }
        boolean padded = at(block, 0) == HEADER && i < last && at(block, i) == END_OF_FILLER;
        return padded ? Optional.of(Arrays.copyOfRange(block, i + 1, last)) : Optional.empty();
    }

    private static int at(byte[] block, int i) {
        return block[i] & 0xFF;
    }

    private static int sizeOf(BigInteger modulus) {
        return (modulus.bitLength() + 7) / 8;
    }

    /** Big-endian, unsigned, exactly {@code size} bytes. */
    private static byte[] fixed(BigInteger value, int size) {
        byte[] raw = value.toByteArray();
        byte[] out = new byte[size];
        int skip = Math.max(0, raw.length - size);
        System.arraycopy(raw, skip, out, size - (raw.length - skip), raw.length - skip);
        return out;
    }
}
