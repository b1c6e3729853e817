package org.saltern.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * One function call of a job.
 *
 * @param function for example {@code test.ping}
 * @param arguments in wire form: positional values, and keyword arguments as one object that has {@code __kwarg__: true}
 */
public record Call(String function, List<JsonNode> arguments) {
    public Call {
        arguments = List.copyOf(arguments);
    }
}
