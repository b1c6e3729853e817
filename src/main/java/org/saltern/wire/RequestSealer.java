package org.saltern.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.saltern.crypto.Crypticle;

/**
 * A minion's side of {@link SealedRequest}: who it is and which protocol it speaks.
 *
 * @param version 3, or 2 for masters before 3006.12
 * @param token {@link org.saltern.crypto.RsaPrivateKey#token()} of the minion's key
 */
public record RequestSealer(
        int version, String id, byte[] token, AuthReplies.Algorithms algorithms) {
    /** The first version whose requests carry id and time outside and inside. */
    private static final int WITH_SESSION = 3;

    /**
     * @param load the command's fields, {@code cmd} among them; not changed
     * @param seconds now, since 1970
     * @param key the session key, in protocol 2 the master-wide AES key
     */
    public byte[] seal(ObjectNode load, String nonce, long seconds, Crypticle key) {
        ObjectNode inside = load.deepCopy();
        inside.put("nonce", nonce);
        boolean three = version >= WITH_SESSION;
        if (three) {
            inside.put("ts", seconds).put("id", id);
        }
        inside.put("tok", token);
        return new Envelope.Sealed(
                        version,
                        three ? id : "",
                        algorithms.enc().wireName(),
                        algorithms.sig().wireName(),
                        key.seal(Msgpack.write(inside)))
                .encode();
    }
}
