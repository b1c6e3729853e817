package org.saltern.browser;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.saltern.Saltern;
import org.saltern.Settings;
import org.saltern.base.Closer;
import org.saltern.base.HostId;
import org.saltern.minion.Agent;
import org.saltern.minion.MinionSettings;

/** A whole Saltern in a folder of its own, on free ports, and the Java minions that a test starts. */
public final class House implements AutoCloseable {
    private static final long HALF_A_MINUTE = 30;

    private final Closer closer = new Closer();
    private final Path folder;
    private final Saltern saltern;

    public House(Path folder) {
        this.folder = folder;
        Map<String, String> environment = new HashMap<>();
        environment.put("SALTERN_DATA", folder.resolve("master").toString());
        environment.put("SALTERN_INTERFACE", "127.0.0.1");
        environment.put("SALTERN_HTTP_ADDRESS", "127.0.0.1");
        environment.put("SALTERN_HTTP_PORT", "0");
        environment.put("SALTERN_PUBLISH_PORT", "0");
        environment.put("SALTERN_RET_PORT", "0");
        folder.resolve("master").toFile().mkdirs();
        saltern = closer.add(new Saltern(Settings.read(null, environment), InstantSource.system()));
    }

    public Saltern saltern() {
        return saltern;
    }

    /** The address of a page. */
    public String url(String path) {
        return saltern.url().resolve(path).toString();
    }

    /** Starts a minion; it shows its key and asks again every second. */
    public Agent minion(String id) {
        Path own = folder.resolve(id);
        own.toFile().mkdirs();
        Duration second = Duration.ofSeconds(1);
        var usual = MinionSettings.Patience.DEFAULT;
        var eager =
                new MinionSettings.Patience(
                        usual.auth(), second, second, usual.request(), usual.returnRetry());
        var agent =
                closer.add(
                        new Agent(
                                MinionSettings.of("127.0.0.1", new HostId(id), own)
                                        .withPorts(saltern.requestPort(), saltern.publishPort())
                                        .with(eager)));
        agent.start();
        return agent;
    }

    /** Waits until an accepted minion listens. */
    public static void ready(Agent agent) {
        try {
            if (!agent.awaitReady(HALF_A_MINUTE, TimeUnit.SECONDS)) {
                throw new AssertionError("The minion did not become ready");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        closer.close();
    }
}
