package org.saltern.jobs;

import java.time.Instant;
import org.saltern.base.HostId;
import org.saltern.base.Jid;
import org.saltern.base.Problem;

/** A ledger row while the writer works on it. Only its thread changes it; after a failed transaction it is thrown away. */
final class Row {
    final Jid jid;
    final HostId host;

    /** As the database has it. */
    HostState stored;

    /** Whether the database has a return of this host. */
    boolean hasReturn;

    HostState state;
    Instant changed;
    Problem.Text reason;
    Integer retcode;
    boolean late;
    int conflicts;
    String output;

    /** How often the job went out to it while it was there. */
    int sent;

    /** Whether it has to be written, with a new seq. */
    boolean isDirty;

    Row(Jid jid, HostId host, HostState stored, boolean hasReturn) {
        this.jid = jid;
        this.host = host;
        this.stored = stored;
        this.hasReturn = hasReturn;
        this.state = stored;
    }

    void move(HostState to, Problem.Text why, Instant at) {
        state = to;
        reason = why;
        touch(at);
    }

    void touch(Instant at) {
        changed = at;
        isDirty = true;
    }

    /** The database has it as it is now. */
    void written() {
        stored = state;
        isDirty = false;
    }
}
