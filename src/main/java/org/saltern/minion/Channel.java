package org.saltern.minion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.InstantSource;
import org.saltern.base.Problem;
import org.saltern.crypto.Nonce;
import org.saltern.crypto.RsaPrivateKey;
import org.saltern.wire.AuthReplies.Algorithms;
import org.saltern.wire.BadMessage;
import org.saltern.wire.MinionRequest;
import org.saltern.wire.PillarReply;
import org.saltern.wire.Replies;
import org.saltern.wire.RequestClient;
import org.saltern.wire.RequestLoads;
import org.saltern.wire.RequestSealer;

/** Sealed requests on one connection. A reply that does not open means new keys: it signs in once and asks again. */
final class Channel implements AutoCloseable {
    private final RequestClient client;
    private final Sessions sessions;
    private final RsaPrivateKey key;
    private final RequestSealer sealer;
    private final Duration patience;
    private final InstantSource clock;

    Channel(
            RequestClient client,
            Sessions sessions,
            RsaPrivateKey key,
            MinionSettings settings,
            InstantSource clock) {
        this.client = client;
        this.sessions = sessions;
        this.key = key;
        this.sealer =
                new RequestSealer(
                        settings.protocol(),
                        settings.id().value(),
                        key.token(),
                        settings.trust().algorithms());
        this.patience = settings.patience().request();
        this.clock = clock;
    }

    /** @throws Problem.Unavailable not signed in, no answer, or an answer that cannot be believed */
    JsonNode ask(MinionRequest request) {
        return ask(
                RequestLoads.encode(request),
                (frame, nonce, session) -> Replies.open(frame, nonce, session.requests()));
    }

    /** @throws Problem.Unavailable as {@link #ask} */
    JsonNode pillar(MinionRequest.Pillar request) {
        Algorithms algorithms = sealer.algorithms();
        return ask(
                RequestLoads.encode(request),
                (frame, nonce, session) ->
                        PillarReply.open(frame, nonce, key, session.master(), algorithms));
    }

    /** Makes a value of a reply. */
    private interface Opening {
        JsonNode open(byte[] frame, String nonce, Session session) throws BadMessage;
    }

    private JsonNode ask(ObjectNode load, Opening opening) {
        Session session = sessions.need();
        try {
            return once(load, session, opening);
        } catch (BadMessage first) {
            Session fresh = sessions.renew(session);
            try {
                return once(load, fresh, opening);
            } catch (BadMessage second) {
                throw new Problem.Unavailable(
                        "The answer to "
                                + load.path("cmd").asText()
                                + " is not to be believed: "
                                + second.getMessage(),
                        "master",
                        "Look at the master's log; it also refuses a minion whose clock is far"
                                + " off.");
            }
        }
    }

    private JsonNode once(ObjectNode load, Session session, Opening opening) throws BadMessage {
        String nonce = Nonce.random();
        byte[] frame =
                sealer.seal(load, nonce, clock.instant().getEpochSecond(), session.requests());
        return opening.open(client.ask(frame, patience), nonce, session);
    }

    @Override
    public void close() {
        client.close();
    }
}
