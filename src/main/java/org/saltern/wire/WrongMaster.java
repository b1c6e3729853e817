package org.saltern.wire;

import org.saltern.crypto.RsaPublicKey;

/** The master shows another key than the one the minion pinned: a new master, or somebody in the middle. */
public final class WrongMaster extends BadMessage {
    private static final long serialVersionUID = 1L;

    private final transient RsaPublicKey shown;

    WrongMaster(RsaPublicKey shown) {
        super("the master shows another key, " + shown.fingerprint());
        this.shown = shown;
    }

    /** The key that came. */
    public RsaPublicKey shown() {
        return shown;
    }
}
