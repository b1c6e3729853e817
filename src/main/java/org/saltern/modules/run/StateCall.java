package org.saltern.modules.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.saltern.base.Json;
import org.saltern.modules.Context;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Modules;
import org.saltern.modules.Values;
import org.saltern.sls.Keywords;
import org.saltern.sls.Meant;
import org.saltern.sls.Origins;
import org.saltern.sls.PythonText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call of a state function for a low chunk, without requisites: checks it, fits its arguments, calls it. */
final class StateCall {
    private static final Logger LOG = LoggerFactory.getLogger(StateCall.class);
    private static final List<String> FIELDS = List.of("name", "result", "changes", "comment");

    private final Modules states;

    StateCall(Modules states) {
        this.states = states;
    }

    static String name(ObjectNode low) {
        return low.path("state").asText() + "." + low.path("fun").asText();
    }

    /** What is wrong with a chunk, in Salt's words (salt/state.py, {@code verify_data}). {@code umask} is read here. */
    List<String> errors(ObjectNode low) {
        var errors = new ArrayList<String>();
        for (String key : List.of("state", "fun", "name")) {
            if (!low.has(key)) {
                errors.add("Missing \"" + key + "\" data");
            }
        }
        JsonNode name = low.path("name");
        if (Values.isTrue(name) && !name.isTextual()) {
            String place = low.has("__sls__") ? "in SLS '" + sls(low) + "' " : "";
            errors.add(
                    "ID '"
                            + PythonText.text(name)
                            + "' "
                            + place
                            + "is not formed as a string, but is a "
                            + PythonText.type(name));
        }
        umask(low, errors);
        if (errors.isEmpty()) {
            function(low, errors);
            ring(low, errors);
        }
        return errors;
    }

    private static String sls(ObjectNode low) {
        return PythonText.text(low.path("__sls__"));
    }

    private static void umask(ObjectNode low, List<String> errors) {
        if (!low.has("umask")) {
            return;
        }
        String digits = PythonText.text(low.get("umask"));
        if (digits.matches("(0o)?[0-7]{1,6}")) {
            low.put("umask", digits.replace("0o", ""));
        } else {
            errors.add("Invalid umask: " + digits);
        }
    }

    private void function(ObjectNode low, List<String> errors) {
        String name = name(low);
        var function = states.find(name);
        if (function.isEmpty()) {
            if (low.has("__sls__")) {
                errors.add("State '" + name + "' was not found in SLS '" + sls(low) + "'");
                errors.add("Reason: '" + name + "' is not available.");
            } else {
                errors.add("Specified state '" + name + "' was not found");
            }
            return;
        }
        for (Function.Parameter parameter : function.get().parameters()) {
            if (parameter.byDefault().isEmpty() && !low.has(parameter.name())) {
                errors.add("Missing parameter " + parameter.name() + " for state " + name);
            }
        }
    }

    /** Where a state stands that is not there, with the one that was probably meant; "" when it is there. */
    String place(ObjectNode low, Origins origins) {
        String at = states.find(name(low)).isPresent() ? "" : origins.ofState(low);
        List<String> names = states.functions().stream().map(Function::name).toList();
        return at.isEmpty() ? "" : at.substring(1) + Meant.word(name(low), names) + "\n";
    }

    private void ring(ObjectNode low, List<String> errors) {
        String key =
                low.has("watch")
                                && states.find(low.path("state").asText() + ".mod_watch")
                                        .isPresent()
                        ? "watch"
                        : "require";
        for (JsonNode requisite : low.path(key)) {
            if (!requisite.isObject() || requisite.isEmpty()) {
                continue;
            }
            String kind = requisite.fieldNames().next();
            String value = requisite.get(kind).asText();
            boolean own =
                    low.path("name").asText().equals(value)
                            || low.path("__id__").asText().equals(value);
            if (low.path("state").asText().equals(kind) && own) {
                errors.add(
                        "Recursive require detected in SLS "
                                + sls(low)
                                + " for require "
                                + PythonText.text(requisite)
                                + " in ID "
                                + low.path("__id__").asText());
            }
        }
    }

