package org.saltern.hosts;

import java.util.List;
import org.saltern.base.HostId;

/**
 * A named set of hosts: ticked members, a rule, or both (their union).
 *
 * @param rule a compound target expression such as {@code G@os:Debian and web*}; empty for none
 */
public record Group(String name, String description, String rule, List<HostId> members) {
    public Group {
        members = List.copyOf(members);
    }

    Group without(HostId host) {
        return members.contains(host)
                ? new Group(
                        name,
                        description,
                        rule,
                        members.stream().filter(member -> !member.equals(host)).toList())
                : this;
    }
}
