package org.saltern.minion;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.saltern.base.Problem;
import org.saltern.crypto.Nonce;
import org.saltern.crypto.RsaPrivateKey;
import org.saltern.crypto.RsaPublicKey;
import org.saltern.crypto.SessionKey;
import org.saltern.wire.AuthReplies;
import org.saltern.wire.AuthReply;
import org.saltern.wire.AuthRequest;
import org.saltern.wire.BadMessage;
import org.saltern.wire.RequestClient;
import org.saltern.wire.WrongMaster;

/** One try to sign in. */
final class SignIn {
    private final MinionSettings settings;
    private final RsaPrivateKey key;
    private final MasterPin pin;
    private final Heard heard;
    private final RequestClient client;
    private final ObjectNode autosignGrains;

    /** @param autosignGrains grains offered for autosigning, empty for none */
    SignIn(
            MinionSettings settings,
            RsaPrivateKey key,
            MasterPin pin,
            Heard heard,
            RequestClient client,
            ObjectNode autosignGrains) {
        this.settings = settings;
        this.key = key;
        this.pin = pin;
        this.heard = heard;
        this.client = client;
        this.autosignGrains = autosignGrains;
    }

    /** @throws Problem.Unavailable not signed in; says why and what the operator should do */
    Session attempt() {
        Optional<RsaPublicKey> known = pin.known();
        byte[] secret = known.isPresent() ? SessionKey.random().bytes() : null;
        AuthRequest request = request(known, secret);
        byte[] reply = client.ask(request.encode().encode(), settings.patience().auth());
        try {
            var expected =
                    new AuthReplies.Expected(
                            request, key, known, secret, settings.trust().algorithms());
            return session(AuthReplies.open(reply, expected), known);
        } catch (WrongMaster e) {
            throw refused(
                    "The master shows another key ("
                            + e.shown().fingerprint()
                            + ") than the one pinned",
                    "If the master was installed anew, compare the fingerprint and delete "
                            + pin.file()
                            + ".");
        } catch (BadMessage e) {
            throw refused(
                    "The sign-in failed: " + e.getMessage(),
                    "A master that answers 'bad load' does not admit protocol "
                            + settings.protocol()
                            + "; otherwise look at the master's log.");
        }
    }

    private AuthRequest request(Optional<RsaPublicKey> known, byte[] secret) {
        var algorithms = settings.trust().algorithms();
        return new AuthRequest(
                settings.protocol(),
                settings.id().value(),
                key.publicKey().pem().strip(),
                Nonce.random(),
                known.map(master -> master.encrypt(secret, algorithms.enc())),
                algorithms.enc().wireName(),
                algorithms.sig().wireName(),
                autosignGrains);
    }

    private Session session(AuthReply reply, Optional<RsaPublicKey> known) {
        return switch (reply) {
            case AuthReply.Accepted accepted -> accepted(accepted, known.isEmpty());
            case AuthReply.Pending p ->
                    throw refused(
                            "The key of "
                                    + settings.id()
                                    + " waits to be accepted; its fingerprint is "
                                    + finger(),
                            "Compare the fingerprint on the master and accept it: Keys page, or 'salt-key -a "
                                    + settings.id()
                                    + "'.");
            case AuthReply.Refused r ->
                    throw refused(
                            "The master refuses the key of "
                                    + settings.id()
                                    + "; its fingerprint is "
                                    + finger(),
                            "Delete the rejected or other key of "
                                    + settings.id()
                                    + " on the master, or use another id.");
            case AuthReply.Full f ->
                    throw refused(
                            "The master takes no more minions", "Raise max_minions on the master.");
        };
    }

    private Session accepted(AuthReply.Accepted accepted, boolean first) {
        if (!pin.admits(accepted.master())) {
            throw refused(
                    "The master's fingerprint is "
                            + accepted.master().fingerprint()
                            + ", not the configured one",
                    "Compare with the master and correct master_finger, or find out who answers there.");
        }
        if (settings.protocol() >= 3 && accepted.session() == null) {
            throw refused(
                    "The master speaks protocol 2 only: it is older than 3006.12",
                    "Upgrade it, or start this agent with protocol 2.");
        }
        if (first) {
            pin.pin(accepted.master());
        }
        return new Session(
                accepted, settings.protocol(), heard.lastSerial(Session.digest(accepted)));
    }

    private String finger() {
        return key.publicKey().fingerprint();
    }

    private Problem.Unavailable refused(String what, String fix) {
        return new Problem.Unavailable(what, settings.master() + ":" + settings.requestPort(), fix);
    }
}
