package org.saltern.sls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.saltern.base.Json;
import org.saltern.yaml.Spot;

/** Says what is wrong with the shape of high data, in Salt's words. Facts: salt/state.py, {@code verify_high}. */
final class HighCheck {
    private static final Set<String> CHECKED = Set.of("require", "watch", "prereq", "onchanges");

    private final HighData high;
    private final List<String> errors = new ArrayList<>();
    private final Map<String, Needs> needs = new HashMap<>();
    private final List<Suspect> suspects = new ArrayList<>();

    /** A plain word in a requisite. */
    private record Suspect(String id, String module, String requisite, String word) {}

    /** What a state requires: value to kind. */
    private record Needs(String module, Map<JsonNode, String> kinds) {}

    private HighCheck(HighData high) {
        this.high = high;
    }

    /** All that is wrong, each in Salt's words with its place, and at the end what looks wrong as well. */
    static List<String> errors(HighData high) {
        var check = new HighCheck(high);
        high.ids()
                .properties()
                .forEach(
                        e -> {
                            if (HighData.isId(e.getKey())) {
                                check.id(e.getKey(), e.getValue());
                            }
                        });
        check.alsoSuspect();
        return check.errors;
    }

    private String at(String id, Function<Spot, Optional<Spot>> step) {
        return high.origins().at(high.ids().path(id), id, step);
    }

    private String at(String id, String module, Function<Spot, Optional<Spot>> step) {
        return at(
                id,
                spot ->
                        Origins.module(spot, module)
                                .flatMap(s -> step.apply(s).or(() -> Optional.of(s))));
    }

    /** Plain words in requisites that no ID has: only a run would find them, one error after the other. */
    private void alsoSuspect() {
        if (errors.isEmpty()) {
            return;
        }
        var known = Meant.Known.ofHigh(high.ids());
        var found = new StringBuilder();
        for (Suspect suspect : suspects) {
            if (!high.ids().has(suspect.word())) {
                String meant = Meant.reference("id", suspect.word(), known);
                String at =
                        at(
                                suspect.id(),
                                suspect.module(),
                                s ->
                                        s.key(suspect.requisite())
                                                .flatMap(r -> r.word(suspect.word())));
                found.append(meant.isEmpty() ? "" : at + meant);
            }
        }
        errors.set(errors.size() - 1, errors.get(errors.size() - 1) + found);
    }

    private void id(String id, JsonNode body) {
        String sls = HighData.text(body, "__sls__", "");
        if (high.oddIds().containsKey(id)) {
            errors.add(
                    "ID '"
                            + id
                            + "' in SLS '"
                            + sls
                            + "' is not formed as a string, but is a "
                            + high.oddIds().get(id)
                            + ". It may need to be quoted."
                            + at(id, Optional::of));
        }
        if (!(body instanceof ObjectNode states)) {
            errors.add(
                    "The type "
                            + id
                            + " in "
                            + PythonText.text(body)
                            + " is not formatted as a dictionary"
                            + at(id, Optional::of));
            return;
        }
        for (Map.Entry<String, JsonNode> entry : states.properties()) {
            if (HighData.isId(entry.getKey())) {
                state(id, sls, entry.getKey(), entry.getValue());
            }
        }
    }

    private void state(String id, String sls, String module, JsonNode arguments) {
        if (arguments.isNull()) {
            errors.add(
                    "ID '"
                            + id
                            + "' in SLS '"
                            + sls
                            + "' contains a short declaration ("
                            + module
                            + ") with a trailing colon. When not passing any arguments to a state,"
                            + " the colon must be omitted."
                            + at(id, module, Optional::of));
            return;
        }
        if (!arguments.isArray()) {
            errors.add(
                    "State '"
                            + id
                            + "' in SLS '"
                            + sls
                            + "' is not formed as a list"
                            + at(id, module, Optional::of));
            return;
        }
        int functions = module.contains(".") ? 1 : 0;
        for (JsonNode argument : arguments) {
            if (argument.isTextual()) {
                functions++;
                function(id, sls, argument.textValue());
            } else if (argument.isObject() && !argument.isEmpty()) {
                argument(id, sls, module, argument);
            }
        }
        count(id, sls, module, functions);
    }

    private void function(String id, String sls, String word) {
        if (word.strip().contains(" ")) {
            errors.add(
                    "The function \""
                            + word
                            + "\" in state \""
                            + id
                            + "\" in SLS \""
                            + sls
                            + "\" has whitespace, a function with whitespace is not supported,"
                            + " perhaps this is an argument that is missing a \":\""
                            + at(id, spot -> word(spot, word))
                            + Meant.argument(word));
        }
    }

