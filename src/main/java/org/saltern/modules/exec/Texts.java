package org.saltern.modules.exec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.saltern.modules.Machine;

/**
 * A text file whose every byte survives being read and written: UTF-8, or byte for byte when it is not valid UTF-8.
 *
 * @param text the content
 * @param charset how to turn it into bytes again
 */
public record Texts(String text, Charset charset) {
    public static Texts read(Machine machine, String path) throws IOException {
        byte[] content = machine.read(path);
        return utf8(content)
                .map(t -> new Texts(t, StandardCharsets.UTF_8))
                .orElseGet(
                        () ->
                                new Texts(
                                        new String(content, StandardCharsets.ISO_8859_1),
                                        StandardCharsets.ISO_8859_1));
    }

    /** The bytes as text; empty when they are not UTF-8. */
    public static Optional<String> utf8(byte[] content) {
        try {
            return Optional.of(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(content))
                            .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    public byte[] bytes(String changed) {
        boolean fits = charset.newEncoder().canEncode(changed);
        return changed.getBytes(fits ? charset : StandardCharsets.UTF_8);
    }

    public boolean isBinary() {
        return text.indexOf('\0') >= 0;
    }
}
