package org.saltern.master;

import java.nio.file.Path;
import java.time.Duration;
import org.saltern.crypto.MasterKey;
import org.saltern.crypto.SigAlgorithm;

/**
 * How the door for minions works. Names of Salt's master file in brackets.
 *
 * @param pki folder of the key files, {@code master.pem} and {@code master.pub} [pki_dir]; that of an existing Salt master will do
 * @param cache folder of the minions' session keys and of the dropfile {@code .dfn} [cachedir]
 * @param keyBits length of a master key that has to be made [keysize]
 * @param keyLife how long the AES key and a session key are given out [publish_session]
 * @param grace how long requests under the AES key before the current one are still taken
 * @param signMasterKey whether the master's public key is sent signed by {@code master_sign.pem} [master_sign_pubkey]
 * @param topics whether publications carry the ids they are for as topics [zmq_filtering]; minions must agree
 * @param clockSkew how far a minion's clock may be off; zero for any [request_server_ttl]
 * @param keyRevoke whether a minion may have its own key forgotten [allow_minion_key_revoke]
 * @param signatures how publications are signed, and which signatures returns must have
 * @param states what minions are told about running states
 * @param signInsPerAddress how many sign-ins a second, with keys that are not accepted, one network address may make
 */
public record MasterSettings(
        Path pki,
        Path cache,
        int keyBits,
        Duration keyLife,
        Duration grace,
        boolean signMasterKey,
        boolean topics,
        Duration clockSkew,
        boolean keyRevoke,
        Signatures signatures,
        StateSettings states,
        int signInsPerAddress) {
    /** The most that strangers of all addresses may make in a second. */
    public static final int MOST_SIGN_INS = 250;

    private static final int USUAL_SIGN_INS = 20;

    /**
     * Signatures beside those of the protocol itself.
     *
     * @param publications algorithm of the master's signature under publications [publish_signing_algorithm]
     * @param required whether a return without its minion's signature is refused [require_minion_sign_messages]
     * @param valid whether a return with another signature than its minion's is refused [drop_messages_signature_fail]
     */
    public record Signatures(SigAlgorithm publications, boolean required, boolean valid) {
        /** Salt's defaults of every series up to 3008. */
        public static final Signatures DEFAULT =
                new Signatures(SigAlgorithm.PKCS1V15_SHA1, false, false);
    }

    /** Salt's defaults, with a clock tolerance of five minutes. */
    public static MasterSettings in(Path pki, Path cache) {
        return new MasterSettings(
                pki,
                cache,
                MasterKey.BITS,
                Duration.ofDays(1),
                Duration.ofMinutes(5),
                false,
                false,
                Duration.ofMinutes(5),
                true,
                Signatures.DEFAULT,
                StateSettings.DEFAULT,
                USUAL_SIGN_INS);
    }

    /** The same with another length for new keys. */
    public MasterSettings withKeyBits(int bits) {
        return new MasterSettings(
                pki,
                cache,
                bits,
                keyLife,
                grace,
                signMasterKey,
                topics,
                clockSkew,
                keyRevoke,
                signatures,
                states,
                signInsPerAddress);
    }

    /** The same with {@code master_sign_pubkey} on or off. */
    public MasterSettings withSignMasterKey(boolean sign) {
        return new MasterSettings(
                pki,
                cache,
                keyBits,
                keyLife,
                grace,
                sign,
                topics,
                clockSkew,
                keyRevoke,
                signatures,
                states,
                signInsPerAddress);
    }

    /** The same with {@code zmq_filtering} on or off. */
    public MasterSettings withTopics(boolean filtering) {
        return new MasterSettings(
                pki,
                cache,
                keyBits,
                keyLife,
                grace,
                signMasterKey,
                filtering,
                clockSkew,
                keyRevoke,
                signatures,
                states,
                signInsPerAddress);
    }

    /** The same with another tolerance for minions' clocks. */
    public MasterSettings withClockSkew(Duration skew) {
        return new MasterSettings(
                pki,
                cache,
                keyBits,
                keyLife,
                grace,
                signMasterKey,
                topics,
                skew,
                keyRevoke,
                signatures,
                states,
                signInsPerAddress);
    }

    /** The same with other signatures. */
    public MasterSettings with(Signatures other) {
        return new MasterSettings(
                pki,
                cache,
                keyBits,
                keyLife,
                grace,
                signMasterKey,
                topics,
                clockSkew,
                keyRevoke,
                other,
                states,
                signInsPerAddress);
    }

    /** The same with another number of sign-ins of strangers a second and address. */
    public MasterSettings withSignInsPerAddress(int perSecond) {
        return new MasterSettings(
                pki,
                cache,
                keyBits,
                keyLife,
                grace,
                signMasterKey,
                topics,
                clockSkew,
                keyRevoke,
                signatures,
                states,
                perSecond);
    }
}
