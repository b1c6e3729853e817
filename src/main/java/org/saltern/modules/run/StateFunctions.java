package org.saltern.modules.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Modules;
import org.saltern.modules.Values;
import org.saltern.modules.states.StateTag;
import org.saltern.sls.Compiler;
import org.saltern.sls.HighData;
import org.saltern.sls.Rendered;
import org.saltern.sls.SingleTemplate;
import org.saltern.sls.SlsFault;
import org.saltern.sls.SlsFile;
import org.saltern.sls.SlsPlace;
import org.saltern.sls.TopFile;

/** {@code state.*}: functions that run states. Facts: salt/modules/state.py. */
final class StateFunctions {
    private static final String NO_STATES = "no_|-states_|-states_|-None";
    private static final String NO_TOP =
            "No Top file or master_tops data matches found. Please see master log for details.";

    private final Modules states;

    StateFunctions(Modules states) {
        this.states = states;
    }

    List<Function> all() {
        var all = new ArrayList<Function>();
        all.addAll(runs());
        all.addAll(singles());
        return all;
    }

    private List<Function> runs() {
        return List.of(
                Function.named("state.apply")
                        .doc(
                                "Applies SLS files, or the highstate when none is named.\n\n"
                                        + "    salt '*' state.apply apache test=True")
                        .takes("mods=None, **kwargs")
                        .runs(call -> apply(call, Keywords.of(call))),
                Function.named("state.test")
                        .doc("As state.apply with test=True.")
                        .takes("mods=None, **kwargs")
                        .runs(call -> apply(call, Keywords.of(call).put("test", true))),
                Function.named("state.sls")
                        .doc("Applies the SLS files of these names.")
                        .takes(
                                "mods, test=None, exclude=None, queue=None, sync_mods=None,"
                                        + " state_events=None, **kwargs")
                        .runs(call -> sls(call, Keywords.of(call))),
                Function.named("state.highstate")
                        .doc("Applies what the top file says for this minion.")
                        .takes("test=None, queue=None, state_events=None, **kwargs")
                        .runs(call -> highstate(call, Keywords.of(call), null)),
                Function.named("state.top")
                        .doc("Applies what another top file says for this minion.")
                        .takes("topfn, test=None, queue=None, **kwargs")
                        .runs(call -> highstate(call, Keywords.of(call), call.text("topfn"))),
                Function.named("state.sls_id")
                        .doc("Applies one ID of SLS files, with what it requires.")
                        .takes("id_, mods, test=None, queue=None, state_events=None, **kwargs")
                        .runs(alone(this::slsId)));
    }

    private List<Function> singles() {
        return List.of(
                Function.named("state.single")
                        .doc(
                                "Runs one state.\n\n"
                                        + "    salt '*' state.single pkg.installed name=vim")
                        .takes("fun, name, test=None, queue=None, **kwargs")
                        .runs(alone(this::single)),
                Function.named("state.low")
                        .doc("Runs one low chunk.")
                        .takes("data, queue=None, **kwargs")
                        .runs(alone(this::low)),
                Function.named("state.high")
                        .doc("Runs high data.")
                        .takes("data, test=None, queue=None, **kwargs")
                        .runs(alone(this::high)),
                Function.named("state.template")
                        .doc("Runs an SLS file of the minion's own disk.")
                        .takes("tem, queue=None, **kwargs")
                        .runs(alone(this::template)),
                Function.named("state.template_str")
                        .doc("Runs an SLS given as text.")
                        .takes("tem, queue=None, **kwargs")
                        .runs(alone(this::templateText)));
    }

    JsonNode apply(Call call, ObjectNode keywords) throws Exception {
        return Values.isTrue(keywords.path("mods"))
                ? sls(call, keywords)
                : highstate(call, keywords, null);
    }

    /** What runs states, with the keywords of the call. */
    @FunctionalInterface
    private interface Run {
        JsonNode of(Call call, ObjectNode keywords) throws Exception;
    }

    /** Runs it unless another state run is in the way: then that is the answer. */
    private static Function.Body alone(Run run) {
        return call -> {
            ObjectNode keywords = Keywords.of(call);
            ArrayNode conflict = conflict(call, keywords);
            return conflict == null ? run.of(call, keywords) : conflict;
        };
    }

    /** Another state run in the way; null for none. */
    private static ArrayNode conflict(Call call, ObjectNode keywords) throws InterruptedException {
        ArrayNode conflict = Keywords.conflicts(call, keywords);
        if (conflict.isEmpty()) {
            return null;
        }
        call.retcode(Verdicts.COMPILE);
        return conflict;
    }

