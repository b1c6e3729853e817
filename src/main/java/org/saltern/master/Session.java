package org.saltern.master;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.stream.Stream;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.saltern.crypto.Crypticle;
import org.saltern.crypto.SessionKey;

/**
 * The protocol 3 key of one host, and the one before, which another process of that host may still use.
 *
 * @param owner fingerprint of the host's public key that it was made for; another key has no part in it
 * @param previous null when there was none
 * @param made when {@code current} was made
 */
record Session(String owner, SessionKey current, SessionKey previous, Instant made) {
    static Session fresh(String owner, Instant now) {
        return new Session(owner, SessionKey.random(), null, now);
    }

    Session renewed(Instant now) {
        return new Session(owner, SessionKey.random(), current, now);
    }

    /** Current first. */
    Stream<Crypticle> ciphers() {
        return Stream.of(current, previous).flatMap(Stream::ofNullable).map(SessionKey::crypticle);
    }

    /** Whether a sign-in gets a new key. */
    boolean isOld(Instant now, Duration life) {
        return !now.isBefore(made.plus(life));
    }

    /** Whether requests under it are refused, so that the host signs in again: it had twice its time. */
    boolean isOver(Instant now, Duration life) {
        return !now.isBefore(made.plus(life.multipliedBy(2)));
    }

    String asText() {
        ObjectNode tree = Json.object().put("owner", owner).put("made", made.toString());
        tree.put("current", current.text());
        tree.put("previous", previous == null ? null : previous.text());
        return Json.text(tree);
    }

    /** Empty when the text is not a session's. */
    static Optional<Session> of(String text) {
        try {
            JsonNode tree = Json.parse(text);
            SessionKey previous =
                    tree.path("previous").isTextual()
                            ? SessionKey.of(tree.path("previous").textValue())
                            : null;
            return Optional.of(
                    new Session(
                            tree.path("owner").asText(),
                            SessionKey.of(tree.path("current").asText()),
                            previous,
                            Instant.parse(tree.path("made").asText())));
        } catch (Problem.BadInput | DateTimeParseException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "Session[of " + owner + ", made " + made + "]";
    }
}
