package org.saltern.targets;

import java.util.Set;
import org.saltern.base.Problem;

/** Where range expressions are looked up: what they mean is kept on a server, not in the expression. */
@FunctionalInterface
public interface Ranges {
    /** There is no range server. */
    Ranges NONE =
            expression -> {
                throw new Problem.BadInput(
                        "Range expressions need a range server, and none is set",
                        "range_server",
                        "Set range_server, for example to range:80, or make a group of these"
                                + " hosts.");
            };

    /** Any range is taken and means nobody: to see whether the rest of an expression parses. */
    Ranges UNASKED = expression -> Set.of();

    /**
     * The names this expression stands for.
     *
     * @param expression in the range server's language, for example {@code %web:FRONT}
     * @throws Problem.BadInput the server does not understand it, or there is no server
     * @throws Problem.Unavailable the server does not answer as it should
     */
    Set<String> hosts(String expression);
}
