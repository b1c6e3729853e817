package org.saltern.modules.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;
import org.saltern.modules.Values;

/**
 * How states are run; Salt's options of the same names.
 *
 * @param test nothing is changed
 * @param mocked state functions are not called at all
 * @param failhard the first failure ends the run
 * @param disabledRequisites requisites that count for nothing
 * @param aggregate {@code state_aggregate}: true, or a list of state modules
 * @param events {@code state_events}: each result is told to the master at once
 */
public record RunSettings(
        boolean test,
        boolean mocked,
        boolean failhard,
        Set<String> disabledRequisites,
        JsonNode aggregate,
        boolean events) {
    public RunSettings {
        disabledRequisites = Set.copyOf(disabledRequisites);
    }

    /** From a minion's options. */
    public static RunSettings of(JsonNode options, boolean test, boolean mocked) {
        return new RunSettings(
                test,
                mocked,
                Values.isTrue(options.path("failhard")),
                disabled(options),
                options.path("state_aggregate"),
                Values.isTrue(options.path("state_events")));
    }

    /** Salt's option {@code disabled_requisites}: a name or a list. */
    public static Set<String> disabled(JsonNode options) {
        var names = new HashSet<String>();
        JsonNode value = options.path("disabled_requisites");
        if (value.isTextual()) {
            names.add(value.textValue());
        }
        value.forEach(v -> names.add(v.asText()));
        return names;
    }
}
