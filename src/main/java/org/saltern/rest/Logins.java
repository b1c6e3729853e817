package org.saltern.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Set;
import org.saltern.access.Access;
import org.saltern.access.Actor;
import org.saltern.access.Permission;
import org.saltern.access.Session;
import org.saltern.access.SessionKind;
import org.saltern.base.Json;
import org.saltern.base.Problem;

/** Turns user name and password into a session. */
final class Logins {
    /** Names of upstream's authenticators that clients send; here they all mean Saltern's own users. */
    private static final Set<String> EAUTH = Set.of("saltern", "auto", "pam", "file");

    private static final String REFUSED = "Could not authenticate using provided credentials";

    private final Access access;

    Logins(Access access) {
        this.access = access;
    }

    /**
     * Signs in.
     *
     * @param credentials an object with username, password and eauth; other members are ignored
     * @throws Refusal 401 wrong, or not the names expected; 429 too many failures
     */
    Session signIn(JsonNode credentials, String address) {
        JsonNode name = credentials.path("username");
        JsonNode password = credentials.path("password");
        if (!name.isTextual()
                || !password.isTextual()
                || !EAUTH.contains(credentials.path("eauth").asText())) {
            throw Refusal.unauthorized(REFUSED);
        }
        try {
            return access.signIn(name.textValue(), password.textValue(), address, SessionKind.API);
        } catch (Problem.Forbidden wrong) {
            throw Refusal.unauthorized(REFUSED);
        }
    }

    /** Who these credentials belong to, without a session left behind: for a request that brings them along. */
    Actor signInOnce(JsonNode credentials, String address) {
        Session session = signIn(credentials, address);
        access.signOut(session.token());
        return session.actor();
    }

    /** The element of {@code return} that {@code POST /login} answers. */
    static ObjectNode loginReply(Session session, String eauth) {
        ObjectNode reply =
                Json.object()
                        .put("token", session.token())
                        .put("expire", seconds(session.expires()))
                        .put("start", seconds(session.started()))
                        .put("user", session.user().name())
                        .put("eauth", eauth);
        reply.set("perms", permissions(session));
        return reply;
    }

    /** The element that {@code POST /token} answers. */
    static ObjectNode tokenReply(Session session, String eauth) {
        return Json.object()
                .put("start", seconds(session.started()))
                .put("expire", seconds(session.expires()))
                .put("name", session.user().name())
                .put("eauth", eauth)
                .put("token", session.token());
    }

    /** What the role may do, in upstream's words; never empty, because clients take that for no login at all. */
    private static ArrayNode permissions(Session session) {
        ArrayNode perms = Json.array();
        if (session.actor().may(Permission.RUN)) {
            perms.add(".*");
        }
        perms.add("@jobs").add("@runner");
        if (session.actor().may(Permission.KEYS)) {
            perms.add("@wheel");
        }
        return perms;
    }

    private static double seconds(Instant instant) {
        return instant.toEpochMilli() / 1000.0;
    }
}
