package org.saltern.hosts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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

    /** Differs when anything of the group differs: what somebody who changes it has looked at. */
    public String version() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (String part : List.of(name, description, rule)) {
                digest.update((part + "\0").getBytes(StandardCharsets.UTF_8));
            }
            members.stream()
                    .sorted()
                    .forEach(
                            m ->
                                    digest.update(
                                            (m.value() + "\0").getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Java without SHA-256", e);
        }
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
