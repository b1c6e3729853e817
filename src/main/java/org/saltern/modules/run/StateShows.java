package org.saltern.modules.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Modules;
import org.saltern.modules.Values;
import org.saltern.modules.run.StateFunctions.Keywords;
import org.saltern.sls.Compiler;
import org.saltern.sls.HighData;
import org.saltern.sls.TopFile;

/** {@code state.show_*} and their like: what would be run, without running it. Facts: salt/modules/state.py. */
final class StateShows {
    private final Modules states;

    StateShows(Modules states) {
        this.states = states;
    }

    /** What a function shows of a job that may be shown. */
    private interface Show {
        JsonNode of(Call call, StateJob job) throws Exception;
    }

    List<Function> all() {
        String sls = "mods, test=None, queue=None, **kwargs";
        String top = "queue=None, **kwargs";
        return List.of(
                show("state.show_sls", sls, "Answers the high data of SLS files.", StateShows::sls),
                show(
                        "state.show_low_sls",
                        sls,
                        "Answers the low chunks of SLS files, extend and requisites not applied.",
                        StateShows::lowSls),
                show(
                        "state.show_highstate",
                        top,
                        "Answers the high data of this minion.",
                        StateShows::highstate),
                show(
                        "state.show_lowstate",
                        top,
                        "Answers the low chunks of this minion, as they would run.",
                        StateShows::lowstate),
                show(
                        "state.show_top",
                        top,
                        "Answers the SLS names of this minion.",
                        StateShows::top),
                show(
                        "state.show_states",
                        top,
                        "Answers the SLS names that bring states to this minion.",
                        StateShows::names),
                show(
                        "state.show_state_usage",
                        top,
                        "Answers which SLS of the tree this minion uses.",
                        StateShows::usage),
                show(
                        "state.sls_exists",
                        sls,
                        "Answers whether SLS files are there and right.",
                        (call, job) -> Values.of(sls(call, job).isObject())),
                show(
                        "state.id_exists",
                        "ids, " + sls,
                        "Answers whether SLS files have these IDs.",
                        StateShows::ids));
    }

    private Function show(String name, String takes, String doc, Show show) {
        return Function.named(name)
                .doc(doc)
                .takes(takes)
                .runs(
                        call -> {
                            ObjectNode keywords = Keywords.of(call);
                            ArrayNode conflicts = Keywords.conflicts(call, keywords);
                            if (!conflicts.isEmpty()) {
                                call.retcode(Verdicts.COMPILE);
                                return conflicts;
                            }
                            StateJob job = StateJob.of(call, states, keywords);
                            List<String> errors = job.pillarErrors(keywords);
                            if (!errors.isEmpty()) {
                                call.retcode(Verdicts.PILLAR);
                                throw new ModuleError.Failed(
                                        "Pillar failed to render\n" + String.join("\n", errors));
                            }
                            return show.of(call, job);
                        });
    }

    private static JsonNode sls(Call call, StateJob job) throws Exception {
        HighData high = job.sls(StateJob.names(call.value("mods")));
        List<String> errors = job.compiler().check(high);
        return errors.isEmpty() ? high.ids() : StateFunctions.compileFailure(call, errors);
    }

    private static JsonNode lowSls(Call call, StateJob job) throws Exception {
        HighData high = job.sls(StateJob.names(call.value("mods")));
        Compiler.Compiled compiled = job.compiler().compileRaw(high);
        return compiled.errors().isEmpty()
                ? Values.list(compiled.chunks())
                : StateFunctions.compileFailure(call, compiled.errors());
    }

    private static JsonNode ids(Call call, StateJob job) throws Exception {
        Set<String> there = new HashSet<>();
        lowSls(call, job).forEach(chunk -> there.add(chunk.path("__id__").asText()));
        return Values.of(there.containsAll(StateJob.names(call.value("ids"))));
    }

    private static ObjectNode merged(TopFile top) throws Exception {
        try {
            return top.read();
        } catch (TopFile.Unusable e) {
            throw new ModuleError.Failed(e.getMessage(), e);
        }
    }

    private static JsonNode top(Call call, StateJob job) throws Exception {
        TopFile top = job.top(null, "");
        ObjectNode merged = merged(top);
        List<String> errors = TopFile.errors(merged);
        if (!errors.isEmpty()) {
            return StateFunctions.compileFailure(call, errors);
        }
        ObjectNode out = Json.object();
        top.matches(merged, job.matcher()).forEach((env, list) -> out.set(env, Values.texts(list)));
        return out;
    }

    private static JsonNode highstate(Call call, StateJob job) throws Exception {
        TopFile top = job.top(null, "");
        ObjectNode merged = merged(top);
        List<String> errors = new ArrayList<>(TopFile.errors(merged));
        if (!errors.isEmpty()) {
            return StateFunctions.compileFailure(call, errors);
        }
        HighData high = job.reader().read(top.matches(merged, job.matcher()));
        if (!high.errors().isEmpty()) {
            return StateFunctions.compileFailure(call, high.errors());
        }
        call.retcode(Verdicts.of(high.ids(), Json.object()));
        return high.ids();
    }

    private static JsonNode lowstate(Call call, StateJob job) throws Exception {
        TopFile top = job.top(null, "");
        HighData high = job.reader().read(top.matches(merged(top), job.matcher()));
        Compiler.Compiled compiled = job.compiler().compileAll(high);
        return compiled.errors().isEmpty()
                ? Values.list(compiled.chunks())
                : StateJob.list(compiled.errors());
    }

    private static JsonNode names(Call call, StateJob job) throws Exception {
        Set<String> names = new LinkedHashSet<>();
        for (JsonNode chunk : lowstate(call, job)) {
            if (!chunk.isObject()) {
                throw new ModuleError.Failed(chunk.asText());
            }
            names.add(chunk.path("__sls__").asText());
        }
        return Values.texts(names);
    }

    private static JsonNode usage(Call call, StateJob job) throws Exception {
        TopFile top = job.top(null, "");
        ObjectNode merged = merged(top);
        List<String> errors = TopFile.errors(merged);
        if (!errors.isEmpty()) {
            return StateFunctions.compileFailure(call, errors);
        }
        Map<String, List<String>> matches = top.matches(merged, job.matcher());
        ObjectNode out = Json.object();
        for (String environment : job.tree().environments()) {
            List<String> own = matches.getOrDefault(environment, List.of());
            ArrayNode used = Json.array();
            ArrayNode unused = Json.array();
            job.tree()
                    .names(environment)
                    .forEach(name -> (own.contains(name) ? used : unused).add(name));
            ObjectNode usage = Json.object();
            usage.set("used", used);
            usage.set("unused", unused);
            usage.put("count_all", used.size() + unused.size())
                    .put("count_used", used.size())
                    .put("count_unused", unused.size());
            out.set(environment, usage);
        }
        return out;
    }
}
