package org.saltern.modules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One call of a function: the arguments, checked and with defaults filled in, and what it may use. One thread. */
public final class Call {
    private final Context context;
    private final Function function;
    private final Map<String, JsonNode> values;
    private final List<JsonNode> more;
    private final ObjectNode keywords;
    private int retcode;

    Call(
            Context context,
            Function function,
            Map<String, JsonNode> values,
            List<JsonNode> more,
            ObjectNode keywords) {
        this.context = context;
        this.function = function;
        this.values = values;
        this.more = more;
        this.keywords = keywords;
    }

    public Context context() {
        return context;
    }

    /** The name of the function that is called. */
    public String function() {
        return function.name();
    }

    public Machine machine() {
        return context.machine();
    }

    /** The value given for a parameter, or its default. */
    public JsonNode value(String parameter) {
        JsonNode value = values.get(parameter);
        if (value == null) {
            throw new IllegalStateException(function.name() + " has no parameter " + parameter);
        }
        return value;
    }

    /** The value of a parameter that not every function of a family has; else the further keyword; else null. */
    public JsonNode optional(String parameter) {
        return values.containsKey(parameter) ? values.get(parameter) : keyword(parameter);
    }

    /** As text; a number or list as Salt would print it. */
    public String text(String parameter) {
        return Values.asText(value(parameter));
    }

    /** As text; empty when null or empty. */
    public Optional<String> given(String parameter) {
        JsonNode value = value(parameter);
        return value.isNull() || Values.asText(value).isEmpty()
                ? Optional.empty()
                : Optional.of(text(parameter));
    }

    /** Whether the value is true in Salt's sense. */
    public boolean flag(String parameter) {
        return Values.isTrue(value(parameter));
    }

    /** As a whole number; text with digits counts. @throws ModuleError.BadRequest it is not one */
    public long number(String parameter) {
        JsonNode value = value(parameter);
        try {
            return value.isNumber()
                    ? value.longValue()
                    : Long.parseLong(Values.asText(value).strip());
        } catch (NumberFormatException e) {
            throw new ModuleError.BadRequest(
                    "'"
                            + parameter
                            + "' must be a whole number, not '"
                            + Values.asText(value)
                            + "'");
        }
    }

    /** A list of texts: a list as it is, a text split at commas, null as nothing. */
    public List<String> texts(String parameter) {
        return texts(value(parameter));
    }

    /** See {@link #texts(String)}. */
    public static List<String> texts(JsonNode value) {
        var out = new ArrayList<String>();
        if (value.isArray()) {
            value.forEach(v -> out.add(Values.asText(v)));
        } else if (!value.isNull()) {
            for (String part : Values.asText(value).split(",")) {
                if (!part.isBlank()) {
                    out.add(part.strip());
                }
            }
        }
        return out;
    }

    /** Positional arguments beyond the named ones. */
    public List<JsonNode> more() {
        return more;
    }

    public List<String> moreTexts() {
        return more.stream().map(Values::asText).toList();
    }

    /** Keyword arguments beyond the named ones; with {@code __pub_…} fields when the call came with a job. */
    public ObjectNode keywords() {
        return keywords;
    }

    /** A further keyword argument, or null node. */
    public JsonNode keyword(String name) {
        return keywords.has(name) ? keywords.get(name) : Values.none();
    }

    /** Sets the exit code that the answer carries; 0 is success. */
    public void retcode(int code) {
        retcode = code;
    }

    int retcode() {
        return retcode;
    }
}
