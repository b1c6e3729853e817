package org.saltern.hosts;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.saltern.access.Actor;
import org.saltern.access.Audit;
import org.saltern.access.Permission;
import org.saltern.base.HostId;
import org.saltern.base.Problem;
import org.saltern.events.Events;
import org.saltern.store.Database;

/**
 * Decides which minions may talk to this master. Thread-safe; the accepted keys are answered from memory.
 *
 * <p>Every decision is one transaction with its audit line, and names the state and fingerprint that it is about: of two
 * operators who decide at once, one gets a {@link Problem.Conflict}.
 */
public final class Keys {
    private static final int LONGEST_REASON = 1_000;
    private static final Duration LONGEST_LEGACY = Duration.ofDays(366);

    private final Database database;
    private final KeyStore store;
    private final Hosts hosts;
    private final Memory memory;
    private final Events events;
    private final Audit audit;
    private final KeyDoor door;
    private final ExpectedKeys expected;
    private final InstantSource clock;

    public Keys(
            Database database,
            Hosts hosts,
            Events events,
            Audit audit,
            KeyPolicy policy,
            InstantSource clock) {
        this.database = database;
        this.store = new KeyStore(database.jdbi());
        this.hosts = hosts;
        this.memory = hosts.memory();
        this.events = events;
        this.audit = audit;
        this.door = new KeyDoor(database, hosts, events, audit, policy, clock);
        this.clock = clock;
        this.expected = new ExpectedKeys(database, events, audit, clock);
    }

    /** The fingerprints that operators know from elsewhere. */
    public ExpectedKeys expected() {
        return expected;
    }

    /**
     * Judges a sign-in, records what is new about it, and publishes {@code salt/auth}. The door has checked that the key is an
     * RSA key it can use. An id that the policy does not permit is answered REJECT and leaves no trace but a log line.
     *
     * <p>A minion of a protocol below the minimum shows up as a waiting key as any other does, and is answered OLD_PROTOCOL
     * until it is both accepted and {@linkplain #admitLegacy admitted}; upstream leaves no trace of it.
     */
    public KeyVerdict judge(SignIn signIn) {
        return door.answer(signIn);
    }

    /** The public key of an accepted host, PEM; empty for any other. The hot path of every request. */
    public Optional<String> accepted(HostId host) {
        return memory.key(host)
                .filter(key -> key.status() == HostStatus.ACCEPTED)
                .map(KnownKey::publicKey);
    }

    /** Whether this host may speak protocol 2 now. */
    public boolean isLegacyAdmitted(HostId host) {
        return memory.isAccepted(host) && door.judge().speaksWell(host, 2, clock.instant());
    }

    /**
     * Accepts a waiting or rejected key whose fingerprint is {@linkplain ExpectedKeys expected} of this host; otherwise as {@link
     * #accept}.
     *
     * @throws Problem.Conflict it is not expected
     */
    public Host acceptExpected(Actor actor, HostId host, String seen) {
        actor.require(Permission.KEYS);
        if (!expected.isExpected(host, seen)) {
            throw new Problem.Conflict(
                    Problem.text(
                            "No fingerprint that was noted matches the key of {0}", name(host)),
                    "fingerprint",
                    Problem.text(
                            "Paste what the host prints and compare, or accept it unverified."));
        }
        return accept(actor, host, seen);
    }

    /**
     * Accepts a waiting or rejected key; the minion's next sign-in then succeeds. The audit says whether its fingerprint was {@linkplain
     * ExpectedKeys expected}, or nobody vouched for it. Needs KEYS.
     *
     * @param seen the fingerprint that the operator looked at, so that a key swapped since is not accepted
     * @throws Problem.NotFound no such host
     * @throws Problem.Conflict the key is not the one that was looked at, or is accepted already
     */
    public Host accept(Actor actor, HostId host, String seen) {
        return decide(actor, host, seen, HostStatus.ACCEPTED, "accept");
    }

    /**
     * Rejects a waiting or accepted key; see {@link #accept}. What an accepted host left is gone at once: grains, mine, presence.
     * Listeners rotate the AES key when it was accepted.
     */
    public Host reject(Actor actor, HostId host, String seen) {
        return decide(actor, host, seen, HostStatus.REJECTED, "reject");
    }

