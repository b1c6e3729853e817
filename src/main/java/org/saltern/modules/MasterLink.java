package org.saltern.modules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;

/** What else functions ask of the master: events and the mine. Implemented by the agent. IOException: no answer. */
public interface MasterLink {
    /**
     * Fires an event on the master's bus, under exactly this tag.
     *
     * @return the master took it
     */
    boolean fire(String tag, JsonNode data) throws IOException;

    /** Stores mine data. @param clear forget what was there before */
    boolean sendMine(ObjectNode data, boolean clear) throws IOException;

    /** Mine data of other minions: id to value, or function to id to value when several functions are asked. */
    JsonNode mine(String target, List<String> functions, String targetType) throws IOException;

    boolean deleteMine(String function) throws IOException;

    boolean flushMine() throws IOException;

    /** There is no master to ask. */
    static MasterLink none() {
        return new NoMaster();
    }
}
