package org.saltern.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.saltern.access.Actor;
import org.saltern.access.Permission;
import org.saltern.access.Session;
import org.saltern.backup.Backup;
import org.saltern.base.HostId;
import org.saltern.base.Json;

/** The map of the REST door: which path does what. */
public final class RestRoutes implements AutoCloseable {
    private final RestRooms rooms;
    private final RestSettings settings;
    private final Callers callers;
    private final Logins logins;
    private final LowState lowState;
    private final LocalClients local;
    private final JobRunners jobs;
    private final HostRunners hosts;
    private final KeyWheels keys;
    private final EventStreams streams;
    private Backup backup;

    /** @param token the secret of this machine's command line, see {@link LocalToken} */
    public RestRoutes(RestRooms rooms, LocalToken token, RestSettings settings) {
        this.rooms = rooms;
        this.settings = settings;
        this.callers = new Callers(rooms.access(), token, settings.origins());
        this.logins = new Logins(rooms.access());
        var ledger = new Ledger(rooms.jobs(), rooms.events());
        this.local = new LocalClients(rooms.jobs(), rooms.hosts(), rooms.targets(), ledger);
        this.jobs = new JobRunners(rooms.jobs(), ledger);
        this.hosts =
                new HostRunners(
                        rooms.keys(), rooms.hosts(), rooms.targets(), settings.saltVersion());
        this.keys = new KeyWheels(rooms.keys(), settings.fingerprint());
        this.lowState = new Catalog(rooms, settings, ledger, jobs, hosts, keys).lowState(local);
        this.streams = new EventStreams(rooms.events(), callers);
    }

    /**
     * Registers the paths. They are registered <em>before</em> handlers, so that another door can serve pages on the same paths: a
     * request of a browser page ({@code Accept: text/html}, or htmx) passes through untouched, any other is answered here.
     */
    public void register(RoutesConfig routes) {
        var door = new Door(routes, settings.origins());
        door.path("/", Map.of("GET", this::welcome, "POST", this::post));
        door.path("/login", Map.of("GET", this::pleaseLogIn, "POST", this::login));
        door.path("/logout", Map.of("POST", this::logout));
        door.path("/token", Map.of("POST", this::token));
        door.path("/run", Map.of("POST", this::run));
        door.path("/minions", Map.of("GET", this::minions, "POST", this::startOnMinions));
        door.path("/minions/{id}", Map.of("GET", this::minion));
        door.path("/jobs", Map.of("GET", this::jobList));
        door.path("/jobs/{jid}", Map.of("GET", this::job));
        door.path("/keys", Map.of("GET", this::keyList));
        door.path("/keys/{id}", Map.of("GET", this::key));
        door.path("/events", Map.of("GET", this::events));
        door.path("/stats", Map.of("GET", this::stats));
        new AccessPaths(callers, rooms.access().apiTokens(), rooms.audit()).register(door);
        if (backup != null) {
            door.path("/backup", Map.of("POST", this::backup));
        }
    }

    /** Offers copies of the whole server to administrators; called before {@link #register}. */
    public RestRoutes offering(Backup copies) {
        backup = copies;
        return this;
    }

    private void backup(Context ctx) throws IOException {
        Actor actor = callers.of(ctx).actor();
        actor.require(Permission.ADMINISTER);
        rooms.audit().write(actor, "backup", "server", "from " + ctx.ip());
        var out = new FirstByte(ctx);
        backup.writeTo(out);
        out.close();
    }

    /** Announces the file with its first byte, so that a refusal before it is still an answer in JSON. */
    private static final class FirstByte extends OutputStream {
        private final Context ctx;
        private OutputStream out;

        FirstByte(Context ctx) {
            this.ctx = ctx;
        }

        private OutputStream out() {
            if (out == null) {
                ctx.contentType("application/zip").header("Cache-Control", "no-store");
                out = ctx.outputStream();
            }
            return out;
        }

        @Override
        public void write(int b) throws IOException {
            out().write(b);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            out().write(bytes, from, count);
        }
    }

    /** Ends the open event streams. */
    @Override
    public void close() {
        streams.close();
    }

    private void welcome(Context ctx) {
        ObjectNode reply = Json.object().put("return", "Welcome");
        LowState.CLIENTS.forEach(reply.putArray("clients")::add);
        Door.send(ctx, reply);
    }

    private void pleaseLogIn(Context ctx) {
        ctx.header("WWW-Authenticate", "Session");
        Door.send(ctx, Json.object().putNull("status").put("return", "Please log in"));
    }

    private void login(Context ctx) {
        Door.requireWritable(ctx);
        JsonNode credentials = credentials(ctx);
        Session session = logins.signIn(credentials, ctx.ip());
        ctx.header("X-Auth-Token", session.token());
        ctx.cookie(cookie(session.token(), secondsLeft(session)));
        Door.send(ctx, returned(Logins.loginReply(session, credentials.path("eauth").asText())));
    }

    private void logout(Context ctx) {
        Caller caller = callers.of(ctx);
        if (caller.kind() == Caller.Kind.SESSION) {
            rooms.access().signOut(caller.token());
        }
        ctx.cookie(cookie("", 0));
        String said =
                caller.kind() == Caller.Kind.PROGRAM
                        ? "This token stays good until its time is over or it is revoked"
                        : "Your token has been cleared";
        Door.send(ctx, Json.object().put("return", said));
    }