    private Host decide(Actor actor, HostId host, String seen, HostStatus to, String act) {
        actor.require(Permission.KEYS);
        synchronized (memory) {
            Host before = existing(host, seen);
            if (before.status() == to) {
                throw new Problem.Conflict(
                        to == HostStatus.ACCEPTED
                                ? Problem.text("The key of {0} is already accepted", name(host))
                                : Problem.text("The key of {0} is already rejected", name(host)),
                        "decided by " + before.decidedBy(),
                        Problem.text("Load the page again."));
            }
            commit(
                    before,
                    () -> {
                        if (before.status() == HostStatus.ACCEPTED) {
                            store.forgetData(host);
                        }
                        return store.move(before, to, actor.name(), clock.instant());
                    },
                    () -> audit.write(actor, "key." + act, host.value(), detail(before, to)));
            remember(host, before.status() == HostStatus.ACCEPTED);
        }
        events.publish(KeyEvents.key(act, host, clock.instant()));
        return current(host);
    }

    /** The fingerprint, and for a key that comes in whether somebody vouched for it; that note is used up. */
    private String detail(Host before, HostStatus to) {
        if (to != HostStatus.ACCEPTED) {
            return before.fingerprint();
        }
        boolean isExpected = expected.isExpected(before.hostname(), before.fingerprint());
        if (isExpected) {
            expected.used(before.fingerprint());
        }
        return before.fingerprint() + (isExpected ? " (as expected)" : " (unverified)");
    }

    /** Forgets a host: key, grains, mine, group membership; its job history stays. It may show a key anew. Needs KEYS. */
    public void delete(Actor actor, HostId host, String seen) {
        actor.require(Permission.KEYS);
        synchronized (memory) {
            Host before = existing(host, seen);
            commit(
                    before,
                    () -> store.delete(before),
                    () -> audit.write(actor, "key.delete", host.value(), before.fingerprint()));
            memory.forget(host);
            hosts.roll().forget(host);
        }
        events.publish(KeyEvents.key("delete", host, clock.instant()));
    }

    /**
     * Puts a further key that was claimed in the place of a host's key, exactly the one with this fingerprint; the host's status
     * stays. What the holder of the old key left is gone at once, and listeners hear that the old key was deleted. Needs KEYS.
     *
     * @throws Problem.NotFound no such host, or no such claim
     */
    public Host replace(Actor actor, HostId host, String claimedFingerprint) {
        actor.require(Permission.KEYS);
        HostStatus status;
        synchronized (memory) {
            Host before = store.find(host).orElseThrow(() -> unknown(host));
            KeyClaim claim = claim(host, claimedFingerprint);
            status = before.status();
            commit(
                    before,
                    () -> {
                        store.deleteClaim(host, claimedFingerprint);
                        store.forgetData(host);
                        return store.replace(before, claimed(before, claim, actor));
                    },
                    () ->
                            audit.write(
                                    actor,
                                    "key.replace",
                                    host.value(),
                                    before.fingerprint() + " by " + claimedFingerprint));
            remember(host, true);
        }
        events.publish(KeyEvents.key("delete", host, clock.instant()));
        if (status == HostStatus.ACCEPTED) {
            events.publish(KeyEvents.key("accept", host, clock.instant()));
        }
        return current(host);
    }

    private Host claimed(Host before, KeyClaim claim, Actor actor) {
        boolean waiting = before.status() == HostStatus.WAITING;
        return new Host(
                before.hostname(),
                claim.publicKey(),
                claim.fingerprint(),
                before.status(),
                claim.address(),
                claim.firstSeen(),
                claim.lastSeen(),
                waiting ? null : clock.instant(),
                waiting ? null : actor.name(),
                0,
                null,
                false);
    }

    /**
     * Forgets one claim. Needs KEYS.
     *
     * @throws Problem.NotFound no such claim
     */
    public void dismiss(Actor actor, HostId host, String claimedFingerprint) {
        actor.require(Permission.KEYS);
        synchronized (memory) {
            KeyClaim claim = claim(host, claimedFingerprint);
            database.jdbi()
                    .useTransaction(
                            h -> {
                                store.deleteClaim(host, claim.fingerprint());
                                audit.write(
                                        actor, "key.dismiss", host.value(), claim.fingerprint());
                            });
        }
        tellHost(host);
    }

