package org.saltern.modules.states;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;

/** {@code salt.*}: states of orchestration. They are known here, so that a wrong place is told from a wrong word. */
final class MasterOnlyStates {
    private static final Map<String, String> TAKES =
            Map.of(
                    "salt.state", "name, tgt, **kwargs",
                    "salt.function", "name, tgt, **kwargs",
                    "salt.runner", "name, **kwargs",
                    "salt.wheel", "name, **kwargs",
                    "salt.parallel_runners", "name, runners, **kwargs",
                    "salt.wait_for_event", "name, id_list, **kwargs");

    private MasterOnlyStates() {}

    static List<Function> all() {
        return new TreeMap<>(TAKES)
                .entrySet().stream()
                        .map(
                                e ->
                                        Function.named(e.getKey())
                                                .doc("Orchestration; runs on a master only.")
                                                .takes(e.getValue())
                                                .runs(
                                                        call -> {
                                                            throw new ModuleError.Failed(
                                                                    e.getKey()
                                                                            + " runs on a master"
                                                                            + " only, as part of"
                                                                            + " an orchestration");
                                                        }))
                        .toList();
    }
}