    private static ArrayNode pillarFailure(Call call, List<String> errors) {
        call.retcode(Verdicts.PILLAR);
        ArrayNode out = Json.array();
        out.add("Pillar failed to render with the following messages:");
        errors.forEach(out::add);
        return out;
    }

    static JsonNode compileFailure(Call call, List<String> errors) {
        call.retcode(Verdicts.COMPILE);
        return StateJob.list(errors);
    }

    private JsonNode sls(Call call, ObjectNode keywords) throws Exception {
        ArrayNode conflict = conflict(call, keywords);
        if (conflict != null) {
            return conflict;
        }
        List<String> names = StateJob.names(keywords.path("mods"));
        List<String> disabled = DisabledRuns.refusals(call.context().grains(), names);
        if (!disabled.isEmpty()) {
            return compileFailure(call, disabled);
        }
        StateJob job = StateJob.of(call, states, keywords);
        List<String> pillarErrors = job.pillarErrors(keywords);
        if (!pillarErrors.isEmpty()) {
            return pillarFailure(call, pillarErrors);
        }
        HighData high = job.sls(names);
        if (!high.errors().isEmpty()) {
            return compileFailure(call, high.errors());
        }
        return run(call, job, high, keywords);
    }

    private static JsonNode run(Call call, StateJob job, HighData high, ObjectNode keywords)
            throws InterruptedException {
        if (Values.isTrue(keywords.path("exclude"))) {
            Compiler.addExcludes(high, keywords.get("exclude"));
        }
        Compiler.Compiled compiled = job.compiler().compile(high);
        if (!compiled.errors().isEmpty()) {
            return compileFailure(call, compiled.errors());
        }
        ObjectNode answer = job.runner(high.origins()).run(new ArrayList<>(compiled.chunks()));
        if (job.isTerse(keywords)) {
            answer = terse(answer);
        }
        call.retcode(Verdicts.of(answer, high.ids()));
        return answer;
    }

    private static ObjectNode terse(ObjectNode answer) {
        ObjectNode out = Json.object();
        answer.properties()
                .forEach(
                        e -> {
                            if (!Values.isTrue(e.getValue().path("result"))
                                    || Values.isTrue(e.getValue().path("changes"))) {
                                out.set(e.getKey(), e.getValue());
                            }
                        });
        return out;
    }

    private JsonNode highstate(Call call, ObjectNode keywords, String topFile) throws Exception {
        if (!DisabledRuns.refusals(call.context().grains(), List.of("highstate")).isEmpty()) {
            return Json.object()
                    .put(
                            "name",
                            "Salt highstate run is disabled. To re-enable, run state.enable"
                                    + " highstate")
                    .put("result", "False")
                    .put("comment", "Disabled");
        }
        ArrayNode conflict = conflict(call, keywords);
        if (conflict != null) {
            return conflict;
        }
        StateJob job = StateJob.of(call, states, keywords);
        List<String> pillarErrors = job.pillarErrors(keywords);
        if (!pillarErrors.isEmpty()) {
            return pillarFailure(call, pillarErrors);
        }
        TopFile top = job.top(topFile, keywords.path("saltenv").asText(""));
        ObjectNode merged;
        try {
            merged = top.read();
        } catch (TopFile.Unusable e) {
            return noStates(call, "Unable to render top file: " + e.getMessage());
        }
        List<String> errors = TopFile.errors(merged);
        if (!errors.isEmpty()) {
            return compileFailure(call, errors);
        }
        var matches = top.matches(merged, job.matcher());
        if (matches.isEmpty()) {
            return noStates(call, NO_TOP);
        }
        var whitelist =
                new HashSet<>(
                        StateJob.names(
                                keywords.path("whitelist").isMissingNode()
                                        ? Values.none()
                                        : keywords.path("whitelist")));
        HighData high = job.reader().read(StateJob.only(matches, whitelist));
        if (!high.errors().isEmpty()) {
            return compileFailure(call, high.errors());
        }
        return high.ids().isEmpty()
                ? noStates(call, "No states found for this minion")
                : run(call, job, high, keywords);
    }

    private static JsonNode noStates(Call call, String comment) {
        ObjectNode result =
                Json.object().put("result", false).put("comment", comment).put("name", "No States");
        result.set("changes", Json.object());
        result.put("__run_num__", 0);
        call.retcode(Verdicts.FAILURE);
        ObjectNode out = Json.object();
        out.set(NO_STATES, result);
        return out;
    }

