package org.saltern.modules.run;

import java.util.List;
import java.util.stream.Stream;
import org.saltern.modules.Function;
import org.saltern.modules.Modules;
import org.saltern.modules.states.StateBuiltins;

/** The execution functions around state runs. */
public final class RunBuiltins {
    private RunBuiltins() {}

    /** {@code state.*}, {@code slsutil.*} and their like, over all built-in state functions. */
    public static List<Function> all() {
        Modules states = StateBuiltins.modules();
        var runs = new StateFunctions(states);
        return Stream.of(
                        runs.all(),
                        new StateRequests(runs).all(),
                        Pauses.all(),
                        new StateShows(states).all(),
                        StateControl.all(),
                        SlsutilFunctions.all(),
                        LogFunctions.all())
                .flatMap(List::stream)
                .toList();
    }
}
