package org.saltern.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.saltern.base.Problem;

/**
 * One PEM block: nothing before it, nothing after it, no headers inside.
 *
 * @param label the words after BEGIN, {@code PUBLIC KEY}
 * @param content the decoded bytes
 */
record Pem(String label, byte[] content) {
    /** The longest public key text taken from a minion, in characters (S-12). */
    static final int LONGEST_PUBLIC = 8 * 1024;

    /** Wide enough for a private key of 16384 bits. */
    static final int LONGEST_PRIVATE = 64 * 1024;

    private static final Pattern BLOCK =
            Pattern.compile(
                    "-----BEGIN ([A-Z0-9 ]{1,40})-----\n([A-Za-z0-9+/=\n]*)-----END \\1-----");

    /** @throws Problem.BadInput not one PEM block, or longer than {@code longest} */
    static Pem parse(String text, int longest, String where) {
        if (text.length() > longest) {
            throw notPem("The key text has " + text.length() + " characters", where);
        }
        Matcher block = BLOCK.matcher(text.replace("\r", "").strip());
        if (!block.matches()) {
            throw notPem("This is not one PEM block", where);
        }
        try {
            return new Pem(
                    block.group(1), Base64.getDecoder().decode(block.group(2).replace("\n", "")));
        } catch (IllegalArgumentException e) {
            throw new Problem.BadInput(
                    "The text between BEGIN and END is not base64",
                    where,
                    "Copy the whole key file.",
                    e);
        }
    }

    /** Lines of 64 characters, each ended by a line feed, the last one too. */
    String text() {
        var encoder = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(label, encoder.encodeToString(content), label);
    }

    private static Problem.BadInput notPem(String what, String where) {
        return new Problem.BadInput(
                what,
                where,
                "Give one PEM file that starts with '-----BEGIN' and ends with 'KEY-----'.");
    }
}
