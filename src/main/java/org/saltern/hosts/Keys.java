package org.saltern.hosts;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.saltern.access.Actor;
import org.saltern.base.HostId;

/** Decides which minions may talk to this master. Thread-safe; the accepted keys are answered from memory. */
public final class Keys {
    /** Judges a sign-in, records what is new about it, and publishes {@code salt/auth}. */
    public KeyVerdict judge(SignIn signIn) {
        throw new UnsupportedOperationException();
    }

    /** The public key of an accepted host, PEM; empty for any other. The hot path of every request. */
    public Optional<String> accepted(HostId host) {
        throw new UnsupportedOperationException();
    }

    /** Whether this host may speak protocol 2 now. */
    public boolean isLegacyAdmitted(HostId host) {
        throw new UnsupportedOperationException();
    }

    /**
     * Accepts a waiting or rejected key; the minion's next sign-in then succeeds.
     *
     * @param seen the fingerprint that the operator looked at, so that a key swapped since is not accepted
     * @throws org.saltern.base.Problem.NotFound no such host
     * @throws org.saltern.base.Problem.Conflict the key is not the one that was looked at
     */
    public Host accept(Actor actor, HostId host, String seen) {
        throw new UnsupportedOperationException();
    }

    /** Rejects a waiting or accepted key; see {@link #accept}. Listeners rotate the AES key when it was accepted. */
    public Host reject(Actor actor, HostId host, String seen) {
        throw new UnsupportedOperationException();
    }

    /** Forgets a host: key, grains, mine, group membership; its job history stays. It may show a key anew. */
    public void delete(Actor actor, HostId host, String seen) {
        throw new UnsupportedOperationException();
    }

    /** Replaces an accepted host's key by a further key that was claimed, exactly the one with this fingerprint. */
    public Host replace(Actor actor, HostId host, String claimedFingerprint) {
        throw new UnsupportedOperationException();
    }

    /** Forgets one claim. */
    public void dismiss(Actor actor, HostId host, String claimedFingerprint) {
        throw new UnsupportedOperationException();
    }

    /** Admits a host that speaks protocol 2, for a time; audited with the reason. */
    public Host admitLegacy(Actor actor, HostId host, String reason, Duration howLong) {
        throw new UnsupportedOperationException();
    }

    /** Ends {@link #admitLegacy}. */
    public Host endLegacy(Actor actor, HostId host) {
        throw new UnsupportedOperationException();
    }

    /** All keys in a state, by hostname; null for all states. Needs SEE. */
    public List<Host> list(Actor actor, HostStatus status) {
        throw new UnsupportedOperationException();
    }

    /** Further keys shown for known hostnames, newest first. Needs SEE. */
    public List<KeyClaim> claims(Actor actor) {
        throw new UnsupportedOperationException();
    }
}
