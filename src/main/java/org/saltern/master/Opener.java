package org.saltern.master;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.saltern.base.HostId;
import org.saltern.base.Problem;
import org.saltern.crypto.Crypticle;
import org.saltern.crypto.Nonce;
import org.saltern.crypto.RsaPublicKey;
import org.saltern.wire.BadMessage;
import org.saltern.wire.Envelope;
import org.saltern.wire.SealedRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens sealed requests and proves whose they are (S-19, S-29, S-31). Protocol 3: the session key of the id outside, the same id
 * inside, that host's token, a fresh nonce, a time near ours. Protocol 2: the AES key, from an address where an admitted legacy
 * host signed in; its token wherever upstream asks for one. Thread-safe.
 */
final class Opener {
    private static final Logger LOG = LoggerFactory.getLogger(Opener.class);
    private static final int WITHOUT_SESSION = 2;

    /** Protocol 2 minions put a token into these, and only these. */
    private static final Set<String> WITH_TOKEN =
            Set.of(
                    "_minion_event",
                    "_mine",
                    "_mine_get",
                    "_mine_delete",
                    "_mine_flush",
                    "_file_recv",
                    "_master_tops",
                    "_ext_nodes",
                    "minion_pub",
                    "minion_publish",
                    "pub_ret",
                    "minion_runner",
                    "revoke_auth");

    /** A request and who sent it; the reply is sealed with the same cipher. */
    record Opened(HostId host, RsaPublicKey key, Crypticle cipher, SealedRequest request) {}

    private final HostKeys keys;
    private final MasterKeys master;
    private final Sessions sessions;
    private final LegacyHosts legacy;
    private final Tokens tokens;
    private final Duration skew;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Seen nonces = new Seen();
    private final Rarely complaints = new Rarely();

    Opener(
            HostKeys keys,
            MasterKeys master,
            Sessions sessions,
            LegacyHosts legacy,
            Tokens tokens,
            Duration skew,
            InstantSource clock,
            LongSupplier nanos) {
        this.keys = keys;
        this.master = master;
        this.sessions = sessions;
        this.legacy = legacy;
        this.tokens = tokens;
        this.skew = skew;
        this.clock = clock;
        this.nanos = nanos;
    }

    /** @throws BadMessage for the log only: whatever is wrong, the sender is told the same */
    Opened open(Envelope.Sealed envelope, String peer) throws BadMessage {
        if (envelope.version() < WITHOUT_SESSION) {
            throw new BadMessage("protocol " + envelope.version());
        }
        Opened opened =
                envelope.version() == WITHOUT_SESSION
                        ? openLegacy(envelope, peer)
                        : openSession(envelope);
        String nonce = opened.request.nonce();
        if (!Nonce.isValid(nonce)) {
            throw new BadMessage("no nonce");
        }
        if (!nonces.isNew(opened.host, nonce, clock.instant())) {
            throw new BadMessage("a request of " + opened.host + " came a second time");
        }
        return opened;
    }

    private Opened openSession(Envelope.Sealed envelope) throws BadMessage {
        HostId host = hostId(envelope.id());
        RsaPublicKey key = key(host);
        Session session =
                sessions.find(host, key.fingerprint())
                        .orElseThrow(() -> new BadMessage("no session of " + host));
        Opened opened = open(envelope, host, key, session.ciphers());
        SealedRequest request = opened.request;
        if (!request.innerId().equals(host.value())) {
            throw new BadMessage("another id inside the seal than " + host + " outside");
        }
        checkToken(opened, true);
        checkTime(host, request);
        return opened;
    }

    private Opened openLegacy(Envelope.Sealed envelope, String peer) throws BadMessage {
        Opened nobody = open(envelope, null, null, master.forRequests().stream());
        SealedRequest request = nobody.request;
        HostId host =
                request.innerId().isEmpty() && !WITH_TOKEN.contains(request.command())
                        ? legacy.anyAt(peer, this::isAdmitted)
                                .orElseThrow(() -> new BadMessage("no legacy host there"))
                        : hostId(request.innerId());
        if (!isAdmitted(host) || !legacy.isAt(host, peer)) {
            throw new BadMessage("protocol 2, for which " + host + " is not admitted from there");
        }
        Opened opened = new Opened(host, key(host), nobody.cipher, request);
        checkToken(opened, WITH_TOKEN.contains(request.command()));
        return opened;
    }

    private boolean isAdmitted(HostId host) {
        return keys.of(host).isPresent() && keys.isLegacyAdmitted(host);
    }

    private static Opened open(
            Envelope.Sealed envelope, HostId host, RsaPublicKey key, Stream<Crypticle> ciphers)
            throws BadMessage {
        BadMessage last = new BadMessage("no key");
        for (Crypticle cipher : ciphers.toList()) {
            try {
                return new Opened(host, key, cipher, SealedRequest.open(envelope, cipher));
            } catch (BadMessage e) {
                last = e; // perhaps the key before this one
            }
        }
        throw last;
    }

    private void checkToken(Opened opened, boolean needed) throws BadMessage {
        Optional<byte[]> token = opened.request.token();
        boolean ok =
                token.isPresent() ? tokens.isOf(opened.host, opened.key, token.get()) : !needed;
        if (!ok) {
            throw new BadMessage("not the token of " + opened.host);
        }
    }

    private void checkTime(HostId host, SealedRequest request) throws BadMessage {
        if (skew.isZero()) {
            return;
        }
        Instant sent =
                Instant.ofEpochSecond(
                        request.timestamp()
                                .filter(seconds -> Math.abs(seconds) < Integer.MAX_VALUE * 8L)
                                .orElseThrow(() -> new BadMessage("no time")));
        Duration off = Duration.between(sent, clock.instant()).abs();
        if (off.compareTo(skew) > 0) {
            if (complaints.now(host.value(), nanos.getAsLong()).isPresent()) {
                LOG.warn(
                        "Requests of {} are refused: its clock is {} off, more than {}. Set its"
                                + " clock, or request_server_ttl of this master to 0",
                        host,
                        off,
                        skew);
            }
            throw new BadMessage("made at another time");
        }
    }

    private RsaPublicKey key(HostId host) throws BadMessage {
        return keys.of(host).orElseThrow(() -> new BadMessage("no accepted key of " + host));
    }

    private static HostId hostId(String id) throws BadMessage {
        try {
            return new HostId(id);
        } catch (Problem.BadInput e) {
            throw new BadMessage("not a host id");
        }
    }
}
