package org.saltern.cli;

import org.saltern.base.Problem;

/** Says a problem on the terminal: what failed, where, what to do. */
final class Report {
    private Report() {}

    /** Prints it and gives the exit code. */
    static int of(Problem problem, Terminal terminal) {
        terminal.err().println(terminal.pen().paint(Ink.LIGHT_RED, Pen.clean(problem.what())));
        terminal.err().println("  where: " + Pen.clean(problem.where()));
        terminal.err().println("  fix:   " + Pen.clean(problem.fix()));
        return ClientCommand.REFUSED;
    }
}
