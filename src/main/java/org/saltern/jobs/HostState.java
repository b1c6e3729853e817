package org.saltern.jobs;

/** Where one host of one job stands. Each targeted host is in exactly one, and the counts add up to the target. */
public enum HostState {
    /** Offline; gets the job when it comes back. */
    PARKED,
    /** Published; nothing heard yet. */
    PUBLISHED,
    /** The host says that it is running. */
    RUNNING,
    /** Returned success without changes. */
    OK,
    /** Returned success with changes (state runs). */
    CHANGED,
    /** Returned a failure. */
    FAILED,
    /** Silent past the timeout and the question whether it runs. */
    LOST,
    /** Killed by an operator before it returned. */
    KILLED,
    /** Parked until its time ran out. */
    EXPIRED;

    /** Whether nothing more is expected of this host. A late return may still move LOST on. */
    public boolean isFinal() {
        return this != PARKED && this != PUBLISHED && this != RUNNING;
    }
}
