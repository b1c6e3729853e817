package org.saltern.crypto;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.saltern.base.Problem;

/**
 * A symmetric key as it travels: base64 of 24 bytes for AES-192 and 32 for HMAC-SHA256. The master-wide AES key, a minion's
 * session key and a pillar reply's one-shot key all look like this. What is encrypted and hashed is the text itself. Prints
 * nothing secret.
 */
public final class SessionKey {
    static final int AES_BYTES = 24;
    static final int HMAC_BYTES = 32;

    private final String text;
    private final byte[] raw;

    private SessionKey(String text, byte[] raw) {
        this.text = text;
        this.raw = raw;
    }

    /** A fresh key. */
    public static SessionKey random() {
        byte[] raw = new byte[AES_BYTES + HMAC_BYTES];
        new SecureRandom().nextBytes(raw);
        return new SessionKey(Base64.getEncoder().encodeToString(raw), raw);
    }

    /** @throws Problem.BadInput not base64 of 56 bytes; the text is not repeated */
    public static SessionKey of(String text) {
        try {
            byte[] raw = Base64.getMimeDecoder().decode(text);
            if (raw.length == AES_BYTES + HMAC_BYTES) {
                return new SessionKey(text, raw);
            }
            throw new IllegalArgumentException(raw.length + " bytes");
        } catch (IllegalArgumentException e) {
            throw new Problem.BadInput(
                    "Not a session key: "
                            + (AES_BYTES + HMAC_BYTES)
                            + " bytes in base64 are needed",
                    "session key",
                    "Sign in again.",
                    e);
        }
    }

    /** The key that a stranger's message holds; empty when the bytes are none. */
    public static Optional<SessionKey> read(byte[] text) {
        try {
            return Optional.of(of(new String(text, StandardCharsets.US_ASCII)));
        } catch (Problem.BadInput e) {
            return Optional.empty();
        }
    }

    /** The 76 characters. Secret. */
    public String text() {
        return text;
    }

    /** {@link #text()} as bytes, to be encrypted. Secret. */
    public byte[] bytes() {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** What the X9.31 signature of an accepted sign-in covers: lower-case hex SHA-256 of the text, 64 bytes. */
    public byte[] digest() {
        byte[] hash = Fingerprint.sha256().digest(bytes());
        return HexFormat.of().formatHex(hash).getBytes(StandardCharsets.US_ASCII);
    }

    /** The cipher of this key. */
    public Crypticle crypticle() {
        return new Crypticle(raw);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SessionKey that && MessageDigest.isEqual(raw, that.raw);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "session key (hidden)";
    }
}