    private JsonNode slsId(Call call, ObjectNode keywords) throws Exception {
        StateJob job = StateJob.of(call, states, keywords);
        List<String> pillarErrors = job.pillarErrors(keywords);
        if (!pillarErrors.isEmpty()) {
            return pillarFailure(call, pillarErrors);
        }
        HighData high = job.sls(StateJob.names(call.value("mods")));
        Compiler.Compiled compiled = job.compiler().compileForId(high);
        if (!compiled.errors().isEmpty()) {
            return compileFailure(call, compiled.errors());
        }
        ObjectNode out = Json.object();
        for (ObjectNode chunk : compiled.chunks()) {
            if (chunk.path("__id__").asText().equals(call.text("id_"))) {
                out.setAll(job.runner(high.origins()).runOne(chunk, compiled.chunks()));
            }
        }
        if (out.isEmpty()) {
            throw new ModuleError.BadRequest(
                    "No matches for ID '"
                            + call.text("id_")
                            + "' found in SLS '"
                            + call.text("mods")
                            + "' within saltenv '"
                            + job.environment()
                            + "'");
        }
        call.retcode(Verdicts.of(out, Json.object()));
        return out;
    }

    private JsonNode single(Call call, ObjectNode keywords) throws Exception {
        String[] words = call.text("fun").split("\\.");
        if (words.length < 2) {
            call.retcode(Verdicts.COMPILE);
            return Values.text("Invalid function passed");
        }
        StateJob job = StateJob.of(call, states, keywords);
        ObjectNode low = Keywords.ofState(call);
        low.put("state", words[0]).put("fun", words[1]);
        low.set("__id__", call.value("name"));
        low.set("name", call.value("name"));
        StateRunner runner = job.runner();
        List<String> errors = runner.errors(low);
        if (!errors.isEmpty()) {
            return compileFailure(call, errors);
        }
        ObjectNode out = Json.object();
        out.set(StateTag.of(low), runner.single(low));
        call.retcode(Verdicts.of(out, Json.object()));
        return out;
    }

    private JsonNode low(Call call, ObjectNode keywords) throws Exception {
        if (!(call.value("data") instanceof ObjectNode data)) {
            throw new ModuleError.BadRequest("A low chunk is a dictionary");
        }
        StateRunner runner = StateJob.of(call, states, keywords).runner();
        ObjectNode low = data.deepCopy();
        List<String> errors = runner.errors(low);
        return errors.isEmpty() ? runner.single(low) : compileFailure(call, errors);
    }

    private JsonNode high(Call call, ObjectNode keywords) throws Exception {
        if (!(call.value("data") instanceof ObjectNode data)) {
            return compileFailure(call, List.of("High data is not a dictionary and is invalid"));
        }
        StateJob job = StateJob.of(call, states, keywords);
        return run(call, job, new HighData(data.deepCopy()), Json.object());
    }

    private JsonNode template(Call call, ObjectNode keywords) throws Exception {
        StateJob job = StateJob.of(call, states, keywords);
        List<String> pillarErrors = job.pillarErrors(keywords);
        if (!pillarErrors.isEmpty()) {
            call.retcode(Verdicts.PILLAR);
            throw new ModuleError.Failed("Pillar failed to render");
        }
        String given = call.text("tem");
        String path = given.endsWith(".sls") ? given : given + ".sls";
        SlsFile file = null;
        if (call.machine().stat(path, true).filter(s -> s.isFile()).isPresent()) {
            file = new SlsFile(path, call.machine().read(path));
        }
        HighData high = job.reader().readFile(file, path, keywords.path("saltenv").asText(""));
        return high.errors().isEmpty()
                ? run(call, job, high, Json.object())
                : compileFailure(call, high.errors());
    }

    private JsonNode templateText(Call call, ObjectNode keywords) throws Exception {
        StateJob job = StateJob.of(call, states, keywords);
        Rendered rendered = rendered(job, call.text("tem"));
        if (rendered.data().isEmpty()) {
            call.retcode(Verdicts.FAILURE);
            return rendered.data();
        }
        if (!(rendered.data() instanceof ObjectNode data)) {
            return compileFailure(
                    call, List.of("Template <template-str> does not render to a dictionary"));
        }
        List<String> errors = SingleTemplate.pad(data, "<template-str>");
        return errors.isEmpty()
                ? run(call, job, new HighData(data), Json.object())
                : compileFailure(call, errors);
    }

    private static Rendered rendered(StateJob job, String text) throws IOException {
        try {
            var file = new SlsFile("template", text.getBytes(StandardCharsets.UTF_8));
            return job.pipe().render(file, new SlsPlace("base", "", null));
        } catch (SlsFault e) {
            throw new ModuleError.Failed(e.getMessage(), e);
        }
    }
}
