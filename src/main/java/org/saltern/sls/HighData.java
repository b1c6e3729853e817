package org.saltern.sls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.saltern.base.Json;

/**
 * What SLS files say, put together: IDs with their states, and {@code __extend__} and {@code __exclude__} until these are
 * applied. Filled and changed in place while it is compiled. One thread.
 */
public final class HighData {
    static final String EXTEND = "__extend__";
    static final String EXCLUDE = "__exclude__";

    private final ObjectNode ids;
    private final List<String> errors = new ArrayList<>();
    private final Map<String, String> oddIds = new HashMap<>();
    private final Origins origins;

    /** High data as {@code state.high} takes it; changed in place. */
    public HighData(ObjectNode ids) {
        this(ids, new Origins());
    }

    private HighData(ObjectNode ids, Origins origins) {
        this.ids = ids;
        this.origins = origins;
    }

    HighData(Origins origins) {
        this(Json.object(), origins);
    }

    /** Where it was written; knows nothing of high data that came as data. */
    public Origins origins() {
        return origins;
    }

    /** ID to its states; as Salt's {@code show_highstate} prints it. */
    public ObjectNode ids() {
        return ids;
    }

    /** What was wrong so far, in Salt's words. */
    public List<String> errors() {
        return errors;
    }

    /** IDs that are no text, with Python's name of their type. */
    Map<String, String> oddIds() {
        return oddIds;
    }

    /** Whether the key is an ID and not one of the double underscore words. */
    static boolean isId(String key) {
        return !key.startsWith("__");
    }

    /** The first key of a map, which is what Salt looks at in arguments and requisites; "" when it is empty. */
    static String first(JsonNode map) {
        var names = map.fieldNames();
        return names.hasNext() ? names.next() : "";
    }

    /** Text of a field, or the other value. */
    static String text(JsonNode body, String field, String otherwise) {
        JsonNode value = body.get(field);
        return value == null || value.isNull() ? otherwise : value.asText();
    }
}
