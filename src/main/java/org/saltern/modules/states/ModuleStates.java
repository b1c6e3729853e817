package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Context;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Modules;
import org.saltern.modules.Values;

/** {@code module.*}: execution functions as states, in the new and in the old form. Facts: salt/states/module.py. */
final class ModuleStates {
    private static final Set<String> NO_FUNCTIONS = Set.of("name", "__reqs__", "sfun");

    /** Words that mean something else in a state; the old form writes them with m_. */
    private static final Set<String> TAKEN = Set.of("name", "fun", "names", "state", "saltenv");

    private ModuleStates() {}

    static List<Function> all() {
        var all = new ArrayList<Function>();
        for (String name : List.of("run", "mod_watch")) {
            all.add(
                    Function.named("module." + name)
                            .doc(
                                    "Calls execution functions: 'module.run: [{pkg.upgrade: []}]',"
                                            + " or in the old form 'module.run: [{name:"
                                            + " pkg.upgrade}]'.")
                            .takes("**kwargs")
                            .runs(ModuleStates::run));
        }
        for (String name : List.of("wait", "watch")) {
            all.add(
                    Function.named("module." + name)
                            .doc("Calls an execution function only when a watched state changed.")
                            .takes("name, **kwargs")
                            .runs(call -> StateResult.of(call).tree()));
        }
        return all;
    }

    private static ObjectNode arguments(Call call) {
        ObjectNode out = Json.object();
        call.keywords()
                .properties()
                .forEach(
                        e -> {
                            if (!e.getKey().startsWith("__")) {
                                out.set(e.getKey(), e.getValue());
                            }
                        });
        return out;
    }

    private static JsonNode run(Call call) throws Exception {
        ObjectNode arguments = arguments(call);
        var keys = new ArrayList<String>();
        arguments.fieldNames().forEachRemaining(keys::add);
        keys.removeIf(NO_FUNCTIONS::contains);
        boolean old = keys.isEmpty() || keys.stream().anyMatch(k -> !k.contains("."));
        if (!old) {
            arguments.remove(NO_FUNCTIONS);
            return newForm(call.context(), arguments);
        }
        if (!arguments.has("name")) {
            throw new ModuleError.BadArguments("module.run needs the name of a function");
        }
        String name = Values.asText(arguments.remove("name"));
        arguments.remove("sfun");
        return oldForm(call.context(), name, arguments);
    }

    private static ObjectNode result(JsonNode name, JsonNode result, String comment) {
        ObjectNode out = Json.object();
        out.set("name", name);
        out.set("changes", Json.object());
        out.put("comment", comment);
        out.set("result", result);
        return out;
    }

    private static JsonNode newForm(Context context, ObjectNode calls) throws Exception {
        List<String> names = new ArrayList<>();
        calls.fieldNames().forEachRemaining(names::add);
        ArrayNode shown = Values.texts(names);
        List<String> missing = new ArrayList<>();
        List<String> known = new ArrayList<>();
        for (String name : names) {
            String function = function(name);
            boolean there = context.modules().find(function).isPresent();
            (there ? known : missing).add(function);
        }
        if (!missing.isEmpty() || context.test()) {
            return notCalled(shown, missing, context.test() ? known : List.of());
        }
        var failures = new ArrayList<String>();
        var successes = new ArrayList<String>();
        ObjectNode changes = Json.object();
        for (String name : names) {
            try {
                JsonNode answer = call(context, function(name), calls.get(name));
                if (isGood(answer)) {
                    successes.add(name + ": " + said(answer));
                    changes.set(name, answer);
                } else if (answer.isObject()) {
                    failures.add(
                            "'"
                                    + name
                                    + "' failed: "
                                    + answer.path("comment").asText("(error message N/A)"));
                } else {
                    failures.add("'" + name + "': False");
                }
            } catch (ModuleError.BadRequest | ModuleError.BadArguments e) {
                failures.add("'" + name + "' failed: " + e.getMessage());
            }
        }
        var words = new ArrayList<>(failures);
        words.addAll(successes);
        ObjectNode out = result(shown, Values.of(failures.isEmpty()), String.join(", ", words));
        out.set("changes", changes);
        return out;
    }

    /** A function may be called twice in one state: {@code pkg.install:one}, {@code pkg.install:two}. */
    private static String function(String name) {
        int colon = name.indexOf(':');
        return colon < 0 ? name : name.substring(0, colon);
    }

