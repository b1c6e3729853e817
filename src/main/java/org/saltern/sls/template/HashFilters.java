package org.saltern.sls.template;

import java.math.BigInteger;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.saltern.sls.jinja.JinjaError;
import org.saltern.sls.jinja.filters.FilterTable;
import org.saltern.sls.jinja.values.Bool;
import org.saltern.sls.jinja.values.Bound;
import org.saltern.sls.jinja.values.Bytes;
import org.saltern.sls.jinja.values.Errors;
import org.saltern.sls.jinja.values.Run;
import org.saltern.sls.jinja.values.Str;
import org.saltern.sls.jinja.values.Value;

/** Salt's filters with hashes, base64 and chance. */
final class HashFilters {
    /** The namespace of Salt's {@code uuid} filter. */
    private static final byte[] NAMESPACE =
            HexFormat.of().parseHex("91633ebf1c865e33935a28061f4b480e");

    private static final SecureRandom RANDOM = new SecureRandom();

    static final FilterTable TABLE =
            new FilterTable()
                    .add("md5(instr)", (run, a) -> digest("MD5", a))
                    .add("sha1(instr)", (run, a) -> digest("SHA-1", a))
                    .add("sha256(instr)", (run, a) -> digest("SHA-256", a))
                    .add("sha512(instr)", (run, a) -> digest("SHA-512", a))
                    .add(
                            "hmac(string, shared_secret, challenge_hmac)",
                            (run, a) ->
                                    Bool.of(
                                            MessageDigest.isEqual(
                                                    Base64.getEncoder().encode(mac(a)),
                                                    ConvertFilters.bytes(a.get(2)))))
                    .add(
                            "hmac_compute(string, shared_secret)",
                            (run, a) -> Str.of(HexFormat.of().formatHex(mac(a))))
                    .add(
                            "base64_encode(instr)",
                            (run, a) ->
                                    Str.of(
                                            Base64.getEncoder()
                                                    .encodeToString(
                                                            ConvertFilters.bytes(a.get(0)))))
                    .add(
                            "base64_decode(instr)",
                            (run, a) -> decoded(ConvertFilters.bytes(a.get(0))))
                    .add("uuid(val)", (run, a) -> Str.of(uuid(ConvertFilters.bytes(a.get(0)))))
                    .add("random_hash(size=9999999999, hash_type=None)", HashFilters::randomHash)
                    .alias("rand_str", "random_hash")
                    .add(
                            "random_str(size=32)",
                            (run, a) -> Str.of(randomText(run, a.longNumber(0))));

    private HashFilters() {}

    private static byte[] hash(String algorithm, byte[] content) {
        try {
            return MessageDigest.getInstance(algorithm).digest(content);
        } catch (GeneralSecurityException e) {
            throw new JinjaError(
                    "AttributeError", "module 'hashlib' has no attribute '" + algorithm + "'", e);
        }
    }

    private static Value digest(String algorithm, Bound a) {
        return Str.of(HexFormat.of().formatHex(hash(algorithm, ConvertFilters.bytes(a.get(0)))));
    }

    private static byte[] mac(Bound a) {
        byte[] message = ConvertFilters.bytes(a.get(0));
        byte[] key = ConvertFilters.bytes(a.get(1));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            // Java refuses an empty key; one zero byte is the same key to HMAC.
            mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, "HmacSHA256"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 is in every Java", e);
        }
    }

    /** The bytes as UTF-8 text, or themselves when they are none. What is no base64 character is passed over. */
    private static Value decoded(byte[] text) {
        String kept =
                new String(text, StandardCharsets.ISO_8859_1).replaceAll("[^A-Za-z0-9+/=]", "");
        int padding = kept.indexOf('=');
        String digits = padding < 0 ? kept : kept.substring(0, padding);
        int missing = (4 - digits.length() % 4) % 4;
        if (missing == 3) {
            throw new JinjaError(
                    "Error",
                    "Invalid base64-encoded string: number of data characters ("
                            + digits.length()
                            + ") cannot be 1 more than a multiple of 4");
        } else if (kept.length() - digits.length() < missing) {
            throw new JinjaError("Error", "Incorrect padding");
        }
        byte[] bytes = Base64.getDecoder().decode(digits);
        try {
            return Str.of(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(java.nio.ByteBuffer.wrap(bytes))
                            .toString());
        } catch (CharacterCodingException e) {
            return Bytes.of(bytes);
        }
    }

    private static String uuid(byte[] text) {
        byte[] both = Arrays.copyOf(NAMESPACE, NAMESPACE.length + text.length);
        System.arraycopy(text, 0, both, NAMESPACE.length, text.length);
        byte[] id = Arrays.copyOf(hash("SHA-1", both), 16);
        id[6] = (byte) (id[6] & 0x0f | 0x50);
        id[8] = (byte) (id[8] & 0x3f | 0x80);
        String hex = HexFormat.of().formatHex(id);
        return String.join(
                "-",
                hex.substring(0, 8),
                hex.substring(8, 12),
                hex.substring(12, 16),
                hex.substring(16, 20),
                hex.substring(20));
    }

    private static Value randomHash(Run run, Bound a) {
        String type = a.truth(1) ? a.text(1) : "md5";
        String algorithm =
                switch (type) {
                    case "md5" -> "MD5";
                    case "sha1" -> "SHA-1";
                    case "sha224" -> "SHA-224";
                    case "sha256" -> "SHA-256";
                    case "sha384" -> "SHA-384";
                    case "sha512" -> "SHA-512";
                    default ->
                            throw new JinjaError(
                                    "AttributeError",
                                    "module 'hashlib' has no attribute '" + type + "'");
                };
        long most =
                org.saltern.sls.jinja.values.Numbers.index(
                        a.get(0) instanceof Str s ? ConvertFilters.number(s) : a.get(0));
        if (most < 0) {
            throw Errors.value("empty range for randrange()");
        }
        BigInteger number =
                new BigInteger(96, RANDOM).mod(BigInteger.valueOf(most).add(BigInteger.ONE));
        return Str.of(
                HexFormat.of()
                        .formatHex(
                                hash(
                                        algorithm,
                                        number.toString().getBytes(StandardCharsets.UTF_8))));
    }

    private static String randomText(Run run, long size) {
        run.makes(Math.max(0, size));
        byte[] bytes = new byte[(int) Math.max(0, size)];
        RANDOM.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes).substring(0, bytes.length);
    }
}
