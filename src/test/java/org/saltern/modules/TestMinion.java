package org.saltern.modules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import org.saltern.base.Json;
import org.saltern.modules.exec.Builtins;
import org.saltern.modules.grains.Grains;
import org.saltern.modules.run.Rendering;

/** A minion without an agent: real functions on this machine, its files in a folder of the test, no master. */
public final class TestMinion implements Minion {
    private final Modules modules = Builtins.modules();
    private final JobProcesses processes = new JobProcesses();
    private final Machine machine = new LocalMachine(processes);
    private final ObjectNode options;
    private final ObjectNode pillar = Json.object();
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private ObjectNode grains;
    private FileClient files = FileClient.none();
    private MasterLink master = MasterLink.none();
    private RunningJobs jobs = RunningJobs.NONE;
    private ObjectNode job =
            Json.object()
                    .put("jid", "20260102030405000006")
                    .put("fun", "test.ping")
                    .put("user", "ada");

    public TestMinion(Path folder) {
        options =
                Json.object()
                        .put("id", "web1.example")
                        .put("master", "salt.example")
                        .put("cachedir", folder.resolve("cache").toString())
                        .put("conf_file", folder.resolve("minion").toString());
        grains =
                Json.object()
                        .put("shell", "/bin/sh")
                        .put("os", "Debian")
                        .put("os_family", "Debian")
                        .put("num_cpus", 2);
        grains.set("ip4_interfaces", Json.parse("{\"lo\": [\"127.0.0.1\"]}"));
    }

    public TestMinion withRealGrains() {
        grains = Grains.collect(machine, options);
        return this;
    }

    public TestMinion with(FileClient client) {
        files = client;
        return this;
    }

    public TestMinion with(MasterLink link) {
        master = link;
        return this;
    }

    public TestMinion with(RunningJobs running) {
        jobs = running;
        return this;
    }

    /** As when another function calls: there is no publication. */
    public TestMinion withoutJob() {
        job = Json.object();
        return this;
    }

    public Context context() {
        Output progress =
                (stream, bytes) -> {
                    synchronized (heard) {
                        heard.writeBytes(bytes);
                    }
                };
        return new Context(
                        machine,
                        this,
                        job,
                        progress,
                        jobs,
                        files,
                        master,
                        InstantSource.system(),
                        modules)
                .with(Rendering.templates());
    }

    public Modules modules() {
        return modules;
    }

    public JobProcesses processes() {
        return processes;
    }

    /** What arrived as progress so far. */
    public String heard() {
        synchronized (heard) {
            return heard.toString(StandardCharsets.UTF_8);
        }
    }

    /** Calls with trees or texts as arguments; keyword arguments come from {@link #keywords}. */
    public Outcome call(String function, Object... arguments) {
        var trees = new ArrayList<JsonNode>();
        for (Object a : arguments) {
            trees.add(a instanceof JsonNode tree ? tree : Values.text(a.toString()));
        }
        try {
            return modules.call(context(), function, trees);
        } catch (InterruptedException e) {
            throw new IllegalStateException("The test was interrupted", e);
        }
    }

    /** The answer alone. */
    public JsonNode answer(String function, Object... arguments) {
        return call(function, arguments).value();
    }

    /** A map of keyword arguments from a JSON text. */
    public static JsonNode keywords(String json) {
        return ((ObjectNode) Json.parse(json)).put("__kwarg__", true);
    }

    public static JsonNode json(String text) {
        return Json.parse(text);
    }

    @Override
    public ObjectNode options() {
        return options;
    }

    @Override
    public ObjectNode grains() {
        return grains;
    }

    @Override
    public void refreshGrains() {
        grains = Grains.collect(machine, options);
    }

    @Override
    public ObjectNode pillar() {
        return pillar;
    }

    @Override
    public ObjectNode freshPillar(ObjectNode override, String pillarenv, String saltenv) {
        ObjectNode fresh = pillar.deepCopy();
        fresh.setAll(override);
        return fresh;
    }

    @Override
    public boolean refreshPillar() {
        return false;
    }
}
