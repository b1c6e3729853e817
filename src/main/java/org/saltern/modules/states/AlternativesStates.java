package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Support;
import org.saltern.modules.Values;

/** {@code alternatives.*}: which program a common name leads to. */
final class AlternativesStates {
    private static final Support SUPPORT =
            Support.compared("update-alternatives, alternatives (not tested)");

    private AlternativesStates() {}

    static List<Function> all() {
        return SUPPORT.behind(
                List.of(
                        Function.named("alternatives.install")
                                .doc("A path that is an alternative for a name.")
                                .takes("name, link, path, priority")
                                .runs(AlternativesStates::install),
                        Function.named("alternatives.remove")
                                .doc("A path that is no alternative for a name.")
                                .takes("name, path")
                                .runs(AlternativesStates::remove),
                        Function.named("alternatives.auto")
                                .doc("A name that leads where priorities say.")
                                .takes("name")
                                .runs(AlternativesStates::auto),
                        Function.named("alternatives.set")
                                .doc("A name that leads to this alternative.")
                                .takes("name, path")
                                .runs(AlternativesStates::set)));
    }

    private static JsonNode install(Call call) throws Exception {
        String name = call.text("name");
        String path = call.text("path");
        StateResult result = StateResult.of(call);
        var exec = new Exec(call);
        if (exec.is("alternatives.check_exists", name, path)) {
            return result.done("Alternative " + path + " for " + name + " is already registered")
                    .tree();
        }
        String priority = call.text("priority");
        if (call.context().test()) {
            return result.would(
                            "Alternative will be set for "
                                    + name
                                    + " to "
                                    + path
                                    + " with priority "
                                    + priority)
                    .tree();
        }
        try {
            exec.run(
                    "alternatives.install",
                    Values.text(name),
                    call.value("link"),
                    Values.text(path),
                    call.value("priority"));
        } catch (ModuleError.Failed e) {
            return result.failed("Alternative for " + name + " not installed: " + e.getMessage())
                    .tree();
        }
        boolean chosen = exec.is("alternatives.check_installed", name, path);
        result.change("name", name)
                .change("link", call.value("link"))
                .change("path", path)
                .change("priority", call.value("priority"));
        return result.done(
                        chosen
                                ? "Alternative for "
                                        + name
                                        + " set to path "
                                        + path
                                        + " with priority "
                                        + priority
                                : "Alternative "
                                        + path
                                        + " for "
                                        + name
                                        + " registered with priority "
                                        + priority
                                        + " and not set to default")
                .tree();
    }

    private static JsonNode remove(Call call) throws Exception {
        String name = call.text("name");
        String path = call.text("path");
        StateResult result = StateResult.of(call);
        var exec = new Exec(call);
        if (!exec.is("alternatives.check_exists", name, path)) {
            return result.done("Alternative for " + name + " doesn't exist").tree();
        }
        if (call.context().test()) {
            return result.would("Alternative for " + name + " will be removed").tree();
        }
        try {
            exec.run("alternatives.remove", name, path);
        } catch (ModuleError.Failed e) {
            return result.failed(e.getMessage()).tree();
        }
        JsonNode now = exec.run("alternatives.show_current", name);
        result.change("path", now.isTextual() ? now : Values.text(""));
        return result.done(
                        now.isTextual()
                                ? "Alternative for "
                                        + name
                                        + " removed. Falling back to path "
                                        + now.textValue()
                                : "Alternative for " + name + " removed")
                .tree();
    }

    private static JsonNode auto(Call call) throws Exception {
        String name = call.text("name");
        StateResult result = StateResult.of(call);
        var exec = new Exec(call);
        String shown = exec.run("alternatives.display", name).asText();
        if (shown.contains(" auto mode")) {
            return result.done(name + " already in auto mode").tree();
        }
        if (call.context().test()) {
            return result.would(name + " will be put in auto mode").tree();
        }
        return result.change("result", exec.run("alternatives.auto", name)).done("").tree();
    }

    private static JsonNode set(Call call) throws Exception {
        String name = call.text("name");
        String path = call.text("path");
        StateResult result = StateResult.of(call);
        var exec = new Exec(call);
        if (exec.is("alternatives.check_installed", name, path)) {
            return result.done("Alternative for " + name + " already set to " + path).tree();
        }
        if (!exec.is("alternatives.check_exists", name, path)) {
            return result.failed("Alternative " + path + " for " + name + " doesn't exist").tree();
        }
        if (call.context().test()) {
            return result.would("Alternative for " + name + " will be set to path " + path).tree();
        }
        exec.run("alternatives.set", name, path);
        JsonNode now = exec.run("alternatives.show_current", name);
        return now.asText().equals(path)
                ? result.change("path", now)
                        .done("Alternative for " + name + " set to path " + path)
                        .tree()
                : result.failed("Alternative for " + name + " not updated").tree();
    }
}
