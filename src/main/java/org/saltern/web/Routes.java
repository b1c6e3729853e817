package org.saltern.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.sse.SseClient;
import io.javalin.http.sse.SseHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The map of the door. A route cannot be added without saying what it needs of its visitor. */
public final class Routes {
    /** One line of the map. */
    public record Route(HandlerType method, String path, Need need) {}

    private final RoutesConfig javalin;
    private final Guard guard;
    private final Feeds feeds;
    private final List<Route> all = new ArrayList<>();

    Routes(RoutesConfig javalin, Guard guard, Feeds feeds) {
        this.javalin = javalin;
        this.guard = guard;
        this.feeds = feeds;
    }

    /** Something to read. It changes nothing. */
    public void get(String path, Need need, Handler handler) {
        all.add(new Route(HandlerType.GET, path, need));
        javalin.get(
                path,
                ctx -> {
                    if (guard.admit(ctx, need)) {
                        handler.handle(ctx);
                    }
                });
    }

    /** A change. The form carries this session's token and comes from our own pages. */
    public void post(String path, Need need, Handler handler) {
        post(path, need, HttpLimits.FORM, handler);
    }

    /** As {@link #post(String, Need, Handler)}, with a form of up to {@code longest} bytes. */
    public void post(String path, Need need, int longest, Handler handler) {
        all.add(new Route(HandlerType.POST, path, need));
        javalin.post(
                path,
                ctx -> {
                    if (guard.admitChange(ctx, need, longest)) {
                        Visit.of(ctx).at(page(path, ctx.path())).note(ctx);
                        handler.handle(ctx);
                    }
                });
    }

    /** The page to come back to from the answer to a form: the nearest path above that can be read. */
    private String page(String pattern, String path) {
        String above = pattern;
        String at = path;
        while (!above.isEmpty() && !isReadable(above)) {
            above = above.substring(0, above.lastIndexOf('/'));
            at = at.substring(0, Math.max(0, at.lastIndexOf('/')));
        }
        return above.isEmpty() ? "/" : at;
    }

    private boolean isReadable(String pattern) {
        return all.stream()
                .anyMatch(r -> r.method().equals(HandlerType.GET) && r.path().equals(pattern));
    }

    /** A live stream of partials. */
    public void feed(String path, Need need, Consumer<SseClient> handler) {
        all.add(new Route(HandlerType.GET, path, need));
        var stream = new SseHandler(handler);
        javalin.get(
                path,
                ctx -> {
                    guard.admitStream(ctx, need);
                    ctx.header("Retry-After", "30");
                    feeds.requireRoom();
                    ctx.res().setHeader("Retry-After", null);
                    stream.handle(ctx);
                });
    }

    /** All routes, in the order they were added. */
    public List<Route> all() {
        return List.copyOf(all);
    }
}
