package org.saltern.sls;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.saltern.base.Problem;
import org.saltern.targets.Expressions;
import org.saltern.targets.GroupRule;
import org.saltern.targets.Ranges;
import org.saltern.targets.Subject;
import org.saltern.targets.Truth;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does a target of a top file mean this minion? Facts: salt/matchers/confirm_top.py. */
public final class TopMatcher {
    private static final Logger LOG = LoggerFactory.getLogger(TopMatcher.class);

    private final Subject minion;
    private final Map<String, GroupRule> groups;

    /** @param nodegroups Salt's option: name to a compound expression, or to a list of its words */
    public TopMatcher(Subject minion, JsonNode nodegroups) {
        this.minion = minion;
        this.groups = new java.util.HashMap<>();
        nodegroups
                .properties()
                .forEach(e -> groups.put(e.getKey(), new GroupRule(List.of(), rule(e.getValue()))));
    }

    private static String rule(JsonNode value) {
        if (!value.isArray()) {
            return value.asText();
        }
        var words = new ArrayList<String>();
        value.forEach(w -> words.add(w.asText()));
        return String.join(" ", words);
    }

    /** @param data what stands under the target; {@code match} in it says how it is meant */
    boolean matches(String target, JsonNode data) {
        String type = "compound";
        if (data.isArray()) {
            for (JsonNode item : data) {
                if (item.has("match")) {
                    type = item.get("match").asText();
                }
            }
        }
        try {
            return Expressions.parse(
                                    type,
                                    target,
                                    ":",
                                    name -> Optional.ofNullable(groups.get(name)),
                                    Ranges.NONE)
                            .test(minion)
                    == Truth.YES;
        } catch (Problem e) {
            LOG.error("A target of a top file is not understood: {} ({})", e.what(), target);
            return false;
        }
    }
}
