package org.saltern.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.saltern.crypto.RsaPrivateKey;
import org.saltern.crypto.RsaPublicKey;
import org.saltern.crypto.SigAlgorithm;

/**
 * {@code minion_sign_messages}: the {@code sig} of returns and events, over new-spec msgpack. Until 3007 with SHA-1 whatever
 * algorithm was agreed on, over the load as it was before the channel added its own fields; an event's load already held its
 * {@code tok} then. From 3008 on with the minion's algorithm, over the load with the channel's time.
 */
public final class MinionSignature {
    private static final List<String> ADDED = List.of("sig", "nonce", "ts", "_stamp");

    /** What 3008 leaves out of what it signs. */
    private static final List<String> ADDED_LATER = List.of("sig", "nonce", "tok");

    private MinionSignature() {}

    /** The signature to put into a load; the load must not have one yet. */
    public static byte[] sign(ObjectNode load, RsaPrivateKey minion) {
        return minion.sign(Msgpack.writeNewSpec(load), SigAlgorithm.PKCS1V15_SHA1);
    }

    /** Empty when the request carries no signature; else whether it is this minion's. */
    public static Optional<Boolean> check(SealedRequest request, RsaPublicKey minion) {
        return Trees.optionalBytes(request.received(), "sig")
                .map(sig -> check(request, sig, minion));
    }

    private static boolean check(SealedRequest request, byte[] signature, RsaPublicKey minion) {
        ObjectNode load = request.received().deepCopy();
        load.remove(ADDED);
        if (minion.verify(Msgpack.writeNewSpec(load), signature, SigAlgorithm.PKCS1V15_SHA1)) {
            return true;
        }
        load.remove("tok");
        if (minion.verify(Msgpack.writeNewSpec(load), signature, SigAlgorithm.PKCS1V15_SHA1)) {
            return true;
        }
        ObjectNode later = request.received().deepCopy();
        later.remove(ADDED_LATER);
        byte[] signed = Msgpack.writeNewSpec(later);
        return Arrays.stream(SigAlgorithm.values())
                .anyMatch(algorithm -> minion.verify(signed, signature, algorithm));
    }
}
