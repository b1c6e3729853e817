package org.saltern.master;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.saltern.crypto.Crypticle;
import org.saltern.crypto.RsaPrivateKey;
import org.saltern.crypto.SessionKey;

/**
 * One master-wide AES key with all that lives and dies with it: its cipher, the master's signature over it, the serial of its
 * publications.
 */
final class AesKey {
    private final SessionKey key = SessionKey.random();
    private final Crypticle crypticle = key.crypticle();
    private final byte[] signature;
    private final Instant made;
    private final AtomicLong serial = new AtomicLong();

    AesKey(RsaPrivateKey master, Instant made) {
        this.signature = master.signX931(key.digest());
        this.made = made;
    }

    SessionKey key() {
        return key;
    }

    Crypticle crypticle() {
        return crypticle;
    }

    /** The {@code sig} of accepted sign-ins: X9.31 over the key's digest. */
    byte[] signature() {
        return signature.clone();
    }

    Instant made() {
        return made;
    }

    /** Strictly increasing from 1. */
    long nextSerial() {
        return serial.incrementAndGet();
    }
}
