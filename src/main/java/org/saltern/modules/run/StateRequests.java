package org.saltern.modules.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.Machine;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;
import org.saltern.modules.exec.AtomicFile;

/**
 * {@code state.request} and its companions: somebody asks for a state run, sees what it would change, and an administrator of the host
 * starts it. Kept in {@code req_state.json} of the minion's cache. Facts: salt/modules/state.py.
 */
final class StateRequests {
    private static final int OWNER_ONLY = 0600;

    private final StateFunctions runs;

    StateRequests(StateFunctions runs) {
        this.runs = runs;
    }

    List<Function> all() {
        return List.of(
                Function.named("state.request")
                        .doc(
                                "Asks the administrator of the host for a state run; answers what"
                                        + " it would change. Takes what state.apply takes, and a name.")
                        .takes("mods=None, **kwargs")
                        .runs(this::request),
                Function.named("state.check_request")
                        .doc("Answers the state runs that are asked for, or the one of this name.")
                        .takes("name=None")
                        .runs(StateRequests::check),
                Function.named("state.clear_request")
                        .doc("Forgets the state runs that are asked for, or the one of this name.")
                        .takes("name=None")
                        .runs(StateRequests::clear),
                Function.named("state.run_request")
                        .doc("Starts the state run that was asked for under this name.")
                        .takes("name='default', **kwargs")
                        .runs(this::run));
    }

    private JsonNode request(Call call) throws Exception {
        ObjectNode keywords = Keywords.of(call).put("test", true);
        JsonNode answer = runs.apply(call, keywords);
        ObjectNode kept = call.keywords().deepCopy();
        ObjectNode one = Json.object();
        one.set("test_run", answer);
        one.set("mods", call.value("mods"));
        one.set("kwargs", kept.put("test", true));
        ObjectNode all = read(call);
        all.set(kept.path("name").asText("default"), one);
        write(call, all);
        return answer;
    }

    private static JsonNode check(Call call) throws IOException {
        ObjectNode all = read(call);
        String name = given(call, "name");
        if (name.isEmpty()) {
            return all;
        }
        if (!all.has(name)) {
            throw new ModuleError.Failed("No state run is asked for under the name '" + name + "'");
        }
        return all.get(name);
    }

    private static JsonNode clear(Call call) throws IOException {
        ObjectNode all = read(call);
        String name = given(call, "name");
        if (all.isEmpty()) {
            return Values.of(true);
        }
        if (name.isEmpty()) {
            call.machine().delete(path(call));
            return Values.of(true);
        }
        boolean there = all.remove(name) != null;
        if (there) {
            write(call, all);
        }
        return Values.of(there);
    }

    private JsonNode run(Call call) throws Exception {
        ObjectNode all = read(call);
        if (!(all.get(call.text("name")) instanceof ObjectNode one)) {
            return Json.object();
        }
        ObjectNode keywords = Json.object();
        keywords.setAll((ObjectNode) one.path("kwargs"));
        keywords.setAll(call.keywords());
        keywords.remove(List.of("test", "name"));
        keywords.set("mods", one.path("mods"));
        JsonNode answer = runs.apply(call, keywords);
        call.machine().delete(path(call));
        return answer;
    }

    private static String given(Call call, String argument) {
        return Values.isTrue(call.value(argument)) ? call.text(argument) : "";
    }

    private static String path(Call call) {
        return call.context().options().path("cachedir").asText("/var/cache/salt/minion")
                + "/req_state.json";
    }

    private static ObjectNode read(Call call) throws IOException {
        Machine machine = call.machine();
        if (machine.stat(path(call), true).isEmpty()) {
            return Json.object();
        }
        String text = new String(machine.read(path(call)), StandardCharsets.UTF_8);
        return Json.parse(text) instanceof ObjectNode all ? all : Json.object();
    }

    private static void write(Call call, ObjectNode all) throws IOException {
        byte[] content = all.toString().getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(call.machine(), path(call), content, OWNER_ONLY, false);
    }
}
