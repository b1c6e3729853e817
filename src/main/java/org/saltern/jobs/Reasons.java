package org.saltern.jobs;

import org.saltern.base.Problem;

/** Why a host is in a state that it did not report itself. The English words are stable: programs read them. */
public final class Reasons {
    /** PARKED or LOST: it had no connection when the job was published. */
    public static final Problem.Text NOT_CONNECTED = Problem.text("not connected");

    /** PUBLISHED: it was not connected at first; the job went out to it when it was. */
    public static final Problem.Text CAME_BACK = Problem.text("sent when it connected");

    /** PUBLISHED: it knew nothing of the job, so that the job went out to it once more. */
    public static final Problem.Text SENT_AGAIN = Problem.text("sent again");

    /** LOST: it answered neither the job nor the question whether it runs. */
    public static final Problem.Text NO_ANSWER = Problem.text("no answer");

    /** LOST: it says that it does not run the job, and no return came. */
    public static final Problem.Text NOT_RUNNING = Problem.text("not running");

    /** FAILED: the job could not be published. */
    public static final Problem.Text NOT_PUBLISHED = Problem.text("not published");

    /** KILLED: it confirmed that it sent the signal. */
    public static final Problem.Text SIGNALLED = Problem.text("signalled");

    /** KILLED: it was parked, so that nothing had to be asked of it. */
    public static final Problem.Text NEVER_SENT = Problem.text("was not sent the job");

    /** EXPIRED: it was parked and did not connect in time. */
    public static final Problem.Text NOT_BACK = Problem.text("did not connect in time");

    /** EXPIRED: the host that was meant is not there any more, or another key has its name now. */
    public static final Problem.Text KEY_CHANGED =
            Problem.text("its key was removed or accepted anew");

    /** No reason: the host's return says it all. */
    static final Problem.Text NONE = Problem.text("");

    private Reasons() {}
}
