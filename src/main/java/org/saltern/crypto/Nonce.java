package org.saltern.crypto;

import java.security.SecureRandom;
import java.util.HexFormat;

/** The 32 hex characters that tie a reply to its request. */
public final class Nonce {
    private Nonce() {}

    /** A fresh one. */
    public static String random() {
        byte[] raw = new byte[Crypticle.NONCE_LENGTH / 2];
        new SecureRandom().nextBytes(raw);
        return HexFormat.of().formatHex(raw);
    }

    /** Whether a text has the form of a nonce. */
    public static boolean isValid(String text) {
        return text.length() == Crypticle.NONCE_LENGTH
                && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }
}
