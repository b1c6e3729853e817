package org.saltern.modules.exec;

/** A function broke because it was told to. */
final class DeliberateException extends Exception {
    private static final long serialVersionUID = 1;

    DeliberateException(String message) {
        super(message);
    }
}
