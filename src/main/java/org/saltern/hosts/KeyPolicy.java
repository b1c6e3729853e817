package org.saltern.hosts;

import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.saltern.base.HostId;

/**
 * How new keys are judged.
 *
 * @param openMode accept every key, also a changed one ({@code open_mode}); for laboratories only
 * @param strictIds only ids of letters, digits, '.', '_', '-' that begin with a letter or digit, and not {@code master};
 *     otherwise whatever {@link HostId} takes
 * @param minimumProtocol minions that speak an older protocol are answered {@link KeyVerdict#OLD_PROTOCOL} unless admitted one
 *     by one ({@code minimum_auth_version})
 * @param maxMinions beyond so many connected hosts, no further one may sign in ({@code max_minions}); 0 for no limit
 */
public record KeyPolicy(
        boolean openMode,
        boolean strictIds,
        int minimumProtocol,
        int maxMinions,
        Autosigning autosigning,
        Limits limits) {
    private static final Pattern STRICT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    /**
     * Which keys are accepted or rejected without an operator. All off by default.
     *
     * @param all accept every new key ({@code auto_accept})
     * @param file ids, globs or regular expressions to accept, one a line ({@code autosign_file}); null for none
     * @param rejectFile the same for rejecting, which wins ({@code autoreject_file}); null for none
     * @param grainsFolder a file per grain with accepted values, one a line ({@code autosign_grains_dir}); null for none
     * @param stubFolder an empty file named like an id accepts that id once ({@code pki_dir/minions_autosign}); null for none
     * @param stubAge such a file older than this is removed unused ({@code autosign_timeout})
     * @param groupMayWrite whether these files may be writable for their group ({@code permissive_pki_access})
     */
    public record Autosigning(
            boolean all,
            Path file,
            Path rejectFile,
            Path grainsFolder,
            Path stubFolder,
            Duration stubAge,
            boolean groupMayWrite) {
        /** No key is decided without an operator. */
        public static final Autosigning OFF =
                new Autosigning(false, null, null, null, null, Duration.ofMinutes(120), false);
    }

    /**
     * How many keys may wait.
     *
     * @param waiting in all
     * @param waitingPerAddress from one network address
     * @param waitingAge a waiting key that was not shown again for so long is forgotten
     * @param claimsPerHost further keys remembered for one hostname
     */
    public record Limits(
            int waiting, int waitingPerAddress, Duration waitingAge, int claimsPerHost) {
        public static final Limits DEFAULT = new Limits(5_000, 50, Duration.ofDays(14), 10);
    }

    /** Every key waits for an operator; protocol 3 at least; strict ids. */
    public static KeyPolicy defaults() {
        return new KeyPolicy(false, true, 3, 0, Autosigning.OFF, Limits.DEFAULT);
    }

    public KeyPolicy withOpenMode() {
        return new KeyPolicy(true, strictIds, minimumProtocol, maxMinions, autosigning, limits);
    }

    public KeyPolicy withStrictIds(boolean strict) {
        return new KeyPolicy(openMode, strict, minimumProtocol, maxMinions, autosigning, limits);
    }

    public KeyPolicy withMinimumProtocol(int version) {
        return new KeyPolicy(openMode, strictIds, version, maxMinions, autosigning, limits);
    }

    public KeyPolicy withMaxMinions(int most) {
        return new KeyPolicy(openMode, strictIds, minimumProtocol, most, autosigning, limits);
    }

    public KeyPolicy with(Autosigning rules) {
        return new KeyPolicy(openMode, strictIds, minimumProtocol, maxMinions, rules, limits);
    }

    public KeyPolicy with(Limits caps) {
        return new KeyPolicy(openMode, strictIds, minimumProtocol, maxMinions, autosigning, caps);
    }

    boolean permits(HostId host) {
        return !strictIds
                || STRICT.matcher(host.value()).matches()
                        && !host.value().equalsIgnoreCase("master");
    }
}
