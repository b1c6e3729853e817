package org.saltern.crypto;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals messages with one {@link SessionKey}: {@code IV || AES-192-CBC(marker || nonce? || message) || HMAC-SHA256}. The HMAC
 * is checked in constant time before anything is decrypted. Thread-safe.
 */
public final class Crypticle {
    /** Length of a nonce in characters. */
    public static final int NONCE_LENGTH = 32;

    private static final byte[] MARKER = "pickle::".getBytes(StandardCharsets.US_ASCII);
    private static final int BLOCK = 16;
    private static final int MAC = 32;

    private final SecretKeySpec aesKey;
    private final SecretKeySpec macKey;
    private final SecureRandom random = new SecureRandom();

    Crypticle(byte[] raw) {
        aesKey = new SecretKeySpec(raw, 0, SessionKey.AES_BYTES, "AES");
        macKey = new SecretKeySpec(raw, SessionKey.AES_BYTES, SessionKey.HMAC_BYTES, "HmacSHA256");
    }

    /** Seals a request, a publication or a pillar. */
    public byte[] seal(byte[] message) {
        return seal(message, "");
    }

    /** Seals a reply: the nonce of the request goes before the message. */
    public byte[] seal(byte[] message, String nonce) {
        byte[] iv = new byte[BLOCK];
        random.nextBytes(iv);
        byte[] plain = concat(MARKER, nonce.getBytes(StandardCharsets.US_ASCII), message);
        try {
            Cipher aes = aes(Cipher.ENCRYPT_MODE, iv);
            byte[] cipher = concat(iv, aes.doFinal(plain));
            return concat(cipher, mac(cipher));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES is not available", e);
        }
    }

    /** The message inside; empty when another key sealed it, or it was altered, or it is not in this form. */
    public Optional<byte[]> open(byte[] sealed) {
        int length = sealed.length - MAC;
        if (length < 2 * BLOCK || length % BLOCK != 0) {
            return Optional.empty();
        }
        byte[] cipher = Arrays.copyOf(sealed, length);
        byte[] tag = Arrays.copyOfRange(sealed, length, sealed.length);
        try {
            if (!MessageDigest.isEqual(mac(cipher), tag)) {
                return Optional.empty();
            }
            byte[] iv = Arrays.copyOf(cipher, BLOCK);
            byte[] plain = aes(Cipher.DECRYPT_MODE, iv).doFinal(cipher, BLOCK, length - BLOCK);
            return startsWith(plain, MARKER)
                    ? Optional.of(Arrays.copyOfRange(plain, MARKER.length, plain.length))
                    : Optional.empty();
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /** {@link #open(byte[])} of a reply; empty also when it does not answer the request with this nonce. */
    public Optional<byte[]> open(byte[] sealed, String nonce) {
        byte[] expected = nonce.getBytes(StandardCharsets.US_ASCII);
        return open(sealed)
                .filter(m -> startsWith(m, expected))
                .map(m -> Arrays.copyOfRange(m, expected.length, m.length));
    }

    private Cipher aes(int mode, byte[] iv) throws GeneralSecurityException {
        Cipher aes = Cipher.getInstance("AES/CBC/PKCS5Padding");
        aes.init(mode, aesKey, new IvParameterSpec(iv));
        return aes;
    }

    private byte[] mac(byte[] cipher) throws GeneralSecurityException {
        Mac hmac = Mac.getInstance("HmacSHA256");
        hmac.init(macKey);
        return hmac.doFinal(cipher);
    }

    private static boolean startsWith(byte[] whole, byte[] start) {
        return whole.length >= start.length
                && MessageDigest.isEqual(Arrays.copyOf(whole, start.length), start);
    }

    private static byte[] concat(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