    /**
     * The arguments of the state function.
     *
     * @throws ModuleError.BadRequest one that it does not take; ends the whole run, as upstream
     */
    ObjectNode arguments(ObjectNode low) {
        String name = name(low);
        Function function = states.find(name).orElseThrow();
        ObjectNode out = Json.object();
        var unknown = new ArrayList<String>();
        for (Map.Entry<String, JsonNode> entry : low.properties()) {
            boolean named =
                    function.parameters().stream().anyMatch(p -> p.name().equals(entry.getKey()));
            if (named
                    || function.takesKeywords()
                            && (!Keywords.INTERNAL.contains(entry.getKey())
                                    || isUmaskOfCommand(low, entry.getKey()))) {
                out.set(entry.getKey(), entry.getValue());
            } else if (!Keywords.INTERNAL.contains(entry.getKey())) {
                unknown.add("'" + entry.getKey() + "'");
            }
        }
        if (unknown.size() == 1) {
            throw new ModuleError.BadRequest(
                    unknown.get(0) + " is an invalid keyword argument for '" + name + "'");
        }
        if (!unknown.isEmpty()) {
            String last = unknown.remove(unknown.size() - 1);
            throw new ModuleError.BadRequest(
                    String.join(", ", unknown)
                            + " and "
                            + last
                            + " are invalid keyword arguments for '"
                            + name
                            + "'");
        }
        return out;
    }

    /** Upstream sets the umask of the whole process; a command gets it as its own. */
    private static boolean isUmaskOfCommand(ObjectNode low, String key) {
        return key.equals("umask") && low.path("state").asText().equals("cmd");
    }

    /**
     * Calls the function; what goes wrong becomes a failed result.
     *
     * @throws InterruptedException the job was killed
     */
    ObjectNode run(Context context, ObjectNode low, ObjectNode arguments)
            throws InterruptedException {
        try {
            ObjectNode filled = new Slots(context).fill(arguments);
            Function function = states.find(name(low)).orElseThrow();
            return unified(Modules.invoke(context, function, List.of(), filled).value());
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return failed(low, e);
        }
    }

    static ObjectNode failed(ObjectNode low, Exception e) {
        boolean foreseen =
                e instanceof ModuleError
                        || e instanceof java.io.IOException
                        || e instanceof Conditions.KeyMissing;
        if (!foreseen) {
            LOG.warn("State {} of {} broke", name(low), low.path("__id__"), e);
        }
        ObjectNode out = Json.object().put("result", false);
        out.set("name", low.path("name"));
        out.set("changes", Json.object());
        return out.put(
                "comment",
                "An exception occurred in this state: Traceback (most recent call last):\n"
                        + type(e)
                        + ": "
                        + e.getMessage()
                        + "\n");
    }

    private static String type(Exception e) {
        return switch (e) {
            case ModuleError.BadRequest b -> "salt.exceptions.SaltInvocationError";
            case ModuleError.BadArguments b -> "TypeError";
            case ModuleError m -> "salt.exceptions.CommandExecutionError";
            case java.io.IOException i -> "OSError";
            case Conditions.KeyMissing k -> "KeyError";
            default -> e.getClass().getSimpleName();
        };
    }

    /** The answer of a state function as every reader may expect it. Facts: salt/utils/decorators/state.py. */
    static ObjectNode unified(JsonNode answer) {
        if (!(answer instanceof ObjectNode result)) {
            return malformed("Malformed state return. Data must be a dictionary type.");
        }
        if (!result.path("changes").isObject()) {
            return malformed("'Changes' should be a dictionary.");
        }
        List<String> missing = FIELDS.stream().filter(f -> !result.has(f)).toList();
        if (!missing.isEmpty()) {
            return malformed(
                    "The following keys were not present in the state return: "
                            + String.join(", ", missing)
                            + ".");
        }
        if (result.get("comment") instanceof ArrayNode lines) {
            var words = new ArrayList<String>();
            lines.forEach(line -> words.add(PythonText.text(line)));
            result.put("comment", String.join("\n", words));
        }
        if (!result.get("result").isNull()) {
            result.put("result", Values.isTrue(result.get("result")));
        }
        return result;
    }

    private static ObjectNode malformed(String why) {
        ObjectNode out = Json.object().put("result", false).put("name", "later");
        out.set("changes", Json.object());
        return out.put("comment", "An exception occurred in this state: " + why);
    }
}
