package org.saltern.hosts;

/** What the master says to a sign-in; the words of the {@code act} field of {@code salt/auth} in lower case. */
public enum KeyVerdict {
    /** Accepted: it gets the keys. */
    ACCEPT,
    /** Waiting for an operator. */
    PEND,
    /** Its key was rejected. */
    REJECT,
    /** The hostname belongs to another key; recorded as a {@link KeyClaim}. */
    DENIED,
    /** Too many waiting keys, or {@code max_minions} reached. */
    FULL,
    /** Accepted key, but it speaks protocol 2 and is not admitted as a legacy minion. */
    OLD_PROTOCOL
}
