package org.saltern.modules.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.saltern.base.Json;
import org.saltern.modules.Command;
import org.saltern.modules.Context;
import org.saltern.modules.Machine;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Output;
import org.saltern.modules.Ran;
import org.saltern.modules.exec.TempDir;
import org.saltern.sls.SlsFault;
import org.saltern.sls.SlsPlace;
import org.saltern.sls.jinja.values.Value;
import org.saltern.sls.template.JsonValues;
import org.saltern.sls.template.SaltCallError;

/**
 * The renderer {@code py}: the machine's own {@code python3} runs the file and answers what {@code run()} gave. The script sees
 * {@code __grains__ __pillar__ __opts__ __sls__ __env__} and calls functions through {@code __salt__}: a call is a line on
 * its output, the answer a file in a folder of its own. Without a {@code python3} such a file is refused. Facts: salt/renderers/py.py.
 */
final class PythonScript {
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int OWNER_ONLY = 0600;

    private final Context context;
    private final ObjectNode pillar;
    private final ModuleCalls calls;

    PythonScript(Context context, ObjectNode pillar, ModuleCalls calls) {
        this.context = context;
        this.pillar = pillar;
        this.calls = calls;
    }

    JsonNode run(String script, SlsPlace place) throws SlsFault {
        Machine machine = context.machine();
        try {
            String python =
                    machine.which("python3")
                            .orElseThrow(
                                    () ->
                                            SlsFault.render(
                                                    "The renderer 'py' needs python3, which this"
                                                            + " machine does not have; write the SLS in"
                                                            + " Jinja and YAML",
                                                    1,
                                                    null));
            try (TempDir folder = TempDir.of(machine)) {
                String file = folder.file("sls.py", bytes(script), OWNER_ONLY, "");
                folder.file("given.json", bytes(given(place).toString()), OWNER_ONLY, "");
                String frame = folder.file("frame.py", frame(), OWNER_ONLY, "");
                String home = file.substring(0, file.lastIndexOf('/'));
                var listener = new Listener(machine, home);
                Ran ran =
                        machine.run(
                                Command.of(List.of(python, "-B", frame, home)).within(LONGEST),
                                listener);
                return listener.result(ran);
            }
        } catch (IOException e) {
            throw SlsFault.other("OSError", String.valueOf(e.getMessage()), 0, e);
        } catch (InterruptedException e) {
            Thread.currentThread()
                    .interrupt(); // the job was killed: the run stops before its next state
            throw SlsFault.other("KeyboardInterrupt", "The job was killed", 0, e);
        }
    }

    private ObjectNode given(SlsPlace place) {
        ObjectNode options = Json.object();
        options.setAll(context.options());
        ObjectNode given = Json.object().put("sls", place.sls()).put("env", place.environment());
        given.set("grains", context.grains());
        given.set("pillar", pillar);
        given.set("opts", options);
        place.variables()
                .forEach(
                        (k, v) ->
                                given.withObject("/extra")
                                        .set(k, JsonValues.toTree(JsonValues.of(v))));
        ArrayList<String> names = new ArrayList<>();
        context.modules().functions().forEach(f -> names.add(f.name()));
        names.forEach(given.withArray("/functions")::add);
        return given;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] frame() throws IOException {
        try (InputStream in = PythonScript.class.getResourceAsStream("frame.py")) {
            return in.readAllBytes();
        }
    }

    /** Hears the script's lines: calls, which it answers, and the result. Pieces of one stream come one after another. */
    private final class Listener implements Output {
        private final Machine machine;
        private final String folder;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private JsonNode last = Json.object();

        Listener(Machine machine, String folder) {
            this.machine = machine;
            this.folder = folder;
        }

        @Override
        public void piece(Stream stream, byte[] bytes) {
            if (stream == Stream.ERR) {
                return;
            }
            for (byte b : bytes) {
                if (b == '\n') {
                    heard(Json.parse(line.toString(StandardCharsets.UTF_8)));
                    line.reset();
                } else {
                    line.write(b);
                }
            }
        }

        private void heard(JsonNode message) {
            last = message;
            if (!message.has("call")) {
                return;
            }
            String path = folder + "/" + message.path("number").asInt() + ".json";
            try {
                machine.write(path + ".new", bytes(answer(message).toString()));
                machine.rename(path + ".new", path);
            } catch (IOException e) {
                throw new UncheckedIOException(e); // the script waits in vain until its time is up
            }
        }

        private ObjectNode answer(JsonNode message) {
            List<Value> args = new ArrayList<>();
            message.path("args").forEach(a -> args.add(JsonValues.ofTree(a)));
            Map<String, Value> named = new LinkedHashMap<>();
            message.path("kwargs")
                    .properties()
                    .forEach(e -> named.put(e.getKey(), JsonValues.ofTree(e.getValue())));
            ObjectNode out = Json.object();
            try {
                Object made = calls.call(message.path("call").asText(), args, named);
                return out.set("answer", JsonValues.toTree(JsonValues.of(made)));
            } catch (SaltCallError e) {
                return out.put("type", e.type()).put("error", e.getMessage());
            } catch (ModuleError e) {
                return out.put("type", "CommandExecutionError").put("error", e.getMessage());
            }
        }

        JsonNode result(Ran ran) throws SlsFault {
            if (last.has("result")) {
                return last.get("result");
            }
            String why =
                    last.has("failed")
                            ? last.path("failed").asText()
                            : "python3 ended with " + ran.exit() + ": " + ran.errors().strip();
            throw SlsFault.render(why, 0, null);
        }
    }
}
