package org.saltern.jobs;

/** Why a host is in a state that it did not report itself; fixed words, so that pages can translate them. */
public final class Reasons {
    /** LOST: it had no connection when the job was published. */
    public static final String NOT_CONNECTED = "not connected";

    /** LOST: it answered neither the job nor the question whether it runs. */
    public static final String NO_ANSWER = "no answer";

    /** LOST: it says that it does not run the job, and no return came. */
    public static final String NOT_RUNNING = "not running";

    /** FAILED: the job could not be published. */
    public static final String NOT_PUBLISHED = "not published";

    /** KILLED: it confirmed that it sent the signal. */
    public static final String SIGNALLED = "signalled";

    private Reasons() {}
}
