package org.saltern.web;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.util.JavalinBindException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.saltern.base.Problem;

/** The HTTP server with all pages. Serves from construction until it is closed. */
public final class WebDoor implements AutoCloseable {
    private final Doorkeeper doorkeeper;
    private final Javalin javalin;
    private final Feeds feeds;
    private final boolean isProxied;
    private Routes routes;

    /**
     * @param further routes of other doors on the same server; they come first and handle their own exceptions
     * @throws Problem.Unavailable the port is in use or may not be opened
     */
    public WebDoor(
            HttpSettings settings,
            MasterFacts facts,
            Rooms rooms,
            InstantSource clock,
            List<Consumer<RoutesConfig>> further) {
        var cookies = new Cookies(settings.httpsInFront());
        var assets = new Assets();
        var guard = new Guard(rooms.access(), cookies, settings.httpsInFront());
        var html = new Html(assets, cookies, rooms.hosts(), rooms.outside().health(), clock);
        this.feeds = new Feeds(rooms.access(), rooms.events(), html::warnings);
        this.isProxied = settings.httpsInFront();
        this.doorkeeper = new Doorkeeper(settings.limits());
        this.javalin =
                Javalin.create(
                        config -> {
                            server(config, settings, doorkeeper);
                            further.forEach(door -> door.accept(config.routes));
                            config.routes.before(guard::greet);
                            new ErrorPages(html).routes(config.routes);
                            routes = new Routes(config.routes, guard, feeds);
                            routes.get(Assets.PREFIX + "{build}/<name>", Need.OPEN, assets::serve);
                            pages(facts, rooms, cookies, html, clock)
                                    .forEach(p -> p.routes(routes));
                        });
        start(settings);
    }

    private List<Pages> pages(
            MasterFacts facts, Rooms rooms, Cookies cookies, Html html, InstantSource clock) {
        var reading = new JobReading(rooms.jobs());
        List<Pages> pages = new ArrayList<>();
        pages.add(new SessionPages(rooms.access(), cookies, feeds, html));
        pages.add(new AccountPages(rooms.access(), cookies, html));
        pages.add(new HomePages(rooms.keys(), rooms.hosts(), rooms.jobs(), feeds, html, clock));
        pages.add(new KeyPages(rooms.keys(), rooms.hosts(), feeds, html));
        pages.add(new HostPages(rooms.hosts(), rooms.groups(), feeds, html));
        pages.add(
                new HostPage(
                        rooms.keys(),
                        rooms.hosts(),
                        rooms.groups(),
                        rooms.jobs(),
                        rooms.audit(),
                        html));
        pages.add(new GroupPages(rooms.groups(), rooms.hosts(), rooms.targets(), html));
        pages.add(new RunPages(rooms.hosts(), rooms.groups(), rooms.targets(), rooms.jobs(), html));
        pages.add(new JobPages(rooms.jobs(), reading, feeds, html, clock));
        pages.add(new JobRows(rooms.jobs(), reading, feeds, html));
        pages.add(new JobExports(rooms.jobs(), reading));
        pages.add(new FilePages(rooms.files(), html));
        pages.add(
                new SearchPages(rooms.hosts(), rooms.groups(), rooms.jobs(), rooms.files(), html));
        pages.add(new UserPages(rooms.access(), rooms.audit(), html));
        pages.add(new TokenPages(rooms.access(), html));
        pages.add(new AboutPages(facts, html));
        pages.add(new HealthPages(rooms.outside(), isProxied, html));
        return pages;
    }

    private static void server(JavalinConfig config, HttpSettings settings, Doorkeeper doorkeeper) {
        config.jetty.addConnector((server, http) -> doorkeeper.connector(server, http, settings));
        config.startup.showJavalinBanner = false;
        config.startup.startupWatcherEnabled = false;
        config.concurrency.useVirtualThreads = true;
        config.http.maxRequestSize = (long) HttpLimits.FILE_FORM;
        config.http.defaultContentType = "text/html; charset=utf-8";
        config.router.treatMultipleSlashesAsSingleSlash = false;
    }

    private void start(HttpSettings settings) {
        try {
            javalin.start();
        } catch (JavalinBindException e) {
            throw new Problem.Unavailable(
                    "The console cannot listen on " + settings.address() + ":" + settings.port(),
                    "http_address, http_port",
                    "Stop the program that uses this port, or set another one.",
                    e);
        }
    }

    /** The port it listens on; of interest when port 0 was asked for. */
    public int port() {
        return javalin.port();
    }

    /** The map of this door. */
    List<Routes.Route> routes() {
        return routes.all();
    }

    @Override
    public void close() {
        feeds.close();
        javalin.stop();
        doorkeeper.close();
    }
}
