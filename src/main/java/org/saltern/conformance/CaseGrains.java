package org.saltern.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.saltern.modules.masterless.Masterless;
import org.saltern.yaml.Yaml;

/** The grains of a case: given ones; those that a state sets count until the call ends. */
final class CaseGrains implements Masterless.GrainsSource {
    private final ObjectNode given;
    private final Path file;
    private boolean begun;

    CaseGrains(ObjectNode given, Path file) {
        this.given = given;
        this.file = file;
    }

    @Override
    public ObjectNode collect() throws IOException {
        ObjectNode out = given.deepCopy();
        if (begun
                && Files.exists(file)
                && Yaml.read(Files.readString(file), "grains") instanceof ObjectNode set) {
            out.setAll(set);
        }
        begun = true;
        return out;
    }
}