    /** Upstream writes the plural as {@code True}. */
    private static JsonNode notCalled(ArrayNode shown, List<String> missing, List<String> known) {
        var words = new ArrayList<String>();
        if (!missing.isEmpty()) {
            words.add(
                    "Unavailable function"
                            + (missing.size() > 1 ? "True" : "")
                            + ": "
                            + String.join(", ", missing)
                            + ".");
        }
        if (!known.isEmpty()) {
            words.add(
                    "Function"
                            + (known.size() > 1 ? "True" : "")
                            + " "
                            + String.join(", ", known)
                            + " to be executed.");
        }
        JsonNode result = missing.isEmpty() ? Values.none() : Values.of(false);
        return result(shown, result, String.join(" ", words));
    }

    private static String said(JsonNode answer) {
        return answer.isObject() ? answer.path("comment").asText("Success") : Values.asText(answer);
    }

    private static JsonNode call(Context context, String function, JsonNode given)
            throws Exception {
        List<JsonNode> positional = new ArrayList<>();
        ObjectNode keywords = Json.object();
        for (JsonNode argument : given.isArray() ? given : Json.array()) {
            if (argument instanceof ObjectNode map) {
                keywords.setAll(map);
            } else {
                positional.add(argument);
            }
        }
        if (given instanceof ObjectNode map) {
            keywords.setAll(map);
        }
        return context.modules().run(plain(context), function, positional, keywords);
    }

    /** A call from a state is no publication: functions get no {@code __pub_} keywords. */
    private static Context plain(Context context) {
        return context.with(Json.object());
    }

    private static boolean isGood(JsonNode answer) {
        if (answer.isBoolean()) {
            return answer.booleanValue();
        }
        if (!answer.isObject()) {
            return true;
        }
        for (Map.Entry<String, JsonNode> e : answer.properties()) {
            JsonNode value = e.getValue();
            boolean bad =
                    (e.getKey().equals("result") && value.isBoolean() && !value.booleanValue())
                            || (e.getKey().equals("retcode")
                                    && !(value.isNumber() && value.doubleValue() == 0));
            if (bad || (value.isObject() && !isGood(value))) {
                return false;
            }
        }
        return true;
    }

    private static JsonNode oldForm(Context context, String name, ObjectNode given)
            throws Exception {
        JsonNode shown = Values.text(name);
        var function = context.modules().find(name);
        if (function.isEmpty()) {
            return result(shown, Values.of(false), "Module function " + name + " is not available");
        }
        if (context.test()) {
            return result(shown, Values.none(), "Module function " + name + " is set to execute");
        }
        Map<String, JsonNode> named = new HashMap<>();
        Set<String> missing = new LinkedHashSet<>();
        for (Function.Parameter parameter : function.get().parameters()) {
            String written =
                    TAKEN.contains(parameter.name()) ? "m_" + parameter.name() : parameter.name();
            if (given.has(written)) {
                named.put(parameter.name(), given.get(written));
            } else if (given.has(parameter.name())) {
                named.put(parameter.name(), given.get(parameter.name()));
            } else if (parameter.byDefault().isEmpty()) {
                missing.add(written);
            }
        }
        if (!missing.isEmpty()) {
            return result(
                    shown,
                    Values.of(false),
                    "The following arguments are missing: " + String.join(" ", missing));
        }
        return oldForm(context, name, function.get(), named, given);
    }

    private static JsonNode oldForm(
            Context context,
            String name,
            Function function,
            Map<String, JsonNode> named,
            ObjectNode given)
            throws Exception {
        JsonNode shown = Values.text(name);
        ObjectNode keywords = Json.object();
        named.forEach(keywords::set);
        List<JsonNode> positional = new ArrayList<>();
        if (function.takesMore() && given.has("args")) {
            if (!given.get("args").isArray()) {
                return result(shown, Values.of(false), "'args' must be a list.");
            }
            for (Function.Parameter parameter : function.parameters()) {
                JsonNode value = (JsonNode) keywords.remove(parameter.name());
                positional.add(value == null ? parameter.byDefault().orElse(Values.none()) : value);
            }
            given.get("args").forEach(positional::add);
        }
        if (function.takesKeywords() && given.has("kwargs")) {
            if (!(given.get("kwargs") instanceof ObjectNode more)) {
                return result(shown, Values.of(false), "'kwargs' must be a dict.");
            }
            keywords.setAll(more);
        }
        Modules.Answer answer;
        try {
            answer = context.modules().answer(plain(context), name, positional, keywords);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return result(
                    shown,
                    Values.of(false),
                    "Module function "
                            + name
                            + " threw an exception. Exception: "
                            + e.getMessage());
        }
        ObjectNode out =
                result(
                        shown,
                        Values.of(isGood(answer.value())),
                        "Module function " + name + " executed");
        ((ObjectNode) out.get("changes")).set("ret", answer.value());
        return out;
    }
}
