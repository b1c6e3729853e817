package org.saltern.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.saltern.access.Actor;
import org.saltern.access.ApiToken;
import org.saltern.access.ApiTokens;
import org.saltern.access.Audit;
import org.saltern.access.AuditEntry;
import org.saltern.access.AuditFinding;
import org.saltern.access.Role;
import org.saltern.base.Json;
import org.saltern.base.Problem;

/**
 * Tokens of programs and the check of the audit log, which salt-api has not. They are paths rather than runner functions, because what
 * a runner returns goes to everybody who follows the events, and a new token is for one reader only.
 */
final class AccessPaths {
    private final Callers callers;
    private final ApiTokens tokens;
    private final Audit audit;

    AccessPaths(Callers callers, ApiTokens tokens, Audit audit) {
        this.callers = callers;
        this.tokens = tokens;
        this.audit = audit;
    }

    void register(Door door) {
        door.path("/tokens", Map.of("GET", this::list, "POST", this::make));
        door.path("/tokens/{id}/revoke", Map.of("POST", this::revoke));
        door.path("/audit/check", Map.of("POST", this::check));
    }

    /** One's own; all of them for administrators. */
    private void list(Context ctx) {
        Actor actor = callers.of(ctx).actor();
        List<ApiToken> found =
                actor.role() == Role.ADMINISTRATOR
                        ? tokens.all(actor)
                        : tokens.of(actor, actor.name());
        ArrayNode out = Json.array();
        found.forEach(token -> out.add(shown(token)));
        Door.send(ctx, Json.object().set("return", out));
    }

    /** {@code label}; {@code user} when it is another's; {@code role}, the lowest when absent; {@code seconds} it lives. */
    private void make(Context ctx) {
        Actor actor = callers.of(ctx).actor();
        Door.requireWritable(ctx);
        JsonNode asked = Door.body(ctx, Bodies.LARGEST_LOGIN);
        ApiTokens.Made made =
                tokens.make(
                        actor,
                        asked.path("user").asText(actor.name()),
                        asked.path("label").asText(),
                        role(asked.path("role").asText(Role.VIEWER.name())),
                        Duration.ofSeconds(
                                asked.path("seconds").asLong(ApiTokens.USUAL_LIFE.toSeconds())));
        ObjectNode reply = shown(made.token()).put("token", made.secret());
        Door.send(ctx, Json.object().set("return", reply));
    }

    private void revoke(Context ctx) {
        Actor actor = callers.of(ctx).actor();
        Door.requireWritable(ctx);
        String id = ctx.pathParam("id");
        if (!id.matches("[0-9]{1,18}")) {
            throw Refusal.badRequest("Not the number of a token: '" + Problem.shown(id) + "'");
        }
        ApiToken ended = tokens.revoke(actor, Long.parseLong(id));
        Door.send(ctx, Json.object().set("return", shown(ended)));
    }

    private void check(Context ctx) {
        Actor actor = callers.of(ctx).actor();
        Door.requireWritable(ctx);
        JsonNode asked = Door.body(ctx, Bodies.LARGEST_LOGIN);
        AuditFinding found = audit.check(actor, asked.path("expect").asText());
        ObjectNode reply =
                Json.object()
                        .put("whole", found.isWhole())
                        .put("lines", found.lines())
                        .put("head", found.head());
        found.fault().ifPresent(fault -> reply.set("fault", fault(fault)));
        Door.send(ctx, Json.object().set("return", reply));
    }

    private static ObjectNode fault(AuditFinding.Fault fault) {
        return switch (fault) {
            case AuditFinding.Fault.Line(AuditEntry line) ->
                    Json.object()
                            .put("kind", "line")
                            .put("seq", line.seq())
                            .put("at", line.at().toString())
                            .put("actor", line.actor())
                            .put("action", line.action())
                            .put("subject", line.subject())
                            .put("detail", line.detail());
            case AuditFinding.Fault.End(long missing) ->
                    Json.object().put("kind", "end").put("missing", missing);
            case AuditFinding.Fault.Rewritten(String expected) ->
                    Json.object().put("kind", "rewritten").put("expected", expected);
        };
    }

    private static ObjectNode shown(ApiToken token) {
        Instant used = token.used();
        return Json.object()
                .put("id", token.id())
                .put("user", token.user())
                .put("label", token.label())
                .put("role", token.role().name().toLowerCase(Locale.ROOT))
                .put("created", token.created().toString())
                .put("expires", token.expires().toString())
                .put("used", used == null ? null : used.toString());
    }

    private static Role role(String name) {
        return Arrays.stream(Role.values())
                .filter(role -> role.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new Problem.BadInput(
                                        "There is no role '" + Problem.shown(name) + "'",
                                        "role",
                                        "Use viewer, operator or administrator."));
    }
}