    /** The word among the arguments of whichever state has it. */
    private static Optional<Spot> word(Spot id, String word) {
        return id.keys().stream().flatMap(s -> s.word(word).stream()).findFirst();
    }

    private void count(String id, String sls, String module, int functions) {
        if (functions == 0 && !module.equals("require") && !module.equals("watch")) {
            errors.add(
                    "No function declared in state '"
                            + module
                            + "' in SLS '"
                            + sls
                            + "'"
                            + at(id, module, Optional::of));
        } else if (functions > 1) {
            errors.add(
                    "Too many functions declared in state '"
                            + module
                            + "' in SLS '"
                            + sls
                            + "'"
                            + tooMany(id, module));
        }
    }

    /** The words that are taken for functions, but for the one behind the dot or the first. */
    private String tooMany(String id, String module) {
        var state =
                high.origins()
                        .spot(high.ids().path(id), id)
                        .flatMap(spot -> Origins.module(spot, module));
        if (state.isEmpty()) {
            return "";
        }
        List<Spot> words = state.get().words();
        var out = new StringBuilder();
        for (Spot word :
                words.subList(
                        state.get().name().contains(".") || words.isEmpty() ? 0 : 1,
                        words.size())) {
            out.append(at(id, module, s -> Optional.of(word))).append(Meant.argument(word.name()));
        }
        return out.isEmpty() ? at(id, module, Optional::of) : out.toString();
    }

    private void argument(String id, String sls, String module, JsonNode argument) {
        String key = HighData.first(argument);
        JsonNode value = argument.get(key);
        if (key.equals("names") && !value.isArray()) {
            errors.add(
                    "The 'names' argument in state '"
                            + id
                            + "' in SLS '"
                            + sls
                            + "' needs to be formed as a list"
                            + at(id, module, s -> s.key(key)));
        }
        if (!CHECKED.contains(key)) {
            return;
        }
        if (!value.isArray()) {
            errors.add(
                    "The "
                            + key
                            + " statement in state '"
                            + id
                            + "' in SLS '"
                            + sls
                            + "' needs to be formed as a list"
                            + at(id, module, s -> s.key(key)));
        } else {
            needs.put(id, new Needs(module, new HashMap<>()));
            for (JsonNode requisite : value) {
                if (requisite.isTextual()) {
                    suspects.add(new Suspect(id, module, key, requisite.textValue()));
                }
                requisite(id, sls, module, key, requisite);
            }
        }
        if (argument.size() != 1) {
            errors.add(
                    "Multiple dictionaries defined in argument of state '"
                            + id
                            + "' in SLS '"
                            + sls
                            + "'"
                            + at(id, module, s -> s.key(key)));
        }
    }

    private void requisite(String id, String sls, String module, String key, JsonNode written) {
        JsonNode requisite = written.isTextual() ? Json.object().set("id", written) : written;
        if (!requisite.isObject() || requisite.isEmpty()) {
            errors.add(
                    "Requisite declaration "
                            + PythonText.text(requisite)
                            + " in SLS "
                            + sls
                            + " is not formed as a single key dictionary"
                            + at(id, module, s -> s.key(key)));
            return;
        }
        String kind = HighData.first(requisite);
        JsonNode value = requisite.get(kind);
        if (kind.contains(".")) {
            errors.add(
                    "Invalid requisite type '"
                            + kind
                            + "' in state '"
                            + id
                            + "', in SLS '"
                            + sls
                            + "'. Requisite types must not contain dots, did you mean '"
                            + kind.substring(0, kind.indexOf('.'))
                            + "'?"
                            + at(id, module, s -> s.key(key).flatMap(r -> r.key(kind))));
        }
        if (value.isContainerNode()) {
            String at = at(id, module, s -> s.key(key).flatMap(r -> r.key(kind)));
            errors.add(
                    "Illegal requisite \""
                            + PythonText.text(value)
                            + "\", please check your syntax.\n"
                            + (at.isEmpty() ? "" : at.substring(1)));
            return;
        }
        Needs own = needs.get(id);
        own.kinds().put(value, kind);
        Needs other = needs.get(value.asText());
        if (other != null
                && module.equals(other.kinds().get(TextNode.valueOf(id)))
                && other.module().equals(kind)) {
            errors.add(
                    "A recursive requisite was found, SLS \""
                            + sls
                            + "\" ID \""
                            + id
                            + "\" ID \""
                            + value.asText()
                            + "\""
                            + at(id, module, s -> s.key(key).flatMap(r -> r.key(kind))));
        }
    }
}
