package org.saltern.jobs;

import org.saltern.base.Problem;

/**
 * How a job is to end on its hosts: at once ({@code saltutil.kill_job}), in good order ({@code saltutil.term_job}), or by a signal
 * of one's own ({@code saltutil.signal_job}).
 */
public final class Ending {
    public static final Ending KILL = new Ending(Questions.Kind.KILL, 0);

    public static final Ending TERMINATE = new Ending(Questions.Kind.TERMINATE, 0);

    private static final int HIGHEST = 64;

    private final Questions.Kind kind;
    private final int signal;

    private Ending(Questions.Kind kind, int signal) {
        this.kind = kind;
        this.signal = signal;
    }

    /**
     * A signal by its number.
     *
     * @throws Problem.BadInput not from 1 to 64; {@code where} is {@code signal}
     */
    public static Ending signal(int signal) {
        if (signal < 1 || signal > HIGHEST) {
            throw new Problem.BadInput(
                    Problem.text("Not a signal: {0}", signal),
                    "signal",
                    Problem.text("Give a number from 1 to 64; 15 asks to end."));
        }
        return new Ending(Questions.Kind.SIGNAL, signal);
    }

    Questions.Kind kind() {
        return kind;
    }

    int signal() {
        return signal;
    }

    boolean isEnd() {
        return kind.isEnd();
    }
}
