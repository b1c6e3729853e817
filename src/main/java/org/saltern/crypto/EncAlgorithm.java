package org.saltern.crypto;

import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/** How a key string is encrypted for one minion: RSA OAEP with an empty label. The minion picks it. */
public enum EncAlgorithm {
    /** Upstream's default, and all that protocol 2 knows. */
    OAEP_SHA1("OAEP-SHA1", "SHA-1", MGF1ParameterSpec.SHA1),
    /** What minions in FIPS mode ask for; SHA-224 also in the mask. */
    OAEP_SHA224("OAEP-SHA224", "SHA-224", MGF1ParameterSpec.SHA224);

    private final String wireName;
    private final String digest;
    private final MGF1ParameterSpec mask;

    EncAlgorithm(String wireName, String digest, MGF1ParameterSpec mask) {
        this.wireName = wireName;
        this.digest = digest;
        this.mask = mask;
    }

    /** The word of the {@code enc_algo} field. */
    public String wireName() {
        return wireName;
    }

    /** The algorithm of this wire name; empty when Saltern does not know it. */
    public static Optional<EncAlgorithm> of(String wireName) {
        return Arrays.stream(values()).filter(a -> a.wireName.equals(wireName)).findFirst();
    }

    OAEPParameterSpec parameters() {
        return new OAEPParameterSpec(digest, "MGF1", mask, PSource.PSpecified.DEFAULT);
    }
}
