package org.saltern.modules.states;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.saltern.base.Json;

/**
 * What a {@code stateful} command says about itself in its last line: {@code changed=yes comment='…'}, or JSON. Facts:
 * salt/states/cmd.py.
 */
final class StatefulOutput {
    private StatefulOutput() {}

    /** The result as the command's output tells it; changed in place. */
    static ObjectNode read(ObjectNode state) {
        ObjectNode ran = (ObjectNode) state.get("changes");
        state.set("changes", Json.object());
        String would = state.path("result").isNull() ? "" : null;
        state.put("comment", "");
        String out = ran.path("stdout").asText("");
        if (out.isEmpty()) {
            String errors = ran.path("stderr").asText("");
            return state.put("comment", would == null ? errors : would);
        }
        ObjectNode data;
        int cut = -1;
        boolean json = false;
        JsonNode parsed = json(out);
        if (parsed != null) {
            if (!(parsed instanceof ObjectNode map)) {
                return failed(state, "script JSON output must be a JSON object (e.g., {})!");
            }
            data = map;
            json = true;
        } else {
            cut = out.stripTrailing().lastIndexOf('\n');
            data = pairs(cut < 0 ? out : out.substring(cut + 1));
            if (data == null) {
                failed(
                        state,
                        "Failed parsing script output! Stdout must be JSON or a line of"
                                + " name=value pairs.");
                state.set("changes", ran);
                return state;
            }
        }
        boolean changed = truth(data.path("changed").asText("no"));
        JsonNode comment = data.remove("comment");
        if (comment != null) {
            state.set("comment", comment);
        }
        if (changed) {
            ran.properties().forEach(e -> data.putIfAbsent(e.getKey(), e.getValue()));
            String whole = data.path("stdout").asText("");
            int end = cut < 0 ? Math.max(0, whole.length() - 1) : Math.min(cut, whole.length());
            data.put("stdout", json ? "" : whole.substring(0, end));
            state.set("changes", data);
        }
        return state;
    }

    private static ObjectNode failed(ObjectNode state, String why) {
        return state.put("comment", why).put("result", false);
    }

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException notJson) {
            return null;
        }
    }

    private static boolean truth(String value) {
        String word = value.toLowerCase(Locale.ROOT);
        if (Set.of("true", "yes", "1").contains(word)) {
            return true;
        }
        if (Set.of("false", "no", "0").contains(word)) {
            return false;
        }
        throw new org.saltern.modules.ModuleError.BadRequest(
                "Failed parsing boolean value: " + value);
    }

    /** Words as a shell splits them, each {@code name=value}; null when one is not. */
    private static ObjectNode pairs(String line) {
        ObjectNode out = Json.object();
        for (String word : words(line)) {
            int equals = word.indexOf('=');
            if (equals < 0 || word.indexOf('=', equals + 1) >= 0) {
                return null;
            }
            out.put(word.substring(0, equals), word.substring(equals + 1));
        }
        return out;
    }

    private static List<String> words(String line) {
        var out = new ArrayList<String>();
        var word = new StringBuilder();
        boolean inside = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
                inside = true;
            } else if (Character.isWhitespace(c)) {
                if (inside) {
                    out.add(word.toString());
                    word.setLength(0);
                    inside = false;
                }
            } else {
                word.append(c);
                inside = true;
            }
        }
        if (inside) {
            out.add(word.toString());
        }
        return out;
    }
}
