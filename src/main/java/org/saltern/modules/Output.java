package org.saltern.modules;

/**
 * Hears what a command prints while it runs. Called from the threads that read the two streams, so an implementation is
 * thread-safe; a slow one slows the command down, never loses output.
 */
@FunctionalInterface
public interface Output {
    /** Nobody listens. */
    Output NONE = (stream, bytes) -> {};

    /** Which of the two streams. */
    enum Stream {
        OUT,
        ERR
    }

    /** A piece of output as it arrived; may end inside a UTF-8 character. The array belongs to the receiver. */
    void piece(Stream stream, byte[] bytes);
}
