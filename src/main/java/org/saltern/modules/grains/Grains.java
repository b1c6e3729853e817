package org.saltern.modules.grains;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.saltern.modules.Machine;
import org.saltern.modules.linux.Proc;
import org.saltern.yaml.Yaml;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects the grains of a Linux machine. Names and values are Salt's (facts: the grains of a Salt 3006 minion on the
 * same machine); docs/grains.md lists what differs.
 */
public final class Grains {
    private static final Logger LOG = LoggerFactory.getLogger(Grains.class);

    private Grains() {}

    /**
     * Everything that is known now; takes up to a few seconds, because programs are asked. Grains of the option
     * {@code grains} and of the grains file come last and win.
     *
     * @param options the minion's options; {@code id}, {@code master}, {@code conf_file}, {@code grains} are used
     */
    public static ObjectNode collect(Machine machine, ObjectNode options) {
        var proc = new Proc(machine);
        ObjectNode out = Json.object();
        SystemGrains.add(out, proc);
        OsGrains.add(out, proc);
        HardwareGrains.add(out, proc);
        VirtualGrains.add(out, proc);
        NetworkGrains.add(out, proc);
        MinionGrains.add(out, proc, options);
        merge(out, options.path("grains"));
        merge(out, fromFile(proc, options));
        return out;
    }

    /** Where grains that an operator set are kept: {@code grains} beside the minion's configuration file. */
    public static Optional<String> file(ObjectNode options) {
        String config = options.path("conf_file").asText("");
        int slash = config.lastIndexOf('/');
        return slash < 0 ? Optional.empty() : Optional.of(config.substring(0, slash) + "/grains");
    }

    private static JsonNode fromFile(Proc proc, ObjectNode options) {
        Optional<String> file = file(options);
        Optional<String> text = file.flatMap(proc::text);
        if (text.isEmpty()) {
            return Json.object();
        }
        try {
            return Yaml.read(text.get(), file.get());
        } catch (Problem e) {
            LOG.error("The grains file is left out: {} ({})", e.what(), e.where());
            return Json.object();
        }
    }

    private static void merge(ObjectNode into, JsonNode from) {
        for (Map.Entry<String, JsonNode> e : from.properties()) {
            into.set(e.getKey(), e.getValue());
        }
    }
}
