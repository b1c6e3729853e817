package org.saltern.crypto;

import java.util.Arrays;
import java.util.Optional;

/** How messages are signed: RSA PKCS#1 v1.5. In replies the minion's word decides, in publications the master's. */
public enum SigAlgorithm {
    /** Upstream's default, and all that protocol 2 knows. */
    PKCS1V15_SHA1("PKCS1v15-SHA1", "SHA1withRSA"),
    /** What minions in FIPS mode ask for. */
    PKCS1V15_SHA224("PKCS1v15-SHA224", "SHA224withRSA");

    private final String wireName;
    private final String jceName;

    SigAlgorithm(String wireName, String jceName) {
        this.wireName = wireName;
        this.jceName = jceName;
    }

    /** The word of the {@code sig_algo} field. */
    public String wireName() {
        return wireName;
    }

    /** The algorithm of this wire name; empty when Saltern does not know it. */
    public static Optional<SigAlgorithm> of(String wireName) {
        return Arrays.stream(values()).filter(a -> a.wireName.equals(wireName)).findFirst();
    }

    String jceName() {
        return jceName;
    }
}