    private void token(Context ctx) {
        Door.requireWritable(ctx);
        JsonNode credentials = credentials(ctx);
        for (String name : List.of("username", "password", "eauth")) {
            if (!credentials.path(name).isTextual()) {
                throw Refusal.badRequest(
                        "Require \"username\", \"password\", and \"eauth\" params");
            }
        }
        Session session = logins.signIn(credentials, ctx.ip());
        String eauth = credentials.get("eauth").textValue();
        Door.send(ctx, Json.array().add(Logins.tokenReply(session, eauth)));
    }

    private void post(Context ctx) {
        Caller caller = callers.of(ctx);
        Door.requireWritable(ctx);
        List<Chunk> chunks = Chunk.all(Door.body(ctx, Bodies.LARGEST));
        chunks.forEach(LowState::requireClient);
        ArrayNode out = Json.array();
        chunks.forEach(chunk -> out.addAll(lowState.run(caller.actor(), chunk)));
        Door.send(ctx, returned(out));
    }

    /** Each chunk brings its own credentials; all of them are checked before anything runs. */
    private void run(Context ctx) {
        Door.requireWritable(ctx);
        List<Chunk> chunks = Chunk.all(Door.body(ctx, Bodies.LARGEST));
        List<Actor> actors = new ArrayList<>();
        chunks.forEach(chunk -> actors.add(actor(chunk, ctx.ip())));
        chunks.forEach(LowState::requireClient);
        ArrayNode out = Json.array();
        for (int i = 0; i < chunks.size(); i++) {
            out.addAll(lowState.run(actors.get(i), chunks.get(i)));
        }
        Door.send(ctx, returned(out));
    }

    private Actor actor(Chunk chunk, String address) {
        JsonNode token = chunk.fields().path("token");
        if (token.isTextual()) {
            return callers.byToken(token.textValue())
                    .map(Caller::actor)
                    .orElseThrow(() -> Refusal.unauthorized("Invalid token"));
        }
        if (!chunk.fields().has("username")) {
            throw Refusal.unauthorized("No authentication credentials given");
        }
        return logins.verify(chunk.fields(), address);
    }

    private void minions(Context ctx) {
        Door.send(ctx, returned(hosts.grains(callers.of(ctx).actor(), null)));
    }

    private void minion(Context ctx) {
        Caller caller = callers.of(ctx);
        HostId host = new HostId(ctx.pathParam("id"));
        Door.send(ctx, returned(hosts.grains(caller.actor(), Set.of(host))));
    }

    private void startOnMinions(Context ctx) {
        Caller caller = callers.of(ctx);
        Door.requireWritable(ctx);
        ArrayNode started = Json.array();
        ArrayNode links = Json.array();
        for (Chunk chunk : Chunk.all(Door.body(ctx, Bodies.LARGEST))) {
            ObjectNode job = local.start(caller.actor(), chunk);
            started.add(job);
            if (job.has("jid")) {
                links.addObject().put("href", "/jobs/" + job.get("jid").textValue());
            }
        }
        ObjectNode reply = returned(started);
        reply.putObject("_links").set("jobs", links);
        ctx.status(202);
        Door.send(ctx, reply);
    }

    private void jobList(Context ctx) {
        Door.send(ctx, returned(jobs.list(callers.of(ctx).actor())));
    }

    private void job(Context ctx) {
        ObjectNode info = jobs.one(callers.of(ctx).actor(), ctx.pathParam("jid"));
        ObjectNode values = Json.object();
        info.path("Result")
                .properties()
                .forEach(e -> values.set(e.getKey(), e.getValue().get("return")));
        ObjectNode reply = Json.object();
        reply.putArray("info").add(info);
        reply.putArray("return").add(values);
        Door.send(ctx, reply);
    }

    private void keyList(Context ctx) {
        Door.send(ctx, Json.object().set("return", keys.listAll(callers.of(ctx).actor())));
    }

    private void key(Context ctx) {
        Caller caller = callers.of(ctx);
        var pattern = KeyWheels.Pattern.of(List.of(ctx.pathParam("id")));
        Door.send(ctx, Json.object().set("return", keys.fingerprints(caller.actor(), pattern)));
    }

    private void stats(Context ctx) {
        callers.of(ctx);
        Door.send(ctx, Json.object());
    }

    private void events(Context ctx) throws Exception {
        streams.serve(callers.of(ctx), ctx);
    }

    private static JsonNode credentials(Context ctx) {
        JsonNode body = Door.body(ctx, Bodies.LARGEST_LOGIN);
        return body.isArray() ? body.path(0) : body;
    }

    private static ObjectNode returned(JsonNode value) {
        JsonNode list = value.isArray() ? value : Json.array().add(value);
        return Json.object().set("return", list);
    }

    private Cookie cookie(String token, int seconds) {
        return new Cookie(
                Callers.COOKIE, token, "/", seconds, settings.https(), true, null, SameSite.STRICT);
    }

    private static int secondsLeft(Session session) {
        return (int) Duration.between(session.started(), session.expires()).toSeconds();
    }
}
