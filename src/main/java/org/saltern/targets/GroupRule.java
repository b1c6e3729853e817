package org.saltern.targets;

import java.util.List;

/**
 * What a group stands for: its members and the hosts its rule matches.
 *
 * @param members minion ids
 * @param rule a compound expression, empty for none
 */
public record GroupRule(List<String> members, String rule) {
    public GroupRule {
        members = List.copyOf(members);
    }
}
