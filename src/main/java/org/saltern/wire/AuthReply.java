package org.saltern.wire;

import org.saltern.crypto.RsaPublicKey;
import org.saltern.crypto.SessionKey;

/** The master's answer to an {@link AuthRequest}. Each kind has one encoding in {@link AuthReplies}. */
public sealed interface AuthReply {
    /** Rejected, denied or an id that is none: {@code ret: False}. */
    record Refused() implements AuthReply {}

    /** The key waits for an operator: {@code ret: True}. */
    record Pending() implements AuthReply {}

    /** Too many minions: {@code ret: "full"}. */
    record Full() implements AuthReply {}

    /**
     * The keys to work with.
     *
     * @param master the key the minion shall pin
     * @param publishPort where publications come from
     * @param aes the master-wide key of publications (and of protocol 2 requests)
     * @param session the minion's own key of protocol 3 requests; null only from masters before protocol 3
     */
    record Accepted(RsaPublicKey master, int publishPort, SessionKey aes, SessionKey session)
            implements AuthReply {}
}
