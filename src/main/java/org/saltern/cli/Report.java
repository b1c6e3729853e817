package org.saltern.cli;

import org.saltern.base.Problem;

/** Says a problem on the terminal: what failed, where, what to do. */
final class Report {
    private Report() {}

    /** Prints it and gives the exit code. */
    static int of(Problem problem, Terminal terminal) {
        String what = Pen.clean(problem.what());
        terminal.err()
                .println(
                        terminal.pen()
                                .paint(Ink.LIGHT_RED, what.endsWith(".") ? what : what + "."));
        terminal.err().println("  " + Pen.clean(problem.where()) + ": " + Pen.clean(problem.fix()));
        return ClientCommand.REFUSED;
    }
}
