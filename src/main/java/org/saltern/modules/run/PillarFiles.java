package org.saltern.modules.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.saltern.modules.Context;
import org.saltern.modules.FileClient;
import org.saltern.sls.Merging;
import org.saltern.sls.PillarCompiler;
import org.saltern.sls.TopMatcher;
import org.saltern.targets.Subject;

/** Compiles a minion's pillar from pillar files that it has itself. */
public final class PillarFiles {
    private final Context context;
    private final FileClient files;

    /** @param files the pillar tree */
    public PillarFiles(Context context, FileClient files) {
        this.context = context;
        this.files = files;
    }

    /**
     * The pillar. As upstream without a master, it is laid over the one before ({@code ssh_merge_pillar}), which pillar
     * templates see as {@code pillar}.
     *
     * @param override pillar given on the call
     */
    public ObjectNode compile(
            ObjectNode before, ObjectNode override, String pillarenv, String saltenv)
            throws IOException {
        ObjectNode options = context.options();
        var tree = new FileTree(files);
        var settings = PillarCompiler.Settings.of(options, none(pillarenv), none(saltenv));
        var compiler =
                new PillarCompiler(tree, StateJob.pipe(context, tree, before), settings, override);
        var subject = new Subject(options.path("id").asText(), context.grains(), before);
        ObjectNode made = compiler.compile(new TopMatcher(subject, options.path("nodegroups")));
        ObjectNode merged = Merging.ofOptions(options).merge(before, made);
        if (!made.has("_errors")) {
            merged.remove("_errors");
        }
        return merged;
    }

    private static String none(String environment) {
        return environment == null || environment.equals("null") ? "" : environment;
    }
}
