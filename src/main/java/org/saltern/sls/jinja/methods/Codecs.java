package org.saltern.sls.jinja.methods;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.saltern.sls.jinja.JinjaError;
import org.saltern.sls.jinja.values.Bytes;
import org.saltern.sls.jinja.values.Errors;
import org.saltern.sls.jinja.values.Str;
import org.saltern.sls.jinja.values.Value;

/** {@code str.encode} and {@code bytes.decode}. */
final class Codecs {
    private Codecs() {}

    private static Charset charset(String name) {
        return switch (name.toLowerCase(java.util.Locale.ROOT).replace('_', '-')) {
            case "utf-8", "utf8" -> StandardCharsets.UTF_8;
            case "ascii", "us-ascii" -> StandardCharsets.US_ASCII;
            case "latin-1", "latin1", "iso-8859-1", "iso8859-1" -> StandardCharsets.ISO_8859_1;
            case "utf-16-le", "utf-16le" -> StandardCharsets.UTF_16LE;
            case "utf-16-be", "utf-16be" -> StandardCharsets.UTF_16BE;
            default -> throw new JinjaError("LookupError", "unknown encoding: " + name);
        };
    }

    private static CodingErrorAction action(String errors) {
        return switch (errors) {
            case "strict" -> CodingErrorAction.REPORT;
            case "ignore" -> CodingErrorAction.IGNORE;
            case "replace" -> CodingErrorAction.REPLACE;
            default ->
                    throw new JinjaError(
                            "LookupError", "unknown error handler name '" + errors + "'");
        };
    }

    static Value encode(String text, String encoding, String errors) {
        Charset charset = charset(encoding);
        if (errors.equals("backslashreplace") || errors.equals("xmlcharrefreplace")) {
            return encode(escaped(text, charset, errors), encoding, "strict");
        }
        try {
            ByteBuffer out =
                    charset.newEncoder()
                            .onMalformedInput(action(errors))
                            .onUnmappableCharacter(action(errors))
                            .encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[out.remaining()];
            out.get(bytes);
            return Bytes.of(bytes);
        } catch (CharacterCodingException e) {
            throw new JinjaError(
                    "UnicodeEncodeError", "'" + encoding + "' codec can't encode characters", e);
        }
    }

    private static String escaped(String text, Charset charset, String errors) {
        var out = new StringBuilder();
        var encoder = charset.newEncoder();
        text.codePoints()
                .forEach(
                        c -> {
                            String one = Character.toString(c);
                            if (encoder.canEncode(one)) {
                                out.append(one);
                            } else if (errors.equals("xmlcharrefreplace")) {
                                out.append("&#").append(c).append(';');
                            } else {
                                out.append(
                                        String.format(
                                                c < 0x100
                                                        ? "\\x%02x"
                                                        : c < 0x10000 ? "\\u%04x" : "\\U%08x",
                                                c));
                            }
                        });
        return out.toString();
    }

    static Value decode(Bytes bytes, String encoding, String errors) {
        Charset charset = charset(encoding);
        try {
            return Str.of(
                    charset.newDecoder()
                            .onMalformedInput(action(errors))
                            .onUnmappableCharacter(action(errors))
                            .decode(ByteBuffer.wrap(bytes.content()))
                            .toString());
        } catch (CharacterCodingException e) {
            throw new JinjaError(
                    "UnicodeDecodeError", "'" + encoding + "' codec can't decode bytes", e);
        } catch (IllegalArgumentException e) {
            throw Errors.value(e.getMessage());
        }
    }
}
