package org.saltern.bench;

import java.util.List;
import java.util.stream.IntStream;
import org.saltern.crypto.RsaPrivateKey;

/** A key pair, and what is computed from it once. */
record Identity(RsaPrivateKey key, byte[] token, String pem) {
    private static final int BITS = 2048;

    static List<Identity> make(int count) {
        return IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> RsaPrivateKey.generate(BITS))
                .map(key -> new Identity(key, key.token(), key.publicKey().pem().strip()))
                .toList();
    }
}
