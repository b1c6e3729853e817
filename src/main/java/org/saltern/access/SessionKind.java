package org.saltern.access;

/** What holds a session. */
public enum SessionKind {
    /** A browser: the session also ends after a time without a request. */
    BROWSER,
    /** A program: the session ends only at its fixed time, or by signing out. */
    API
}
