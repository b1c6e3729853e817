package org.saltern.wire.zmtp;

/** What a peer did that ends its connection. Without a stack trace: strangers can cause as many as they like. */
final class Violation extends Exception {
    private static final long serialVersionUID = 1L;

    private final Cut cut;

    Violation(Cut cut) {
        super(cut.sentence(), null, false, false);
        this.cut = cut;
    }

    Cut cut() {
        return cut;
    }
}
