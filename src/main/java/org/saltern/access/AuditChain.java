package org.saltern.access;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/**
 * Ties each audit line to all before it: SHA-256 over the hash of the line before and the fields of this one, each led by its
 * length. The first line follows {@link #START}.
 */
final class AuditChain {
    /** What the first line follows; 64 hex digits as every hash here. */
    static final String START = "0".repeat(64);

    private AuditChain() {}

    /** The hash of a line; its number plays no part, the order does. Times count to the microsecond, as they are stored. */
    static String next(
            String before, Instant at, String actor, String action, String subject, String detail) {
        MessageDigest sha256 = sha256();
        sha256.update(HexFormat.of().parseHex(before));
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, at);
        sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(micros).flip());
        for (String field : new String[] {actor, action, subject, detail}) {
            byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
            sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
            sha256.update(bytes);
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    static String next(String before, AuditEntry line) {
        return next(before, line.at(), line.actor(), line.action(), line.subject(), line.detail());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
