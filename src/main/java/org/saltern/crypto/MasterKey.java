package org.saltern.crypto;

import java.nio.file.Path;

/** The master's identity: the key pair that minions pin, in {@code master.pem} and {@code master.pub}. */
public record MasterKey(RsaPrivateKey key) {
    /** Length of a new master key in bits. */
    public static final int BITS = 4096;

    /**
     * The key in this folder; a new one of {@link #BITS} bits when there is none.
     *
     * @throws org.saltern.base.Problem.Unavailable others may read the file, or it cannot be read or written
     */
    public static MasterKey open(Path folder) {
        return open(folder, BITS);
    }

    /** {@link #open(Path)} with another length for a new key (tests and demos: 2048 is quick). */
    public static MasterKey open(Path folder, int bits) {
        return new MasterKey(new KeyFiles(folder, "master").loadOrMake(bits));
    }

    public RsaPublicKey publicKey() {
        return key.publicKey();
    }

    /** What operators put into a minion's {@code master_finger}. */
    public String fingerprint() {
        return publicKey().fingerprint();
    }
}
