package org.saltern.master;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.concurrent.CompletionStage;
import org.saltern.base.Json;

/** What a verified request gets. */
sealed interface Answer {
    /** A value, sealed for the sender. */
    record Value(JsonNode value) implements Answer {}

    /** The private reply that only the host's own RSA key opens. */
    record Pillar(JsonNode pillar) implements Answer {}

    /** Nil once something is committed, nothing at all when it could not be: the minion then keeps its return and retries. */
    record Committed(CompletionStage<Void> commit) implements Answer {}

    /** Nil. */
    Answer NIL = new Value(NullNode.getInstance());

    static Answer yes() {
        return new Value(Json.MAPPER.getNodeFactory().booleanNode(true));
    }

    static Answer no() {
        return new Value(Json.MAPPER.getNodeFactory().booleanNode(false));
    }

    /** Upstream's refusal of nearly everything: an empty map. */
    static Answer refused() {
        return new Value(Json.object());
    }

    /** Upstream's answer when a handler failed: an empty text. */
    static Answer failed() {
        return new Value(TextNode.valueOf(""));
    }
}
