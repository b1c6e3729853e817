package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.Values;
import org.saltern.targets.Expressions;
import org.saltern.targets.Subject;
import org.saltern.targets.Truth;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code match.*}: whether a target expression means this minion. */
final class MatchFunctions {
    private static final Logger LOG = LoggerFactory.getLogger(MatchFunctions.class);

    private MatchFunctions() {}

    static List<Function> all() {
        var all = new ArrayList<Function>();
        for (String type : List.of("glob", "pcre", "list", "compound")) {
            all.add(
                    Function.named("match." + type)
                            .doc(
                                    "Answers whether a target of type "
                                            + type
                                            + " means this minion, or the one of the given id.")
                            .takes("tgt, minion_id=None")
                            .runs(
                                    call ->
                                            Values.of(
                                                    meant(
                                                            call,
                                                            type,
                                                            Call.texts(call.value("tgt")),
                                                            ":"))));
        }
        for (String type : List.of("grain", "grain_pcre", "pillar", "pillar_pcre")) {
            all.add(
                    Function.named("match." + type)
                            .doc("Answers whether a target of type " + type + " means this minion.")
                            .takes("tgt, delimiter=':'")
                            .runs(
                                    call ->
                                            Values.of(
                                                    meant(
                                                            call,
                                                            type,
                                                            List.of(call.text("tgt")),
                                                            call.text("delimiter")))));
        }
        all.add(
                Function.named("match.ipcidr")
                        .doc(
                                "Answers whether this minion has this address, or one in this"
                                        + " network.")
                        .arg("tgt")
                        .runs(
                                call ->
                                        Values.of(
                                                meant(
                                                        call,
                                                        "ipcidr",
                                                        List.of(call.text("tgt")),
                                                        ":"))));
        all.add(
                Function.named("match.data")
                        .doc("Answers whether the minion's option 'a:b:value' has this value.")
                        .arg("tgt")
                        .runs(MatchFunctions::data));
        all.add(
                Function.named("match.ifelse")
                        .doc(
                                "Takes pairs of target and value and a last value; answers the"
                                        + " value of the first target that means this minion.")
                        .takes("*args, **kwargs")
                        .runs(MatchFunctions::ifElse));
        all.add(
                Function.named("match.filter_by")
                        .doc(
                                "Answers the first entry of a map whose key, a target, means this"
                                        + " minion; else the default entry.")
                        .takes(
                                "lookup, tgt_type='compound', minion_id=None, merge=None,"
                                        + " merge_lists=False, default='default'")
                        .runs(MatchFunctions::filterBy));
        all.add(
                Function.named("match.search_by")
                        .doc(
                                "Answers the keys of a map whose lists of targets hold one that"
                                        + " means this minion; None for none.")
                        .takes("lookup, tgt_type='compound', minion_id=None")
                        .runs(MatchFunctions::searchBy));
        return all;
    }

    private static boolean meant(Call call, String type, List<String> targets, String delimiter) {
        String text = type.equals("compound") ? call.text("tgt") : String.join(",", targets);
        return meant(call, type, text, delimiter);
    }

    /** A target that cannot be understood means nobody, as upstream answers. */
    private static boolean meant(Call call, String type, String text, String delimiter) {
        JsonNode other = call.optional("minion_id");
        String id = other.isNull() ? Options.id(call.context()) : Values.asText(other);
        var subject = new Subject(id, call.context().grains(), call.context().pillar());
        try {
            return Expressions.parse(type, text, delimiter).test(subject) == Truth.YES;
        } catch (Problem.BadInput e) {
            LOG.info("A target is not understood: {}", e.what());
            return false;
        }
    }

    private static JsonNode data(Call call) {
        String text = call.text("tgt");
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            return Values.of(false);
        }
        JsonNode value =
                Trees.find(call.context().options().path("data"), text.substring(0, colon), ":")
                        .orElse(Values.none());
        return Values.of(
                !value.isNull() && Globs.matches(text.substring(colon + 1), Values.asText(value)));
    }

    private static JsonNode ifElse(Call call) {
        List<JsonNode> words = call.more();
        JsonNode type = call.keyword("tgt_type");
        for (int i = 0; i + 1 < words.size(); i += 2) {
            if (meant(
                    call,
                    type.isNull() ? "compound" : Values.asText(type),
                    Values.asText(words.get(i)),
                    ":")) {
                return words.get(i + 1);
            }
        }
        return words.size() % 2 == 1 ? words.get(words.size() - 1) : Values.none();
    }

    private static JsonNode filterBy(Call call) {
        JsonNode lookup = call.value("lookup");
        JsonNode chosen = Values.none();
        for (Map.Entry<String, JsonNode> e : lookup.properties()) {
            if (chosen.isNull() && meant(call, call.text("tgt_type"), e.getKey(), ":")) {
                chosen = e.getValue();
            }
        }
        if (chosen.isNull() && lookup.has(call.text("default"))) {
            chosen = lookup.get(call.text("default"));
        }
        JsonNode merge = call.value("merge");
        return Values.isTrue(merge) && chosen.isObject() ? Trees.merged(chosen, merge) : chosen;
    }

    private static JsonNode searchBy(Call call) {
        ArrayNode out = Json.array();
        for (Map.Entry<String, JsonNode> e : call.value("lookup").properties()) {
            boolean any =
                    Trees.elements(e.getValue()).stream()
                            .anyMatch(
                                    t -> meant(call, call.text("tgt_type"), Values.asText(t), ":"));
            if (any) {
                out.add(e.getKey());
            }
        }
        return out.isEmpty() ? Values.none() : out;
    }
}
