package org.saltern.modules.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.saltern.base.Json;
import org.saltern.modules.Context;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Arguments that are computed just before a state runs: {@code __slot__:salt:mod.fun(a, k=v).path.into.it ~ text}. Facts:
 * salt/state.py, {@code format_slots}. A slot that makes no sense stays as it is, with a warning in the log.
 */
final class Slots {
    private static final Logger LOG = LoggerFactory.getLogger(Slots.class);
    private static final String MARK = "__slot__:";

    private final Context context;

    Slots(Context context) {
        this.context = context;
    }

    /** The values with their slots filled: texts, and texts one level down in lists and maps. */
    ObjectNode fill(ObjectNode arguments) throws Exception {
        ObjectNode out = Json.object();
        for (Map.Entry<String, JsonNode> entry : arguments.properties()) {
            out.set(entry.getKey(), fill(entry.getValue(), true));
        }
        return out;
    }

    private JsonNode fill(JsonNode value, boolean deeper) throws Exception {
        if (value.isTextual()) {
            return value.textValue().startsWith(MARK) ? evaluated(value.textValue()) : value;
        }
        if (value.isObject()) {
            ObjectNode out = Json.object();
            for (Map.Entry<String, JsonNode> entry : value.properties()) {
                JsonNode inner = entry.getValue();
                out.set(entry.getKey(), inner.isTextual() ? fill(inner, false) : inner);
            }
            return out;
        }
        if (value.isArray() && deeper) {
            ArrayNode out = Json.array();
            for (JsonNode item : value) {
                out.add(fill(item, false));
            }
            return out;
        }
        return value;
    }

    private JsonNode evaluated(String slot) throws Exception {
        String[] parts = slot.split(":", 3);
        SlotCall call =
                parts.length == 3 && parts[1].equals("salt") ? SlotCall.read(parts[2]) : null;
        if (call == null || context.modules().find(call.function()).isEmpty()) {
            LOG.warn("Malformed slot: {}", slot);
            return TextNode.valueOf(slot);
        }
        JsonNode value =
                context.modules().run(context, call.function(), call.positional(), call.keywords());
        for (String step : call.path()) {
            value = value.isArray() ? value.path(index(step)) : value.path(step);
        }
        if (value.isMissingNode()) {
            return Json.MAPPER.nullNode();
        }
        return call.appended() != null && value.isTextual()
                ? TextNode.valueOf(value.textValue() + call.appended())
                : value;
    }

    private static int index(String step) {
        return step.matches("[0-9]{1,6}") ? Integer.parseInt(step) : -1;
    }

    /**
     * A slot taken apart.
     *
     * @param appended text behind {@code ~}, or null
     */
    record SlotCall(
            String function,
            List<JsonNode> positional,
            ObjectNode keywords,
            List<String> path,
            String appended) {
        /** Null when it is no call. */
        static SlotCall read(String text) {
            int open = text.indexOf('(');
            int close = end(text, open);
            if (open < 1 || close < 0) {
                return null;
            }
            var positional = new ArrayList<JsonNode>();
            ObjectNode keywords = Json.object();
            for (String word : words(text.substring(open + 1, close))) {
                int equals = assignment(word);
                if (equals > 0) {
                    keywords.put(
                            word.substring(0, equals).strip(), bare(word.substring(equals + 1)));
                } else {
                    positional.add(TextNode.valueOf(bare(word)));
                }
            }
            String rest = text.substring(close + 1);
            int tilde = rest.indexOf('~');
            String path = (tilde < 0 ? rest : rest.substring(0, tilde)).strip();
            List<String> steps =
                    path.startsWith(".") ? List.of(path.substring(1).split("\\.")) : List.of();
            return new SlotCall(
                    text.substring(0, open).strip(),
                    positional,
                    keywords,
                    steps,
                    tilde < 0 ? null : rest.substring(tilde + 1).strip());
        }

        private static int end(String text, int open) {
            char quote = 0;
            int depth = 0;
            for (int i = Math.max(open, 0); i < text.length(); i++) {
                char c = text.charAt(i);
                if (quote != 0) {
                    quote = c == quote ? 0 : quote;
                } else if (c == '"' || c == '\'') {
                    quote = c;
                } else if (c == '(') {
                    depth++;
                } else if (c == ')' && --depth == 0) {
                    return i;
                }
            }
            return -1;
        }

        private static List<String> words(String text) {
            var out = new ArrayList<String>();
            var word = new StringBuilder();
            char quote = 0;
            int depth = 0;
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (quote != 0) {
                    quote = c == quote ? 0 : quote;
                } else if (c == '"' || c == '\'') {
                    quote = c;
                } else if ("([{".indexOf(c) >= 0) {
                    depth++;
                } else if (")]}".indexOf(c) >= 0) {
                    depth--;
                }
                if (c == ',' && quote == 0 && depth == 0) {
                    out.add(word.toString());
                    word.setLength(0);
                } else {
                    word.append(c);
                }
            }
            if (!word.toString().isBlank()) {
                out.add(word.toString());
            }
            return out;
        }

        private static int assignment(String word) {
            int equals = word.indexOf('=');
            return equals > 0 && word.substring(0, equals).strip().matches("\\w+") ? equals : -1;
        }

        private static String bare(String word) {
            String text = word.strip();
            boolean quoted =
                    text.length() > 1
                            && (text.charAt(0) == '"' || text.charAt(0) == '\'')
                            && text.charAt(text.length() - 1) == text.charAt(0);
            return quoted ? text.substring(1, text.length() - 1) : text;
        }
    }
}
