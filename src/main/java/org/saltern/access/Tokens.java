package org.saltern.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Secrets that clients hold: made at random, kept only as SHA-256. */
final class Tokens {
    private static final int BYTES = 32;
    private static final int CSRF_DIGITS = 40;
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    private final SecureRandom random = new SecureRandom();

    /** 256 random bits as 64 lower-case hex digits; clients of salt-api take a token as it comes. */
    String fresh() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    static boolean isToken(String text) {
        return text != null && FORM.matcher(text).matches();
    }

    /** What is stored in a token's place, 64 hex digits. */
    static String hash(String token) {
        return sha256(token);
    }

    /** The form token of a session: derived from the session token, useless without it. */
    static String csrf(String token) {
        return sha256("csrf " + token).substring(0, CSRF_DIGITS);
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
