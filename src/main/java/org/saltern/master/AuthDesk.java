package org.saltern.master;

import java.util.Optional;
import java.util.function.IntSupplier;
import org.saltern.base.HostId;
import org.saltern.base.Problem;
import org.saltern.crypto.EncAlgorithm;
import org.saltern.crypto.RsaPublicKey;
import org.saltern.crypto.SigAlgorithm;
import org.saltern.hosts.KeyVerdict;
import org.saltern.hosts.Keys;
import org.saltern.hosts.SignIn;
import org.saltern.wire.AuthReplies;
import org.saltern.wire.AuthReplies.Algorithms;
import org.saltern.wire.AuthReply;
import org.saltern.wire.AuthRequest;
import org.saltern.wire.BadMessage;
import org.saltern.wire.Envelope;
import org.saltern.wire.Replies;

/**
 * Answers {@code _auth}: checks form, key and algorithms, lets {@link Keys} judge, and hands the keys to accepted hosts. Every
 * answer of protocol 2 and 3 is signed, refusals too. Protocol 2 hosts that are not admitted as legacy get {@code bad load}, as
 * from upstream since 3006.17, but their key is on the operator's list. Thread-safe.
 */
final class AuthDesk {
    private static final int FIRST_SIGNED = 2;
    private static final int FIRST_WITH_SESSION = 3;

    private final Keys keys;
    private final HostKeys hostKeys;
    private final MasterKeys master;
    private final Sessions sessions;
    private final LegacyHosts legacy;
    private final AuthBudget budget;
    private final IntSupplier publishPort;

    AuthDesk(
            Keys keys,
            HostKeys hostKeys,
            MasterKeys master,
            Sessions sessions,
            LegacyHosts legacy,
            AuthBudget budget,
            IntSupplier publishPort) {
        this.keys = keys;
        this.hostKeys = hostKeys;
        this.master = master;
        this.sessions = sessions;
        this.legacy = legacy;
        this.budget = budget;
        this.publishPort = publishPort;
    }

    /**
     * Looks first whether there is budget for the sender, and reads and checks the key it shows only then.
     *
     * @param peer network address it came from
     * @throws BadMessage a field is missing or of the wrong type
     */
    byte[] answer(Envelope.Clear envelope, String peer) throws BadMessage {
        if (envelope.version() < FIRST_SIGNED) {
            return refusal();
        }
        AuthRequest request = AuthRequest.decode(envelope);
        Optional<EncAlgorithm> enc = EncAlgorithm.of(request.encAlgorithm());
        Optional<SigAlgorithm> sig = SigAlgorithm.of(request.sigAlgorithm());
        if (enc.isEmpty() || sig.isEmpty()) {
            return AuthReplies.encodeBadAlgorithm(enc.isEmpty());
        }
        var algorithms = new Algorithms(enc.get(), sig.get());
        Optional<HostId> host = hostId(request.id());
        Optional<RsaPublicKey> known =
                host.flatMap(id -> hostKeys.ifShown(id, request.publicKey()));
        return budget.spend(
                known.isPresent(),
                peer,
                () ->
                        judged(
                                request,
                                host,
                                known.or(() -> key(request.publicKey())),
                                algorithms,
                                peer),
                refusal());
    }

    private byte[] judged(
            AuthRequest request,
            Optional<HostId> host,
            Optional<RsaPublicKey> shown,
            Algorithms algorithms,
            String peer) {
        if (host.isEmpty() || shown.isEmpty()) {
            return signed(new AuthReply.Refused(), request, algorithms);
        }
        KeyVerdict verdict =
                keys.judge(
                        new SignIn(
                                host.get(),
                                request.publicKey(),
                                request.version(),
                                peer,
                                request.autosignGrains()));
        return switch (verdict) {
            case ACCEPT -> accepted(request, host.get(), shown.get(), algorithms, peer);
            case PEND -> signed(new AuthReply.Pending(), request, algorithms);
            case REJECT, DENIED -> signed(new AuthReply.Refused(), request, algorithms);
            case FULL -> signed(new AuthReply.Full(), request, algorithms);
            case OLD_PROTOCOL -> refusal();
        };
    }

    private byte[] accepted(
            AuthRequest request,
            HostId host,
            RsaPublicKey shown,
            Algorithms algorithms,
            String peer) {
        if (request.version() < FIRST_WITH_SESSION) {
            legacy.signedIn(host, peer);
        }
        AesKey aes = master.handOut(host, shown);
        if (!hostKeys.of(host, shown).equals(Optional.of(shown))) { // taken away this very moment
            master.takenAway(hostKeys::of);
            return signed(new AuthReply.Refused(), request, algorithms);
        }
        Session session = sessions.signIn(host, shown.fingerprint());
        var reply =
                new AuthReply.Accepted(
                        master.rsa().publicKey(),
                        publishPort.getAsInt(),
                        aes.key(),
                        session.current());
        var proof =
                new AuthReplies.MasterProof(
                        aes.signature(), master.publicKeySignature(algorithms.sig()));
        return AuthReplies.encodeAccepted(reply, proof, request, master.rsa(), shown, algorithms);
    }

    private byte[] signed(AuthReply reply, AuthRequest request, Algorithms algorithms) {
        return AuthReplies.encode(reply, request, master.rsa(), algorithms.sig());
    }

    private static byte[] refusal() {
        return Replies.bare("bad load");
    }

    private static Optional<HostId> hostId(String id) {
        try {
            return Optional.of(new HostId(id));
        } catch (Problem.BadInput e) {
            return Optional.empty();
        }
    }

    private static Optional<RsaPublicKey> key(String pem) {
        try {
            return Optional.of(RsaPublicKey.parse(pem));
        } catch (Problem.BadInput e) {
            return Optional.empty();
        }
    }
}
