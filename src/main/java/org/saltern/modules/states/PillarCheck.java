package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;

/** {@code test.check_pillar}: are these keys in the pillar, and of these types? */
final class PillarCheck {
    /** A type: the parameter that lists keys of it, Python's name of it, and what counts as it. */
    private record Kind(String parameter, String name, Predicate<JsonNode> fits) {}

    private static final List<Kind> KINDS =
            List.of(
                    new Kind("present", "None", v -> true),
                    new Kind("boolean", "<class 'bool'>", JsonNode::isBoolean),
                    new Kind(
                            "integer", "<class 'int'>", v -> v.isIntegralNumber() || v.isBoolean()),
                    new Kind("string", "(<class 'str'>,)", JsonNode::isTextual),
                    new Kind("listing", "<class 'list'>", JsonNode::isArray),
                    new Kind("dictionary", "<class 'dict'>", JsonNode::isObject));

    private PillarCheck() {}

    static JsonNode run(Call call) throws Exception {
        if (KINDS.stream().noneMatch(k -> call.flag(k.parameter()))) {
            throw new ModuleError.BadRequest("Missing required argument text.");
        }
        Map<String, String> failed = new LinkedHashMap<>();
        Map<String, String> fine = new LinkedHashMap<>();
        for (Kind kind : KINDS) {
            for (String key : keys(call.value(kind.parameter()))) {
                JsonNode value =
                        call.context()
                                .modules()
                                .run(
                                        call.context(),
                                        "pillar.get",
                                        List.of(Values.text(key), Values.none()),
                                        Json.object());
                if (value.isNull()) {
                    failed.put(key, "is missing.");
                } else if (!kind.fits().test(value)) {
                    failed.put(key, "is not " + kind.name() + ".");
                } else if (call.flag("verbose")) {
                    fine.put(key, kind.name());
                }
            }
        }
        return answer(call, failed, fine);
    }

    private static JsonNode answer(
            Call call, Map<String, String> failed, Map<String, String> fine) {
        var words = new StringBuilder();
        failed.forEach(
                (key, why) ->
                        words.append("Pillar key \"")
                                .append(key)
                                .append("\" ")
                                .append(why)
                                .append('\n'));
        if (!fine.isEmpty()) {
            words.append("Those keys passed the check:\n");
            fine.forEach(
                    (key, type) ->
                            words.append("- ").append(key).append(" (").append(type).append(")\n"));
        }
        return StateResult.of(call).is(Values.of(failed.isEmpty()), words.toString()).tree();
    }

    private static List<String> keys(JsonNode value) {
        var out = new ArrayList<String>();
        if (value.isArray()) {
            value.forEach(v -> out.add(Values.asText(v)));
        } else if (value.isTextual()) {
            out.add(value.textValue());
        } else if (Values.isTrue(value)) {
            throw new ModuleError.BadRequest("Keys are a text or a list of texts");
        }
        return out;
    }
}
