package org.saltern.modules.exec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.saltern.modules.ModuleError;

/** Hash sums under the names that Salt uses: {@code md5}, {@code sha1}, {@code sha256}, {@code sha512} … */
public final class Hashes {
    private static final int BUFFER = 64 << 10;

    private Hashes() {}

    public static String of(String type, String text) {
        return HexFormat.of().formatHex(digest(type).digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Reads the stream to its end. */
    public static String of(String type, InputStream in) throws IOException {
        MessageDigest digest = digest(type);
        byte[] buffer = new byte[BUFFER];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            digest.update(buffer, 0, n);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest(String type) {
        String name =
                switch (type) {
                    case "md5" -> "MD5";
                    case "sha1" -> "SHA-1";
                    case "sha224" -> "SHA-224";
                    case "sha256" -> "SHA-256";
                    case "sha384" -> "SHA-384";
                    case "sha512" -> "SHA-512";
                    case "sha3_256" -> "SHA3-256";
                    case "sha3_512" -> "SHA3-512";
                    default -> throw new ModuleError.BadRequest("Invalid hash type: " + type);
                };
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new ModuleError.Failed("This Java has no " + name, e);
        }
    }
}
