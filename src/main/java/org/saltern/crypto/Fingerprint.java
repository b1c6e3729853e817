package org.saltern.crypto;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** The fingerprint of a public key as {@code salt-key -F} and {@code salt-call --local key.finger} print it. */
public final class Fingerprint {
    private Fingerprint() {}

    /**
     * SHA-256 over the lines between the BEGIN and END lines, each with its line feed, as lower-case hex pairs joined by
     * colons. It is taken from the text, not from the key: the same key wrapped otherwise has another one, as upstream.
     *
     * @param pem PEM text; blank lines and carriage returns do not count
     */
    public static String ofPem(String pem) {
        List<String> lines = pem.replace("\r", "").lines().filter(l -> !l.isBlank()).toList();
        String body =
                lines.stream()
                        .skip(1)
                        .limit(Math.max(0, lines.size() - 2))
                        .map(line -> line + "\n")
                        .collect(Collectors.joining());
        byte[] hash = sha256().digest(body.getBytes(StandardCharsets.UTF_8));
        return HexFormat.ofDelimiter(":").formatHex(hash);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
