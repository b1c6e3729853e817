package org.saltern.modules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.saltern.base.Json;

/**
 * Fits the arguments of a publication to a function: maps marked {@code __kwarg__} are keyword arguments, the rest are
 * positional. Facts: Salt's minion (load_args_and_kwargs) and Python's wording of calls that do not fit.
 */
final class Arguments {
    private final Function function;
    private final List<JsonNode> positional = new ArrayList<>();
    private final ObjectNode named = Json.object();

    private Arguments(Function function) {
        this.function = function;
    }

    /** @throws ModuleError.BadRequest unknown keywords @throws ModuleError.BadArguments too few or too many */
    static Call fit(Context context, Function function, List<JsonNode> given) {
        var arguments = new Arguments(function);
        arguments.sort(given);
        return arguments.bind(context);
    }

    /** Fits arguments that are values already. @throws ModuleError as {@link #fit(Context, Function, List)} */
    static Call fit(
            Context context, Function function, List<JsonNode> positional, ObjectNode keywords) {
        var arguments = new Arguments(function);
        arguments.positional.addAll(positional);
        var invalid = new ArrayList<String>();
        arguments.take(keywords, invalid);
        arguments.refuse(invalid);
        return arguments.bind(context);
    }

    private void sort(List<JsonNode> given) {
        var invalid = new ArrayList<String>();
        for (JsonNode argument : given) {
            JsonNode keywords = isKeywords(argument) ? argument : written(argument);
            if (keywords.isEmpty()) {
                positional.add(argument);
                continue;
            }
            take(keywords, invalid);
        }
        refuse(invalid);
    }

    private void take(JsonNode keywords, List<String> invalid) {
        for (Map.Entry<String, JsonNode> e : keywords.properties()) {
            if (e.getKey().equals("__kwarg__")) {
                continue;
            }
            if (function.takesKeywords() || function.parameter(e.getKey()).isPresent()) {
                named.set(e.getKey(), e.getValue());
            } else {
                invalid.add(e.getKey() + "=" + Values.asText(e.getValue()));
            }
        }
    }

    private static void refuse(List<String> invalid) {
        if (!invalid.isEmpty()) {
            throw new ModuleError.BadRequest(
                    "The following keyword arguments are not valid: " + String.join(", ", invalid));
        }
    }

    static boolean isKeywords(JsonNode argument) {
        return argument.isObject()
                && argument.path("__kwarg__").isBoolean()
                && argument.path("__kwarg__").booleanValue();
    }

    /** A text such as {@code cwd=/tmp} is a keyword argument as well: upstream's minion reads it so. */
    private static JsonNode written(JsonNode argument) {
        return argument.isTextual()
                ? org.saltern.yaml.Arguments.parse(List.of(argument.textValue())).keywords()
                : Json.object();
    }

    private Call bind(Context context) {
        List<Function.Parameter> parameters = function.parameters();
        if (positional.size() > parameters.size() && !function.takesMore()) {
            throw new ModuleError.BadArguments(tooMany());
        }
        var values = new LinkedHashMap<String, JsonNode>();
        for (int i = 0; i < Math.min(parameters.size(), positional.size()); i++) {
            values.put(parameters.get(i).name(), positional.get(i));
        }
        ObjectNode further = Json.object();
        for (Map.Entry<String, JsonNode> e : named.properties()) {
            if (function.parameter(e.getKey()).isEmpty()) {
                further.set(e.getKey(), e.getValue());
            } else if (values.put(e.getKey(), e.getValue()) != null) {
                throw new ModuleError.BadArguments(
                        function.shortName()
                                + "() got multiple values for argument '"
                                + e.getKey()
                                + "'");
            }
        }
        fillDefaults(values);
        if (function.takesKeywords()) {
            context.job()
                    .properties()
                    .forEach(e -> further.set("__pub_" + e.getKey(), e.getValue()));
        }
        List<JsonNode> more =
                positional.subList(
                        Math.min(parameters.size(), positional.size()), positional.size());
        return new Call(context, function, values, List.copyOf(more), further);
    }

    private void fillDefaults(Map<String, JsonNode> values) {
        var missing = new ArrayList<String>();
        for (Function.Parameter p : function.parameters()) {
            if (!values.containsKey(p.name())) {
                p.byDefault()
                        .ifPresentOrElse(
                                d -> values.put(p.name(), d),
                                () -> missing.add("'" + p.name() + "'"));
            }
        }
        if (!missing.isEmpty()) {
            throw new ModuleError.BadArguments(
                    function.shortName()
                            + "() missing "
                            + missing.size()
                            + " required positional argument"
                            + (missing.size() == 1 ? ": " : "s: ")
                            + anded(missing));
        }
    }

    private static String anded(List<String> names) {
        int last = names.size() - 1;
        return switch (names.size()) {
            case 1 -> names.get(0);
            case 2 -> names.get(0) + " and " + names.get(1);
            default -> String.join(", ", names.subList(0, last)) + ", and " + names.get(last);
        };
    }

    private String tooMany() {
        int most = function.parameters().size();
        long least = function.parameters().stream().filter(p -> p.byDefault().isEmpty()).count();
        String takes = least == most ? Integer.toString(most) : "from " + least + " to " + most;
        return function.shortName()
                + "() takes "
                + takes
                + " positional argument"
                + (most == 1 ? "" : "s")
                + " but "
                + positional.size()
                + (positional.size() == 1 ? " was given" : " were given");
    }
}
