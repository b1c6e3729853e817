package org.saltern.modules.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The exit code of a state run. Facts: salt/utils/state.py, {@code check_result} and the functions beside it. */
final class Verdicts {
    /** The states could not be compiled, or another run is in progress. */
    static final int COMPILE = 1;

    /** A state failed, or there was none. */
    static final int FAILURE = 2;

    /** The pillar has errors. */
    static final int PILLAR = 5;

    private Verdicts() {}

    /** @param high the high data, for {@code onfail} handlers that make a failure good; may be empty */
    static int of(JsonNode answer, ObjectNode high) {
        if (answer.isArray()) {
            return COMPILE;
        }
        return isGood(answer, high, false) ? 0 : FAILURE;
    }

    private static boolean isGood(JsonNode running, ObjectNode high, boolean inner) {
        if (!running.isObject() || running.isEmpty()) {
            return false;
        }
        for (Map.Entry<String, JsonNode> entry : running.properties()) {
            JsonNode result = entry.getValue();
            boolean expected =
                    entry.getKey().equals("__extend__") ? result.isArray() : result.isObject();
            boolean good = inner || expected;
            if (good && result.isObject()) {
                JsonNode value = result.path("result");
                if (value.isMissingNode()) {
                    good = isGood(result, high, true);
                } else {
                    good = !(value.isBoolean() && !value.booleanValue());
                }
            }
            if (!good && !handled(entry.getKey(), running, high)) {
                return false;
            }
        }
        return true;
    }

    /** A state with {@code onfail} of the failed one and {@code onfail_stop: False}. */
    private record Handler(String id, String module) {}

    private static boolean handled(String tag, JsonNode running, ObjectNode high) {
        String[] parts = tag.split("_\\|-", -1);
        String module = parts.length == 4 ? parts[0] : null;
        String id = parts.length == 4 ? parts[1] : tag;
        Boolean good = null;
        for (Handler handler : handlers(id, module, high)) {
            for (Map.Entry<String, JsonNode> entry : running.properties()) {
                if (entry.getKey().startsWith(handler.module() + "_|-" + handler.id() + "_|-")) {
                    JsonNode result = entry.getValue().path("result");
                    if (result.isBoolean()) {
                        good = result.booleanValue();
                    }
                    if (result.isBoolean() && !result.booleanValue()) {
                        break;
                    }
                }
            }
            good = good != null && good;
        }
        return good != null && good;
    }

    private static List<Handler> handlers(String id, String module, ObjectNode high) {
        var out = new ArrayList<Handler>();
        for (Map.Entry<String, JsonNode> entry : high.properties()) {
            if (entry.getKey().equals(id) || !entry.getValue().isObject()) {
                continue;
            }
            for (Map.Entry<String, JsonNode> state : entry.getValue().properties()) {
                if (!state.getKey().startsWith("__")
                        && state.getValue().isArray()
                        && goesOn(state.getValue())) {
                    handlers(entry.getKey(), state, id, module, out);
                }
            }
        }
        return out;
    }

    private static boolean goesOn(JsonNode arguments) {
        for (JsonNode argument : arguments) {
            JsonNode stop = argument.path("onfail_stop");
            if (stop.isBoolean() && !stop.booleanValue()) {
                return true;
            }
        }
        return false;
    }

    private static void handlers(
            String handler,
            Map.Entry<String, JsonNode> state,
            String id,
            String module,
            List<Handler> out) {
        for (JsonNode argument : state.getValue()) {
            for (JsonNode reference : argument.path("onfail")) {
                for (Map.Entry<String, JsonNode> e : reference.properties()) {
                    boolean meant =
                            e.getValue().asText().equals(id)
                                    && (module == null || e.getKey().equals(module));
                    if (meant) {
                        out.add(new Handler(handler, state.getKey()));
                    }
                }
            }
        }
    }
}
