package org.saltern.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.saltern.base.HostId;
import org.saltern.base.Problem;

/**
 * The hosts a target means now, with who of them is connected.
 *
 * @param hosts all of them, by name
 * @param missing names that are not accepted hosts
 * @param uncertain how many hosts are left out because their grains are not known yet
 * @param problem why the target means nothing, null when it does
 */
public record Matches(
        List<HostId> hosts,
        Set<HostId> connected,
        List<String> missing,
        int uncertain,
        Problem problem) {
    private static final int SHOWN = 100;

    /** A target that cannot be resolved. */
    static Matches none(Problem problem) {
        return new Matches(List.of(), Set.of(), List.of(), 0, problem);
    }

    public int count() {
        return hosts.size();
    }

    public long countConnected() {
        return hosts.stream().filter(connected::contains).count();
    }

    public boolean isConnected(HostId host) {
        return connected.contains(host);
    }

    /** The first hundred, those that are not connected first: they are what one has to know. */
    public List<HostId> shown() {
        return hosts.stream()
                .sorted(Comparator.comparing(this::isConnected).thenComparing(h -> h))
                .limit(SHOWN)
                .toList();
    }

    public int notShown() {
        return Math.max(0, hosts.size() - SHOWN);
    }

    /** Differs when the set of hosts differs; a form that was filled while looking at them carries it. */
    public String digest() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            hosts.forEach(h -> digest.update((h.value() + "/").getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest(), 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Java without SHA-256", e);
        }
    }
}
