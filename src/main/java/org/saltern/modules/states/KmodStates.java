package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.Support;
import org.saltern.modules.Values;

/** {@code kmod.*}: modules of the kernel that are loaded, and that are not. */
final class KmodStates {
    private static final Support SUPPORT =
            Support.compared(
                    "modprobe, rmmod, lsmod; /etc/modules",
                    ", with programs that keep a list in place of the kernel");

    private KmodStates() {}

    static List<Function> all() {
        return SUPPORT.behind(
                List.of(
                        Function.named("kmod.present")
                                .doc(
                                        "A module of the kernel that is loaded; persist: also at"
                                                + " boot.")
                                .takes("name, persist=False, mods=None")
                                .runs(KmodStates::present),
                        Function.named("kmod.absent")
                                .doc(
                                        "A module of the kernel that is not loaded; persist: nor at"
                                                + " boot.")
                                .takes("name, persist=False, comment=True, mods=None")
                                .runs(KmodStates::absent)));
    }

    private static Set<String> wanted(Call call) {
        JsonNode mods = call.value("mods");
        return new LinkedHashSet<>(mods.isArray() ? Call.texts(mods) : List.of(call.text("name")));
    }

    private static Set<String> listed(Call call, boolean persistent) throws Exception {
        ObjectNode which = Json.object().put("only_persist", persistent);
        return new LinkedHashSet<>(Call.texts(new Exec(call).with("kmod.mod_list", which)));
    }

    /** One sentence for one module or for several; nothing for none. */
    private static void say(
            List<String> words, String before, List<String> mods, String one, String many) {
        if (mods.size() == 1) {
            words.add(before + " module " + mods.getFirst() + one);
        } else if (!mods.isEmpty()) {
            words.add(before + " modules " + String.join(", ", mods) + many);
        }
    }

    private static JsonNode present(Call call) throws Exception {
        StateResult result = StateResult.of(call);
        Set<String> wanted = wanted(call);
        Set<String> there = listed(call, false);
        if (call.flag("persist")) {
            there.retainAll(listed(call, true));
        }
        var words = new ArrayList<String>();
        List<String> already = wanted.stream().filter(there::contains).toList();
        List<String> missing = wanted.stream().filter(m -> !there.contains(m)).toList();
        say(words, "Kernel", already, " is already present", " are already present");
        if (missing.isEmpty()) {
            return result.done(String.join("\n", words)).tree();
        }
        if (call.context().test()) {
            say(words, "Kernel", missing, " is set to be loaded", " are set to be loaded");
            return result.would(String.join("\n", words)).tree();
        }
        Set<String> available =
                new LinkedHashSet<>(
                        Call.texts(new Exec(call).run("kmod.available", new JsonNode[0])));
        List<String> unknown = missing.stream().filter(m -> !available.contains(m)).toList();
        say(words, "Kernel", unknown, " is unavailable", " are unavailable");
        var work = new Work(call, "kmod.load", "Loaded kernel", "Failed to load kernel", "loaded");
        for (String mod : missing) {
            if (!unknown.contains(mod)) {
                work.on(mod, Json.object().put("persist", call.flag("persist")));
            }
        }
        return work.answer(result, words, unknown.isEmpty());
    }

    private static JsonNode absent(Call call) throws Exception {
        StateResult result = StateResult.of(call);
        Set<String> wanted = wanted(call);
        Set<String> there = listed(call, false);
        if (call.flag("persist")) {
            there.addAll(listed(call, true));
        }
        var words = new ArrayList<String>();
        List<String> unwanted = wanted.stream().filter(there::contains).toList();
        if (unwanted.isEmpty()) {
            say(
                    words,
                    "Kernel",
                    List.copyOf(wanted),
                    " is already removed",
                    " are already removed");
            return result.done(String.join("\n", words)).tree();
        }
        if (call.context().test()) {
            say(words, "Kernel", unwanted, " is set to be removed", " are set to be removed");
            return result.would(String.join("\n", words)).tree();
        }
        var work =
                new Work(
                        call,
                        "kmod.remove",
                        "Removed kernel",
                        "Failed to remove kernel",
                        "removed");
        ObjectNode how = Json.object().put("persist", call.flag("persist"));
        how.set("comment", call.value("comment"));
        for (String mod : unwanted) {
            work.on(mod, how);
        }
        return work.answer(result, words, true);
    }

    /** Modules worked on one after the other, and what became of them. */
    private static final class Work {
        private final Call call;
        private final String function;
        private final String success;
        private final String failure;
        private final String change;
        private final ObjectNode changes = Json.object();
        private final List<String> yes = new ArrayList<>();
        private final List<String> no = new ArrayList<>();
        private final List<String> failed = new ArrayList<>();

        Work(Call call, String function, String success, String failure, String change) {
            this.call = call;
            this.function = function;
            this.success = success;
            this.failure = failure;
            this.change = change;
        }

        void on(String mod, ObjectNode how) throws Exception {
            if (changes.has(mod)) {
                yes.add(mod); // came or went with another one
                return;
            }
            JsonNode done = new Exec(call).with(function, how, Values.text(mod));
            if (done.isTextual()) {
                failed.add(failure + " module " + mod + ": " + done.textValue());
            } else {
                (done.isEmpty() ? no : yes).add(mod);
                done.forEach(m -> changes.put(m.asText(), change));
            }
        }

        JsonNode answer(StateResult result, List<String> words, boolean soFar) {
            say(words, success, yes, "", "");
            say(words, failure, no, "", "");
            words.addAll(failed);
            result.changes(changes);
            String comment = String.join("\n", words);
            return soFar && no.isEmpty() && failed.isEmpty()
                    ? result.done(comment).tree()
                    : result.failed(comment).tree();
        }
    }
}
