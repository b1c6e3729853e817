package org.saltern.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.saltern.base.Json;

/**
 * A return as it is stored: the part that hosts with the same answer share, compressed when it is large, and what is this host's
 * own (see {@link Varying}).
 *
 * @param hash SHA-256 of the shared part, fields sorted; base64url without padding, 43 characters
 * @param bytes the shared part: a mark, then JSON, perhaps compressed
 * @param varying likewise, or null when the shared part is the whole return
 * @param original size of the return as JSON, in bytes, before anything was cut; 0 when it was too deep to tell
 */
record Content(String hash, byte[] bytes, byte[] varying, int original) {
    private static final int COMPRESS_FROM = 4 << 10;
    private static final int MOST_VARYING = 512 << 10;
    private static final int DEEPEST = 500;
    private static final byte PLAIN = 0;
    private static final byte DEFLATED = 1;

    /** Packs a return, cut as {@link #cut} says. */
    static Content of(JsonNode result, int limit) {
        if (!Trees.isShallow(result, DEEPEST)) {
            return pack(tooDeep(), null, 0);
        }
        String text = Trees.write(result);
        int size = text.getBytes(StandardCharsets.UTF_8).length;
        if (size > limit) {
            return pack(cut(result, text, size, limit), null, size);
        }
        Varying parts = Varying.split(result);
        byte[] values = parts.values().isEmpty() ? null : bytes(parts.values());
        boolean whole = values == null || values.length > MOST_VARYING;
        return whole ? pack(result, null, size) : pack(parts.stable(), values, size);
    }

    /**
     * The return itself, or a marked piece of it: a return of more bytes of JSON than this, or one nested deeper than 500 levels,
     * becomes an object with {@code truncated}, {@code reason}, {@code original_size} and {@code head}.
     */
    static JsonNode cut(JsonNode result, int limit) {
        if (!Trees.isShallow(result, DEEPEST)) {
            return tooDeep();
        }
        String text = Trees.write(result);
        int size = text.getBytes(StandardCharsets.UTF_8).length;
        return size > limit ? cut(result, text, size, limit) : result;
    }

    /** The return again; a tree of its own each time. */
    static JsonNode read(byte[] bytes, byte[] varying) {
        JsonNode stable = Trees.read(json(bytes));
        return varying == null
                ? stable
                : Varying.join(stable, (ArrayNode) Trees.read(json(varying)));
    }

    /** Whether this is exactly the return that these columns hold. */
    boolean isSame(String otherHash, byte[] otherVarying) {
        return hash.equals(otherHash) && Arrays.equals(varying, otherVarying);
    }

    /** How much memory this takes, roughly. */
    int size() {
        return bytes.length + (varying == null ? 0 : varying.length);
    }

    private static JsonNode tooDeep() {
        return marked("nested deeper than " + DEEPEST + " levels", 0, "");
    }

    private static JsonNode cut(JsonNode result, String text, int size, int limit) {
        String whole = result.isTextual() ? result.asText() : text;
        return marked("larger than " + limit + " bytes", size, head(whole, limit / 4));
    }

    private static JsonNode marked(String why, int size, String head) {
        return Json.object()
                .put("truncated", true)
                .put("reason", why)
                .put("original_size", size)
                .put("head", head);
    }

    /** So many UTF-16 units of a text at most, never half a character. */
    private static String head(String text, int units) {
        int end = Math.min(text.length(), units);
        boolean splits =
                end > 0 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1));
        return text.substring(0, splits ? end - 1 : end);
    }

    private static Content pack(JsonNode shared, byte[] varying, int original) {
        String hash = hash(Trees.write(Trees.sorted(shared)));
        return new Content(hash, bytes(shared), varying, original);
    }

    private static String hash(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private static byte[] bytes(JsonNode tree) {
        byte[] json = Trees.write(tree).getBytes(StandardCharsets.UTF_8);
        var out = new ByteArrayOutputStream(json.length / 2 + 16);
        boolean compress = json.length > COMPRESS_FROM;
        out.write(compress ? DEFLATED : PLAIN);
        if (!compress) {
            out.writeBytes(json);
            return out.toByteArray();
        }
        var deflater = new Deflater(Deflater.BEST_SPEED);
        try (var deflate = new DeflaterOutputStream(out, deflater)) {
            deflate.write(json);
        } catch (IOException e) {
            throw new IllegalStateException("Bytes in memory could not be compressed", e);
        } finally {
            deflater.end();
        }
        return out.toByteArray();
    }

    private static byte[] json(byte[] stored) {
        if (stored[0] == PLAIN) {
            return Arrays.copyOfRange(stored, 1, stored.length);
        }
        try (var inflate =
                new InflaterInputStream(new ByteArrayInputStream(stored, 1, stored.length - 1))) {
            return inflate.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("A stored return is damaged", e);
        }
    }
}
