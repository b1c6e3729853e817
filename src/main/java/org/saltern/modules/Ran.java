package org.saltern.modules;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * What a finished command left.
 *
 * @param exit exit status; a program ended by signal n has 128 + n
 * @param pid process id that it had
 * @param out standard output, cut at the command's limit
 * @param err standard error, cut at the command's limit; empty when merged
 * @param timedOut the time limit passed and the process tree was killed
 * @param cut one of the streams was longer than the limit
 */
public record Ran(int exit, long pid, byte[] out, byte[] err, boolean timedOut, boolean cut) {
    /** Standard output as UTF-8; bytes that are not become U+FFFD. */
    public String text() {
        return text(StandardCharsets.UTF_8);
    }

    public String text(Charset charset) {
        return new String(out, charset);
    }

    /** Standard error as UTF-8. */
    public String errors() {
        return new String(err, StandardCharsets.UTF_8);
    }

    public boolean ok() {
        return exit == 0 && !timedOut;
    }
}
