package org.saltern.hosts;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.saltern.access.Actor;
import org.saltern.access.Audit;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.saltern.crypto.Fingerprint;
import org.saltern.events.Event;
import org.saltern.events.Events;
import org.saltern.events.Tags;
import org.saltern.store.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers sign-ins: judges, records what is new, and tells who listens. */
final class KeyDoor {
    private static final Logger LOG = LoggerFactory.getLogger(KeyDoor.class);
    private static final int LONGEST_KEY = 8192;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final Database database;
    private final KeyStore store;
    private final Hosts hosts;
    private final Memory memory;
    private final Events events;
    private final Audit audit;
    private final KeyPolicy policy;
    private final KeyJudge judge;
    private final InstantSource clock;
    private final Seldom fullTold = new Seldom(MINUTE);
    private final Seldom badIdTold = new Seldom(MINUTE);
    private final Seldom expired = new Seldom(HOUR);

    KeyDoor(
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
        this.policy = policy;
        this.judge = new KeyJudge(hosts, policy);
        this.clock = clock;
    }

    KeyJudge judge() {
        return judge;
    }

    KeyVerdict answer(SignIn signIn) {
        Instant now = clock.instant();
        String pem = signIn.publicKey().replace("\r", "").strip();
        if (!policy.permits(signIn.host()) || pem.isEmpty() || pem.length() > LONGEST_KEY) {
            if (badIdTold.may(now)) {
                LOG.warn(
                        "A minion was turned away for its id '{}' (or an unusable key) from {}; see"
                                + " the setting for strict ids",
                        Problem.shown(signIn.host().value()),
                        signIn.address());
            }
            return KeyVerdict.REJECT;
        }
        Judgement judgement = settled(signIn, pem, now);
        if (judgement == null) {
            synchronized (memory) {
                forgetExpired(now);
                judgement = judge.judge(signIn, pem, now);
                carryOut(judgement, signIn, pem, now);
            }
        }
        tell(judgement, signIn, pem, now);
        return judgement.verdict();
    }

    /** The everyday case, without a lock: an accepted key signs in again. */
    private Judgement settled(SignIn signIn, String pem, Instant now) {
        boolean everyday =
                policy.maxMinions() == 0
                        && memory.key(signIn.host())
                                .filter(key -> key.status() == HostStatus.ACCEPTED)
                                .filter(key -> key.publicKey().equals(pem))
                                .isPresent()
                        && judge.speaksWell(signIn.host(), signIn.protocol(), now);
        return everyday ? Judgement.of(KeyVerdict.ACCEPT) : null;
    }

    private void carryOut(Judgement judgement, SignIn signIn, String pem, Instant now) {
        switch (judgement.change()) {
            case NONE -> noteVisit(signIn, pem, now);
            case WAIT -> keep(signIn, pem, HostStatus.WAITING, judgement.because(), now);
            case ACCEPT -> keep(signIn, pem, HostStatus.ACCEPTED, judgement.because(), now);
            case REJECT -> keep(signIn, pem, HostStatus.REJECTED, judgement.because(), now);
            case CLAIM -> claim(signIn, pem, now);
        }
    }

    private void keep(SignIn signIn, String pem, HostStatus status, String because, Instant now) {
        Host before = store.find(signIn.host()).orElse(null);
        boolean decided = status != HostStatus.WAITING;
        boolean same = before != null && before.publicKey().equals(pem);
        var shown =
                new Host(
                        signIn.host(),
                        pem,
                        Fingerprint.ofPem(pem),
                        status,
                        signIn.address(),
                        same ? before.firstSeen() : now,
                        now,
                        decided ? now : null,
                        decided ? Actor.system().name() : null,
                        signIn.protocol(),
                        null,
                        false);
        write(before, shown, because);
        memory.put(shown.hostname(), KnownKey.of(shown));
        hosts.roll().forget(shown.hostname());
        warnOfLikeNames(shown.hostname(), before == null);
    }

    /** Stores a key and, when it was decided without an operator, the line that says by what. */
    private void write(Host before, Host shown, String because) {
        database.jdbi()
                .useTransaction(
                        h -> {
                            put(before, shown);
                            if (shown.status() != HostStatus.WAITING) {
                                audit.write(
                                        Actor.system(),
                                        shown.status() == HostStatus.ACCEPTED
                                                ? "key.accept"
                                                : "key.reject",
                                        shown.hostname().value(),
                                        shown.fingerprint() + " by " + because);
                            }
                        });
    }

    private void put(Host before, Host shown) {
        if (before == null) {
            store.insert(shown);
            return;
        }
        store.forgetData(shown.hostname());
        if (!store.replace(before, shown)) {
            throw new Problem.Conflict(
                    "The key of " + shown.hostname() + " changed meanwhile",
                    "sign-in",
                    "The minion tries again by itself.");
        }
    }

    private void warnOfLikeNames(HostId host, boolean isNew) {
        if (isNew && memory.hasLike(host)) {
            LOG.warn(
                    "Two hosts are named {} but for upper and lower case",
                    Problem.shown(host.value()));
        }
    }

    /** A waiting key was shown again, or a known one in an old protocol: worth a later note, not a write of its own. */
    private void noteVisit(SignIn signIn, String pem, Instant now) {
        KnownKey known = memory.key(signIn.host()).orElse(null);
        if (known == null || !known.publicKey().equals(pem)) {
            return;
        }
        var visit = new Heard(now, signIn.address(), signIn.protocol());
        switch (known.status()) {
            case WAITING -> hosts.roll().asked(signIn.host(), visit);
            case ACCEPTED -> hosts.roll().spoke(signIn.host(), signIn.protocol());
            case REJECTED -> {}
        }
    }

    private void claim(SignIn signIn, String pem, Instant now) {
        String fingerprint = Fingerprint.ofPem(pem);
        var claims = store.claims(signIn.host());
        var earlier = claims.stream().filter(c -> c.fingerprint().equals(fingerprint)).findFirst();
        if (earlier.isPresent()) {
            if (earlier.get().lastSeen().plus(MINUTE).isBefore(now)) {
                store.touch(earlier.get(), signIn.address(), now);
            }
        } else if (claims.size() < policy.limits().claimsPerHost()) {
            store.insert(new KeyClaim(signIn.host(), pem, fingerprint, signIn.address(), now, now));
        }
    }

    /** Waiting keys that were not shown for long make room. */
    private void forgetExpired(Instant now) {
        if (!expired.may(now)) {
            return;
        }
        for (Host old : store.waitingSinceBefore(now.minus(policy.limits().waitingAge()))) {
            database.jdbi()
                    .useTransaction(
                            h -> {
                                store.delete(old);
                                audit.write(
                                        Actor.system(),
                                        "key.delete",
                                        old.hostname().value(),
                                        old.fingerprint() + " waited too long");
                            });
            memory.forget(old.hostname());
            events.publish(KeyEvents.key("delete", old.hostname(), now));
        }
    }

    private void tell(Judgement judgement, SignIn signIn, String pem, Instant now) {
        KeyVerdict verdict = judgement.verdict();
        boolean silent =
                verdict == KeyVerdict.OLD_PROTOCOL && judgement.change() == Judgement.Change.NONE
                        || verdict == KeyVerdict.FULL && !fullTold.may(now);
        if (!silent) {
            var data = Json.object();
            data.put("result", verdict == KeyVerdict.ACCEPT || verdict == KeyVerdict.PEND);
            data.put("act", KeyEvents.act(verdict));
            data.put("id", signIn.host().value());
            data.put("pub", pem);
            events.publish(new Event(Tags.AUTH, data, now));
        }
    }
}
