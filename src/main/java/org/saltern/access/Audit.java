package org.saltern.access;

import java.util.List;

/** Who did what, when. Rooms write it; nobody edits it. Thread-safe. */
public final class Audit {
    /** Writes one line, now. */
    public void write(Actor actor, String action, String subject, String detail) {
        throw new UnsupportedOperationException();
    }

    /** The newest lines first. Needs ADMINISTER. */
    public List<AuditEntry> newest(Actor actor, int limit) {
        throw new UnsupportedOperationException();
    }

    /** The lines about one subject, newest first. Needs SEE. */
    public List<AuditEntry> about(Actor actor, String subject, int limit) {
        throw new UnsupportedOperationException();
    }
}
