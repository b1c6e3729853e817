package org.saltern.modules.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Context;
import org.saltern.modules.Function;
import org.saltern.modules.Machine;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;
import org.saltern.modules.exec.AtomicFile;
import org.saltern.modules.exec.Paths;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Halts state runs between two states: {@code state.pause}, {@code state.resume}, {@code state.soft_kill}, {@code state.get_pauses}. What is
 * asked of a run is a file of the minion's cache, named by the jid, which the run looks at before each state. Facts:
 * salt/modules/state.py and salt/state.py, {@code check_pause}; there a second pause of the same run fails, here it does not.
 */
final class Pauses {
    private static final Logger LOG = LoggerFactory.getLogger(Pauses.class);
    private static final String ALL = "__all__";
    private static final int OWNER_ONLY = 0600;

    private final Machine machine;
    private final String folder;

    private Pauses(Context context) {
        this.machine = context.machine();
        this.folder =
                context.options().path("cachedir").asText("/var/cache/salt/minion")
                        + "/state_pause";
    }

    static List<Function> all() {
        return List.of(
                Function.named("state.pause")
                        .doc(
                                "Halts a state run before the state of this ID, or before its next"
                                        + " one; for some seconds, or until it is resumed.")
                        .takes("jid, state_id=None, duration=None")
                        .runs(
                                call ->
                                        change(
                                                call,
                                                (all, id) -> {
                                                    ObjectNode one = all.withObjectProperty(id);
                                                    if (Values.isTrue(call.value("duration"))) {
                                                        one.put(
                                                                "duration",
                                                                call.value("duration").asLong());
                                                    }
                                                })),
                Function.named("state.resume")
                        .doc("Lets a halted state run go on.")
                        .takes("jid, state_id=None")
                        .runs(
                                call ->
                                        change(
                                                call,
                                                (all, id) -> {
                                                    if (id.equals(ALL)) {
                                                        all.removeAll();
                                                    } else {
                                                        all.remove(id);
                                                    }
                                                })),
                Function.named("state.soft_kill")
                        .doc(
                                "Ends a state run before the state of this ID, or before its next"
                                        + " one.")
                        .takes("jid, state_id=None")
                        .runs(
                                call ->
                                        change(
                                                call,
                                                (all, id) ->
                                                        all.withObjectProperty(id)
                                                                .put("kill", true))),
                Function.named("state.get_pauses")
                        .doc("Answers what is asked of the state runs that go on.")
                        .takes("jid=None")
                        .runs(Pauses::shown));
    }

    /** Changes what is asked of a run. */
    private interface Change {
        void of(ObjectNode all, String id);
    }

    private static JsonNode change(Call call, Change change) throws IOException {
        var pauses = new Pauses(call.context());
        String jid = Values.asText(call.value("jid"));
        String id = Values.isTrue(call.value("state_id")) ? call.text("state_id") : "";
        if (!jid.matches("[0-9]{1,40}")) {
            throw new ModuleError.BadRequest("Not a jid: " + jid);
        }
        ObjectNode all = pauses.read(jid);
        change.of(all, id.isEmpty() ? ALL : id);
        Paths.makeDirectories(pauses.machine, pauses.folder);
        byte[] content = all.toString().getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(pauses.machine, pauses.folder + "/" + jid, content, OWNER_ONLY, false);
        return Values.none();
    }

    private static JsonNode shown(Call call) throws IOException {
        var pauses = new Pauses(call.context());
        ObjectNode out = Json.object();
        if (pauses.machine.stat(pauses.folder, true).isEmpty()) {
            return out;
        }
        List<String> wanted =
                Values.isTrue(call.value("jid")) ? Call.texts(call.value("jid")) : List.of();
        List<String> running =
                call.context().jobs().running().stream()
                        .map(job -> job.path("jid").asText())
                        .toList();
        for (String jid : pauses.machine.list(pauses.folder)) {
            if (!running.contains(jid)) {
                pauses.machine.delete(pauses.folder + "/" + jid); // the run is over
            } else if (wanted.isEmpty() || wanted.contains(jid)) {
                out.set(jid, pauses.read(jid));
            }
        }
        return out;
    }

    private ObjectNode read(String jid) throws IOException {
        try {
            String text = new String(machine.read(folder + "/" + jid), StandardCharsets.UTF_8);
            return Json.parse(text) instanceof ObjectNode all ? all : Json.object();
        } catch (NoSuchFileException e) {
            return Json.object(); // nothing is asked of this run
        }
    }

    /**
     * Waits while a run is to be halted before a state.
     *
     * @return false when the run is to end here
     * @throws InterruptedException the job was killed
     */
    static boolean pass(Context context, String jid, String id) throws InterruptedException {
        if (!jid.matches("[0-9]{1,40}")) {
            return true;
        }
        try {
            return new Pauses(context).passed(jid, id, context.clock());
        } catch (IOException e) {
            LOG.error("What is asked of the state run {} cannot be read; it goes on", jid, e);
            return true;
        }
    }

    private boolean passed(String jid, String id, InstantSource clock)
            throws InterruptedException, IOException {
        Instant since = clock.instant();
        while (true) {
            ObjectNode all = read(jid);
            JsonNode asked = all.has(id) ? all.get(id) : all.path(ALL);
            if (asked.path("kill").asBoolean()) {
                return false;
            }
            Duration waited = Duration.between(since, clock.instant());
            boolean over =
                    asked.has("duration") && waited.toSeconds() >= asked.get("duration").asLong();
            if (asked.isMissingNode() || over) {
                return true;
            }
            TimeUnit.SECONDS.sleep(1);
        }
    }
}
