package org.saltern.files;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.saltern.base.Problem;

/** Text and its bytes; nothing is replaced on the way. */
final class Utf8 {
    private Utf8() {}

    /** The text, or null when the bytes are not UTF-8. */
    static String text(byte[] content) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
        } catch (CharacterCodingException notText) {
            return null;
        }
    }

    /** @throws Problem.BadInput the text is larger than {@code most} bytes, or has half a character in it */
    static byte[] bytes(String where, String text, int most) {
        ByteBuffer bytes;
        try {
            bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            throw new Problem.BadInput(
                    "The text has half a character in it",
                    where,
                    "Remove the character that shows as a box or question mark.",
                    e);
        }
        if (bytes.remaining() > most) {
            throw new Problem.BadInput(
                    Problem.text("The text is larger than {0} MiB", (most >> 20)),
                    where,
                    Problem.text(
                            "Put large files into the root by other means; they are served all the same."));
        }
        byte[] content = new byte[bytes.remaining()];
        bytes.get(content);
        return content;
    }
}
