package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Values;

/**
 * Builds the answer of a state function: {@code name}, {@code changes}, {@code result}, {@code comment} and at times
 * {@code warnings}. Begins as a success without changes and words. One thread.
 */
public final class StateResult {
    private final String name;
    private JsonNode result = BooleanNode.TRUE;
    private JsonNode comment = Values.text("");
    private ObjectNode changes = Json.object();
    private final ArrayNode warnings = Json.array();
    private final ObjectNode further = Json.object();

    private StateResult(String name) {
        this.name = name;
    }

    /** For the state that this call is: its {@code name}. */
    public static StateResult of(Call call) {
        return new StateResult(call.text("name"));
    }

    public static StateResult named(String name) {
        return new StateResult(name);
    }

    /** It is as asked, now or already. */
    public StateResult done(String words) {
        return is(BooleanNode.TRUE, words);
    }

    /** It is not as asked and could not be made so. */
    public StateResult failed(String words) {
        return is(BooleanNode.FALSE, words);
    }

    /** Test mode: it is not as asked, a real run would change it. */
    public StateResult would(String words) {
        return is(Values.none(), words);
    }

    /** @param value true, false, or the null node for "would change" */
    public StateResult is(JsonNode value, String words) {
        result = value;
        comment = Values.text(words);
        return this;
    }

    public StateResult result(JsonNode value) {
        result = value;
        return this;
    }

    public StateResult comment(String words) {
        comment = Values.text(words);
        return this;
    }

    /** Salt lets a comment be a list of lines; the runner joins them. */
    public StateResult comment(JsonNode words) {
        comment = words;
        return this;
    }

    /** One changed thing. */
    public StateResult change(String what, JsonNode how) {
        changes.set(what, how);
        return this;
    }

    public StateResult change(String what, String how) {
        changes.put(what, how);
        return this;
    }

    /** One changed thing as {@code {old: …, new: …}}. */
    public StateResult change(String what, JsonNode before, JsonNode after) {
        ObjectNode both = Json.object();
        both.set("old", before);
        both.set("new", after);
        return change(what, both);
    }

    /** All changes at once, in place of those so far. */
    public StateResult changes(ObjectNode all) {
        changes = all;
        return this;
    }

    public ObjectNode changes() {
        return changes;
    }

    /** Something that the author of the state should put right, although it worked. */
    public StateResult warn(String words) {
        warnings.add(words);
        return this;
    }

    /** A further field of the answer, for example {@code pchanges} or {@code skip_watch}. */
    public StateResult with(String field, JsonNode value) {
        further.set(field, value);
        return this;
    }

    /** Whether it failed, as far as is known now. */
    public boolean isFailed() {
        return result.isBoolean() && !result.booleanValue();
    }

    /** The answer. */
    public ObjectNode tree() {
        ObjectNode out = Json.object().put("name", name);
        out.set("changes", changes);
        out.set("result", result);
        out.set("comment", comment);
        if (!warnings.isEmpty()) {
            out.set("warnings", warnings);
        }
        return out.setAll(further);
    }
}
