package org.saltern.modules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What a call left: the fields of a minion's return.
 *
 * @param value the answer, or the text that says what went wrong
 * @param retcode 0 for success
 * @param outputter upstream's name of how to print it; empty for the default
 * @param exception the function itself broke; upstream then also fires {@code _salt_error}
 * @param error what the function was refused or failed with; empty when it answered or broke
 */
public record Outcome(
        JsonNode value,
        int retcode,
        Optional<String> outputter,
        boolean exception,
        Optional<ModuleError> error) {
    public Outcome(JsonNode value, int retcode, Optional<String> outputter, boolean exception) {
        this(value, retcode, outputter, exception, Optional.empty());
    }

    Outcome with(ModuleError reason) {
        return new Outcome(value, retcode, outputter, exception, Optional.of(reason));
    }

    public boolean success() {
        return retcode == 0;
    }

    static Outcome refused(String text) {
        return new Outcome(Values.text(text), 1, Optional.of("nested"), false);
    }
}
