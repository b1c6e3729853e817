package org.saltern.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.saltern.crypto.RsaPrivateKey;
import org.saltern.crypto.RsaPublicKey;
import org.saltern.crypto.SigAlgorithm;

/**
 * {@code minion_sign_messages}: the {@code sig} of returns and events. SHA-1 whatever algorithm was agreed on, over new-spec
 * msgpack of the load as it was before the channel added its own fields; an event's load already held its {@code tok} then.
 */
public final class MinionSignature {
    private static final List<String> ADDED = List.of("sig", "nonce", "ts", "_stamp");

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
        return minion.verify(Msgpack.writeNewSpec(load), signature, SigAlgorithm.PKCS1V15_SHA1);
    }
}
