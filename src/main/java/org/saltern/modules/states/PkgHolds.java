package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.Values;

/** {@code pkg.held} and {@code pkg.unheld}: packages that stay at their version. */
final class PkgHolds {
    private PkgHolds() {}

    static List<Function> all() {
        return PkgStates.SUPPORT.behind(
                List.of(
                        Function.named("pkg.held")
                                .doc(
                                        "Packages that stay at their version; replace=True lets all"
                                                + " others go.")
                                .takes("name, version=None, pkgs=None, replace=False, **kwargs")
                                .runs(PkgHolds::held),
                        Function.named("pkg.unheld")
                                .doc("Packages that may be upgraded.")
                                .takes("name, version=None, pkgs=None, all=False, **kwargs")
                                .runs(PkgHolds::unheld)));
    }

    private static JsonNode held(Call call) throws Exception {
        StateResult result = StateResult.of(call);
        var exec = new Exec(call);
        var wanted = new TreeSet<>(PkgStates.desired(call).keySet());
        var now = new TreeSet<>(Call.texts(exec.run("pkg.list_holds", new JsonNode[0])));
        var release = new TreeSet<String>();
        if (call.flag("replace")) {
            release.addAll(now);
            release.removeAll(wanted);
        }
        wanted.removeAll(now);
        return holds(call, exec, result, wanted, release);
    }

    private static JsonNode unheld(Call call) throws Exception {
        StateResult result = StateResult.of(call);
        var exec = new Exec(call);
        var now = new TreeSet<>(Call.texts(exec.run("pkg.list_holds", new JsonNode[0])));
        if (!call.flag("all")) {
            now.retainAll(PkgStates.desired(call).keySet());
        }
        return holds(call, exec, result, new TreeSet<>(), now);
    }

    private static JsonNode holds(
            Call call, Exec exec, StateResult result, Set<String> hold, Set<String> release)
            throws Exception {
        if (hold.isEmpty() && release.isEmpty()) {
            return result.done("No changes made").tree();
        }
        var words = new ArrayList<String>();
        boolean good = true;
        for (boolean on : List.of(true, false)) {
            for (String name : on ? hold : release) {
                JsonNode one = exec.run(on ? "pkg.hold" : "pkg.unhold", name).path(name);
                words.add(one.path("comment").asText());
                good &= call.context().test() || Values.isTrue(one.path("result"));
                if (!call.context().test() && Values.isTrue(one.path("changes"))) {
                    result.change(name, one.path("changes"));
                }
            }
        }
        String comment = String.join("\n", words);
        return call.context().test()
                ? result.would(comment).tree()
                : result.is(Values.of(good), comment).tree();
    }
}
