package org.saltern.hosts;

import java.time.Instant;
import java.util.Optional;
import org.saltern.base.HostId;

/** The rules by which a sign-in is judged, in upstream's order ({@code open_mode} aside: first rejecting, then accepting). */
final class KeyJudge {
    private final Hosts hosts;
    private final Memory memory;
    private final KeyPolicy policy;
    private final Autosign autosign;

    KeyJudge(Hosts hosts, KeyPolicy policy) {
        this.hosts = hosts;
        this.memory = hosts.memory();
        this.policy = policy;
        this.autosign = new Autosign(policy.autosigning());
    }

    /** Whether this host speaks a protocol that is new enough, or is admitted all the same. */
    boolean speaksWell(HostId host, int protocol, Instant now) {
        return protocol >= policy.minimumProtocol()
                || memory.key(host).filter(key -> key.isLegacyAt(now)).isPresent();
    }

    /** @param pem the key shown, in the form in which keys are kept */
    Judgement judge(SignIn signIn, String pem, Instant now) {
        HostId host = signIn.host();
        if (isFull(host)) {
            return Judgement.of(KeyVerdict.FULL);
        }
        boolean well = speaksWell(host, signIn.protocol(), now);
        Optional<KnownKey> known = memory.key(host);
        boolean same = known.filter(key -> key.publicKey().equals(pem)).isPresent();
        HostStatus status = known.map(KnownKey::status).orElse(null);
        if (policy.openMode() && well) {
            return same && status == HostStatus.ACCEPTED
                    ? Judgement.of(KeyVerdict.ACCEPT)
                    : new Judgement(KeyVerdict.ACCEPT, Judgement.Change.ACCEPT, "open_mode");
        } else if (status == HostStatus.REJECTED) {
            return Judgement.of(KeyVerdict.REJECT);
        } else if (status == HostStatus.ACCEPTED && same) {
            return Judgement.of(well ? KeyVerdict.ACCEPT : KeyVerdict.OLD_PROTOCOL);
        } else if (status == HostStatus.ACCEPTED) {
            return new Judgement(KeyVerdict.DENIED, Judgement.Change.CLAIM, "");
        }
        return undecided(signIn, status == null, same, well, now);
    }

    /** A key that is new or waits. A minion of an old protocol is never accepted without an operator. */
    private Judgement undecided(
            SignIn signIn, boolean isNew, boolean same, boolean well, Instant now) {
        HostId host = signIn.host();
        if (autosign.rejects(host)) {
            return new Judgement(KeyVerdict.REJECT, Judgement.Change.REJECT, "autoreject_file");
        } else if (!isNew && !same) {
            return new Judgement(KeyVerdict.DENIED, Judgement.Change.CLAIM, "");
        }
        Optional<String> accepting =
                well ? autosign.accepts(host, signIn.autosignGrains(), now) : Optional.empty();
        if (accepting.isPresent()) {
            return new Judgement(KeyVerdict.ACCEPT, Judgement.Change.ACCEPT, accepting.get());
        } else if (isNew && hasNoRoom(signIn.address())) {
            return Judgement.of(KeyVerdict.FULL);
        }
        return new Judgement(
                well ? KeyVerdict.PEND : KeyVerdict.OLD_PROTOCOL,
                isNew ? Judgement.Change.WAIT : Judgement.Change.NONE,
                "");
    }

    private boolean isFull(HostId host) {
        return policy.maxMinions() > 0
                && hosts.connected().size() > policy.maxMinions()
                && !hosts.connected().contains(host);
    }

    private boolean hasNoRoom(String address) {
        return memory.waiting() >= policy.limits().waiting()
                || memory.waiting(address) >= policy.limits().waitingPerAddress();
    }
}
