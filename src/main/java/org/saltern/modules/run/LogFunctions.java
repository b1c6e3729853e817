package org.saltern.modules.run;

import java.util.ArrayList;
import java.util.List;
import org.saltern.base.Problem;
import org.saltern.modules.Function;
import org.saltern.modules.Values;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** {@code log.*}: words of templates for the minion's log. */
final class LogFunctions {
    private static final Logger LOG = LoggerFactory.getLogger("template");

    private LogFunctions() {}

    static List<Function> all() {
        var all = new ArrayList<Function>();
        add(all, "debug", Level.DEBUG);
        add(all, "info", Level.INFO);
        add(all, "warning", Level.WARN);
        add(all, "error", Level.ERROR);
        add(all, "critical", Level.ERROR);
        add(all, "exception", Level.ERROR);
        return all;
    }

    private static void add(List<Function> all, String name, Level level) {
        all.add(
                Function.named("log." + name)
                        .doc("Writes a line to the minion's log.")
                        .arg("message")
                        .runs(
                                call -> {
                                    LOG.atLevel(level)
                                            .log(Problem.shown(call.text("message"), 2000));
                                    return Values.of(true);
                                }));
    }
}