    /**
     * Admits a host that speaks protocol 2, for a time; audited with the reason. It ends early when the host sends a verified
     * message in protocol 3. Returns, file and pillar requests of protocol 2 carry no token: they are believed by the network
     * address where the host's key was shown. Needs KEYS.
     *
     * @param howLong up to 366 days
     * @throws Problem.BadInput no reason, or not such a time
     * @throws Problem.Conflict the key is rejected
     */
    public Host admitLegacy(Actor actor, HostId host, String reason, Duration howLong) {
        actor.require(Permission.KEYS);
        requireReason(reason);
        if (howLong.isNegative() || howLong.isZero() || howLong.compareTo(LONGEST_LEGACY) > 0) {
            throw new Problem.BadInput(
                    "A legacy minion cannot be admitted for this long",
                    "duration",
                    "Choose between one day and 366 days.");
        }
        Instant until = clock.instant().plus(howLong);
        String detail =
                "until " + until + ", returns believed by network address, reason: " + reason;
        return legacy(actor, host, until, reason, "key.legacy.admit", detail);
    }

    /** Ends {@link #admitLegacy}. Needs KEYS. */
    public Host endLegacy(Actor actor, HostId host) {
        actor.require(Permission.KEYS);
        return legacy(actor, host, null, null, "key.legacy.end", "");
    }

    private Host legacy(
            Actor actor, HostId host, Instant until, String reason, String action, String detail) {
        synchronized (memory) {
            Host before = store.find(host).orElseThrow(() -> unknown(host));
            if (before.status() == HostStatus.REJECTED) {
                throw new Problem.Conflict(
                        Problem.text("The key of {0} is rejected", name(host)),
                        "legacy minion",
                        Problem.text("Accept the key first."));
            }
            commit(
                    before,
                    () -> store.legacy(before, until, reason),
                    () -> audit.write(actor, action, host.value(), detail));
            remember(host, false);
        }
        tellHost(host);
        return current(host);
    }

    private static void requireReason(String reason) {
        if (reason.isBlank()
                || reason.length() > LONGEST_REASON
                || reason.chars().anyMatch(Character::isISOControl)) {
            throw new Problem.BadInput(
                    Problem.text(
                            "A reason is needed, in one line of at most {0} characters",
                            LONGEST_REASON),
                    "reason",
                    Problem.text("Say why this minion cannot be upgraded yet."));
        }
    }

    /** All keys in a state, by hostname; null for all states. Needs SEE. */
    public List<Host> list(Actor actor, HostStatus status) {
        actor.require(Permission.SEE);
        return store.all(status).stream().map(hosts::now).toList();
    }

    /** Further keys shown for known hostnames, newest first. Needs SEE. */
    public List<KeyClaim> claims(Actor actor) {
        actor.require(Permission.SEE);
        return store.claims();
    }

    /** A change and its audit line; neither without the other. */
    private void commit(Host before, BooleanSupplier change, Runnable line) {
        database.jdbi()
                .useTransaction(
                        h -> {
                            if (!change.getAsBoolean()) {
                                throw changed(before.hostname(), "");
                            }
                            line.run();
                        });
    }

    private void remember(HostId host, boolean gone) {
        store.find(host).ifPresent(now -> memory.put(host, KnownKey.of(now)));
        if (gone) {
            hosts.roll().forget(host);
        }
    }

    private Host existing(HostId host, String seen) {
        Host now = store.find(host).orElseThrow(() -> unknown(host));
        if (!now.fingerprint().equals(seen)) {
            throw changed(host, now.fingerprint());
        }
        return now;
    }

    private KeyClaim claim(HostId host, String fingerprint) {
        return store.claims(host).stream()
                .filter(claim -> claim.fingerprint().equals(fingerprint))
                .findFirst()
                .orElseThrow(
                        () ->
                                new Problem.NotFound(
                                        Problem.text("No such further key of {0}", name(host)),
                                        "keys",
                                        Problem.text(
                                                "Load the page again; somebody may have decided"
                                                        + " already.")));
    }

    private Host current(HostId host) {
        return store.find(host).map(hosts::now).orElseThrow(() -> unknown(host));
    }

    private void tellHost(HostId host) {
        events.publish(KeyEvents.host(host, clock.instant()));
    }

    private static Problem unknown(HostId host) {
        return new Problem.NotFound(
                Problem.text("No key of {0} is known", name(host)),
                "keys",
                Problem.text("Start the minion, then look again."));
    }

    private static Problem changed(HostId host, String fingerprint) {
        return new Problem.Conflict(
                Problem.text("The key of {0} changed while you looked at it", name(host)),
                fingerprint.isEmpty() ? "keys" : "fingerprint now " + fingerprint,
                Problem.text("Compare it with 'salt-call --local key.finger' on that host."));
    }

    private static String name(HostId host) {
        return Problem.shown(host.value());
    }
}
