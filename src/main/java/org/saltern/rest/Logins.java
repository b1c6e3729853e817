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
import org.saltern.access.User;
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
     * @throws Refusal 401 wrong, or not the names expected
     * @throws Problem.Unavailable too many failures
     */
    Session signIn(JsonNode credentials, String address) {
        return checked(
                credentials,
                (name, password) -> access.signIn(name, password, address, SessionKind.API));
    }

    /** Who these credentials belong to, without a session: for a request that brings them along. */
    Actor verify(JsonNode credentials, String address) {
        User user =
                checked(credentials, (name, password) -> access.verify(name, password, address));
        return new Actor(user.name(), user.role());
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

    private static <T> T checked(JsonNode credentials, Check<T> check) {
        JsonNode name = credentials.path("username");
        JsonNode password = credentials.path("password");
        if (!name.isTextual()
                || !password.isTextual()
                || !EAUTH.contains(credentials.path("eauth").asText())) {
            throw Refusal.unauthorized(REFUSED);
        }
        try {
            return check.of(name.textValue(), password.textValue());
        } catch (Problem.Forbidden wrong) {
            throw Refusal.unauthorized(REFUSED);
        }
    }

    /** What is done with a name and a password. */
    private interface Check<T> {
        T of(String name, String password);
    }
}
