package org.saltern.sls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * From high data to low chunks: extend, check, requisites from the other side, exclude, expand names, order. Pure. Either
 * everything is right, or there are errors and no chunks, so that a wrong SLS never applies anything. Facts: salt/state.py of
 * Salt 3007, {@code call_high}.
 */
public final class Compiler {
    private final Set<String> disabledRequisites;

    /** @param disabledRequisites Salt's option {@code disabled_requisites} */
    public Compiler(Set<String> disabledRequisites) {
        this.disabledRequisites = Set.copyOf(disabledRequisites);
    }

    /**
     * What came of it.
     *
     * @param chunks in the order in which they run; empty when there are errors
     * @param errors in Salt's words; empty when all is well
     */
    public record Compiled(List<ObjectNode> chunks, List<String> errors) {
        public Compiled {
            errors = List.copyOf(errors);
        }

        private static Compiled of(HighData high, List<String> errors) {
            return errors.isEmpty()
                    ? new Compiled(LowChunks.of(high.ids()), List.of())
                    : new Compiled(List.of(), errors);
        }
    }

    /** All of it, as a state run needs it. The high data is changed; errors of reading it are not looked at. */
    public Compiled compile(HighData high) {
        List<String> errors = new ArrayList<>(Extensions.apply(high, false));
        errors.addAll(HighCheck.errors(high));
        if (errors.isEmpty()) {
            errors.addAll(RequisitesIn.apply(high, disabledRequisites));
            exclude(high.ids());
        }
        return Compiled.of(high, errors);
    }

    /** As {@code state.show_lowstate}: every step although an earlier one found errors. */
    public Compiled compileAll(HighData high) {
        List<String> errors = new ArrayList<>(high.errors());
        errors.addAll(Extensions.apply(high, false));
        List<String> shape = HighCheck.errors(high);
        errors.addAll(shape);
        if (shape.isEmpty()) {
            errors.addAll(RequisitesIn.apply(high, disabledRequisites));
            exclude(high.ids());
        }
        return Compiled.of(high, errors);
    }

    /** As {@code state.sls_id}: without extend and exclude. */
    public Compiled compileForId(HighData high) {
        List<String> errors = check(high);
        errors.addAll(RequisitesIn.apply(high, disabledRequisites));
        return Compiled.of(high, errors);
    }

    /** As {@code state.show_low_sls}: the states as written, nothing applied to them. */
    public Compiled compileRaw(HighData high) {
        return Compiled.of(high, check(high));
    }

    /** Errors of reading and of shape. */
    public List<String> check(HighData high) {
        List<String> errors = new ArrayList<>(high.errors());
        errors.addAll(HighCheck.errors(high));
        return errors;
    }

    /** Adds what a call wants to leave out: SLS names joined by commas, or a list as in an SLS. */
    public static void addExcludes(HighData high, JsonNode excludes) {
        ArrayNode there = high.ids().withArray("/" + HighData.EXCLUDE);
        if (excludes.isTextual()) {
            for (String word : excludes.textValue().split(",")) {
                there.add(word.strip());
            }
        } else {
            excludes.forEach(there::add);
        }
    }

    private static void exclude(ObjectNode high) {
        JsonNode excludes = high.remove(HighData.EXCLUDE);
        if (excludes == null) {
            return;
        }
        Set<String> sls = new HashSet<>();
        Set<String> ids = new HashSet<>();
        for (JsonNode exclude : excludes) {
            if (exclude.isTextual()) {
                sls.add(exclude.textValue());
            } else if (exclude.size() == 1 && exclude.has("sls")) {
                sls.add(exclude.get("sls").asText());
            } else if (exclude.size() == 1 && exclude.has("id")) {
                ids.add(exclude.get("id").asText());
            }
        }
        for (Map.Entry<String, JsonNode> entry : high.properties()) {
            String own = HighData.text(entry.getValue(), "__sls__", "");
            if (HighData.isId(entry.getKey())
                    && !own.isEmpty()
                    && sls.stream().anyMatch(pattern -> Globbed.matches(own, pattern))) {
                ids.add(entry.getKey());
            }
        }
        high.remove(ids);
    }
}
