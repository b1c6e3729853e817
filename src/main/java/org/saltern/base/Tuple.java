package org.saltern.base;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Collection;

/** A list that upstream answers as a Python tuple: the same as any list, but for those who print it as Python does. */
public final class Tuple extends ArrayNode {
    private static final long serialVersionUID = 1;

    public Tuple(Collection<? extends JsonNode> items) {
        super(JsonNodeFactory.instance);
        addAll(items);
    }
}
