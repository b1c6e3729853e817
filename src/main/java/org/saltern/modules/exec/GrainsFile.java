package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.saltern.modules.Context;
import org.saltern.modules.ModuleError;
import org.saltern.modules.grains.Grains;
import org.saltern.yaml.Yaml;

/** The grains that an operator set, in the file {@code grains} beside the minion's configuration. */
final class GrainsFile {
    private final Context context;
    private final String path;

    private GrainsFile(Context context, String path) {
        this.context = context;
        this.path = path;
    }

    static GrainsFile of(Context context) {
        String path =
                Grains.file(context.options())
                        .orElseThrow(
                                () ->
                                        new ModuleError.Failed(
                                                "This minion has no conf_file, so no grains file"));
        return new GrainsFile(context, path);
    }

    /** What the file holds; an empty map when it is not there. @throws ModuleError.Failed it cannot be read */
    ObjectNode read() throws IOException {
        if (!Paths.isFile(context.machine(), path)) {
            return Json.object();
        }
        try {
            JsonNode tree =
                    Yaml.read(
                            new String(context.machine().read(path), StandardCharsets.UTF_8), path);
            if (tree.isObject()) {
                return (ObjectNode) tree;
            }
            if (tree.isNull()) {
                return Json.object();
            }
            throw new ModuleError.Failed("The grains file " + path + " holds no map");
        } catch (Problem e) {
            throw new ModuleError.Failed(
                    "Unable to read existing grains file: " + e.getMessage(), e);
        }
    }

    /** Replaces the file and has the grains collected anew. */
    void write(ObjectNode grains) throws IOException {
        byte[] content = Yaml.write(grains).getBytes(StandardCharsets.UTF_8);
        String next = path + ".new";
        context.machine().write(next, content);
        context.machine().setMode(next, 0600);
        context.machine()
                .rename(next, path); // readers see the old file or the new one, never half of one
        context.minion().refreshGrains();
    }
}
