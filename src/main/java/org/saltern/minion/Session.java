package org.saltern.minion;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.saltern.crypto.Crypticle;
import org.saltern.crypto.RsaPublicKey;
import org.saltern.wire.AuthReply;

/** What an accepted sign-in gave: the keys to talk with until the master changes them. */
final class Session {
    private final RsaPublicKey master;
    private final int publishPort;
    private final Crypticle publications;
    private final Crypticle requests;
    private final String aesDigest;
    private final AtomicLong lastSerial;

    /** @param lastSerial the last publication heard under the same AES key, 0 when none */
    Session(AuthReply.Accepted accepted, int protocol, long lastSerial) {
        this.master = accepted.master();
        this.publishPort = accepted.publishPort();
        this.publications = accepted.aes().crypticle();
        this.requests = protocol >= 3 ? accepted.session().crypticle() : publications;
        this.aesDigest = digest(accepted);
        this.lastSerial = new AtomicLong(lastSerial);
    }

    static String digest(AuthReply.Accepted accepted) {
        return new String(accepted.aes().digest(), StandardCharsets.US_ASCII);
    }

    RsaPublicKey master() {
        return master;
    }

    int publishPort() {
        return publishPort;
    }

    Crypticle publications() {
        return publications;
    }

    Crypticle requests() {
        return requests;
    }

    String aesDigest() {
        return aesDigest;
    }

    /** Whether a publication's serial is newer than all before; remembers it then. 0 is no serial and always new. */
    boolean isNew(long serial) {
        return serial == 0 || lastSerial.getAndUpdate(last -> Math.max(last, serial)) < serial;
    }
}
