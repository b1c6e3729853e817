package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Support;

/** {@code locale.*}: locales that are there, and the one of the system. */
final class LocaleStates {
    private static final Support SUPPORT =
            Support.compared(
                    "locale-gen, localedef; /etc/default/locale; localectl (not tested)",
                    ", without systemd");

    private LocaleStates() {}

    static List<Function> all() {
        return SUPPORT.behind(
                List.of(
                        Function.named("locale.present")
                                .doc("A locale that is generated.")
                                .takes("name")
                                .runs(LocaleStates::present),
                        Function.named("locale.system")
                                .doc("The locale of the system.")
                                .takes("name")
                                .runs(LocaleStates::system)));
    }

    private static JsonNode present(Call call) throws Exception {
        String name = call.text("name");
        StateResult result = StateResult.of(call);
        var exec = new Exec(call);
        if (exec.is("locale.avail", name)) {
            return result.done("Locale " + name + " is already present").tree();
        }
        if (call.context().test()) {
            return result.would("Locale " + name + " needs to be generated").tree();
        }
        return exec.is("locale.gen_locale", name) && exec.is("locale.avail", name)
                ? result.change("locale", name).done("Generated locale " + name).tree()
                : result.failed("Failed to generate locale " + name).tree();
    }

    private static JsonNode system(Call call) throws Exception {
        String name = call.text("name");
        StateResult result = StateResult.of(call);
        var exec = new Exec(call);
        try {
            if (exec.run("locale.get_locale", new JsonNode[0]).asText().equals(name)) {
                return result.done("System locale " + name + " already set").tree();
            }
            if (call.context().test()) {
                return result.would("System locale " + name + " needs to be set").tree();
            }
            return exec.is("locale.set_locale", name)
                    ? result.change("locale", name).done("Set system locale " + name).tree()
                    : result.failed("Failed to set system locale to " + name).tree();
        } catch (ModuleError.Failed e) {
            return result.failed("Failed to set system locale: " + e.getMessage()).tree();
        }
    }
}
