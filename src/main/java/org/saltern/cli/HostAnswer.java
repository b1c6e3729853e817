package org.saltern.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * What one host answered, or that it did not.
 *
 * @param failed whether the host reported a failure, or stayed silent
 * @param outputter the outputter that the host named, for example {@code highstate}; null for none
 */
record HostAnswer(String host, JsonNode value, boolean failed, String outputter) {
    /** A host that was asked and said nothing. */
    static HostAnswer silent(String host, String why) {
        return new HostAnswer(host, TextNode.valueOf(why), true, null);
    }

    /** A plain answer. */
    static HostAnswer of(String host, JsonNode value) {
        return new HostAnswer(host, value, BooleanNode.FALSE.equals(value), null);
    }

    /** Whether this is for the highstate outputter: results of states, or why they did not compile. */
    boolean isStates() {
        return Highstate.isStates(value) || value.isArray() && "highstate".equals(outputter);
    }
}
