package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;

/**
 * Passwords as a PostgreSQL server keeps them: {@code md5…} of password and role, or {@code SCRAM-SHA-256$…} (RFC 5803). Only
 * these go to the server, so that its log never holds a password.
 */
final class PostgresPassword {
    private static final Pattern SCRAM = Pattern.compile("SCRAM-SHA-256\\$(\\d+):([^$]+)\\$.*");
    private static final int ROUNDS = 4096;
    private static final int SALT_BYTES = 16;
    private static final int KEY_BITS = 256;
    private static final SecureRandom RANDOM = new SecureRandom();

    private PostgresPassword() {}

    /** The way that is asked for. @param encrypted null for Salt's default, true for md5 */
    static String method(JsonNode encrypted) {
        String method =
                encrypted.isNull() || encrypted.isBoolean() ? "md5" : Values.asText(encrypted);
        boolean plain = encrypted.isBoolean() && !encrypted.booleanValue();
        if (plain || !(method.equals("md5") || method.equals("scram-sha-256"))) {
            throw new ModuleError.Failed(
                    "Passwords of PostgreSQL are kept as md5 or scram-sha-256, not as "
                            + Values.asText(encrypted));
        }
        return method;
    }

    /** What to give to the server. A password that is in this form already stays. */
    static String of(String role, String password, String method) {
        if (method.equals("md5")) {
            return password.startsWith("md5") ? password : md5(role, password);
        }
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return password.startsWith("SCRAM-SHA-256") ? password : scram(password, salt, ROUNDS);
    }

    /** Whether what the server keeps is this password, kept this way. */
    static boolean isKept(String role, String password, String kept, String method) {
        Matcher m = SCRAM.matcher(kept);
        if (method.equals("scram-sha-256")
                && m.matches()
                && !password.startsWith("SCRAM-SHA-256")) {
            byte[] salt = Base64.getDecoder().decode(m.group(2));
            return kept.equals(scram(password, salt, Integer.parseInt(m.group(1))));
        }
        return kept.equals(method.equals("md5") ? of(role, password, method) : password);
    }

    private static String md5(String role, String password) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("MD5")
                            .digest((password + role).getBytes(StandardCharsets.UTF_8));
            return "md5" + HexFormat.of().formatHex(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String scram(String password, byte[] salt, int rounds) {
        try {
            byte[] salted =
                    SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                            .generateSecret(
                                    new PBEKeySpec(password.toCharArray(), salt, rounds, KEY_BITS))
                            .getEncoded();
            byte[] stored = MessageDigest.getInstance("SHA-256").digest(hmac(salted, "Client Key"));
            var base64 = Base64.getEncoder();
            return "SCRAM-SHA-256$"
                    + rounds
                    + ":"
                    + base64.encodeToString(salt)
                    + "$"
                    + base64.encodeToString(stored)
                    + ":"
                    + base64.encodeToString(hmac(salted, "Server Key"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
