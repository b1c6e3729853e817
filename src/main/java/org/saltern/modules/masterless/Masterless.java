package org.saltern.modules.masterless;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.InstantSource;
import org.saltern.base.Json;
import org.saltern.modules.Context;
import org.saltern.modules.FileClient;
import org.saltern.modules.Machine;
import org.saltern.modules.MasterLink;
import org.saltern.modules.Minion;
import org.saltern.modules.Modules;
import org.saltern.modules.Output;
import org.saltern.modules.RunningJobs;
import org.saltern.modules.run.PillarFiles;
import org.saltern.modules.run.Rendering;

/**
 * A minion that needs no master: options, grains, and trees in folders ({@code file_roots}, {@code pillar_roots}). One call
 * of {@code salt-call --local} is one of these.
 */
public final class Masterless implements Minion {
    /** Collects grains. */
    @FunctionalInterface
    public interface GrainsSource {
        ObjectNode collect() throws IOException;
    }

    private final Machine machine;
    private final ObjectNode options;
    private final Modules modules;
    private final GrainsSource collector;
    private final FileClient files;
    private final FileClient pillarFiles;
    private ObjectNode grains;
    private ObjectNode pillar = Json.object();

    /**
     * Collects the grains; the pillar is empty until {@link #refreshPillar}.
     *
     * @param options Salt's; {@code id}, {@code cachedir}, {@code file_roots} and {@code pillar_roots} must be there
     */
    public Masterless(Machine machine, ObjectNode options, Modules modules, GrainsSource collector)
            throws IOException {
        this.machine = machine;
        this.options = options;
        this.modules = modules;
        this.collector = collector;
        String hashType = options.path("hash_type").asText("sha256");
        files = RootFiles.of(options.path("file_roots"), hashType);
        pillarFiles = RootFiles.of(options.path("pillar_roots"), hashType);
        grains = collector.collect();
    }

    /**
     * What a function of this minion works with.
     *
     * @param job the words about the call, as a publication has them
     */
    public Context context(ObjectNode job, Output progress) {
        return new Context(
                        machine,
                        this,
                        job,
                        progress,
                        RunningJobs.NONE,
                        files,
                        MasterLink.none(),
                        InstantSource.system(),
                        modules)
                .with(Rendering.templates());
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
    public void refreshGrains() throws IOException {
        grains = collector.collect();
    }

    @Override
    public ObjectNode pillar() {
        return pillar;
    }

    @Override
    public boolean refreshPillar() throws IOException {
        pillar =
                freshPillar(
                        Json.object(),
                        options.path("pillarenv").asText(""),
                        options.path("saltenv").asText(""));
        return true;
    }

    @Override
    public ObjectNode freshPillar(ObjectNode override, String pillarenv, String saltenv)
            throws IOException {
        var compiling = new PillarFiles(context(Json.object(), Output.NONE), pillarFiles);
        return compiling.compile(pillar, override, pillarenv, saltenv);
    }
}
