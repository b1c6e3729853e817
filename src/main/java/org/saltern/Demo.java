package org.saltern;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.saltern.access.Actor;
import org.saltern.base.Closer;
import org.saltern.base.HostId;
import org.saltern.base.Problem;
import org.saltern.events.Tags;
import org.saltern.hosts.Group;
import org.saltern.hosts.Host;
import org.saltern.hosts.HostStatus;
import org.saltern.minion.Agent;
import org.saltern.minion.MinionSettings;

/**
 * A master with four Java minions in this process, each in its own folder. The keys of three are accepted because their
 * fingerprints are those of the agents started here; the fourth waits for a click.
 */
final class Demo implements AutoCloseable {
    private static final List<String> ACCEPTED = List.of("web1", "web2", "db1");
    private static final String WAITING = "guest1";
    private static final long LONGEST_WAIT_SECONDS = 60;

    private final Closer closer = new Closer();
    private final Saltern saltern;
    private final Map<HostId, Agent> agents = new LinkedHashMap<>();

    /** @throws Problem.Unavailable a port is in use or a folder cannot be used */
    Demo(Settings settings, InstantSource clock) throws InterruptedException {
        try {
            saltern = closer.add(new Saltern(settings, clock));
            ACCEPTED.forEach(name -> add(settings.data(), name));
            add(settings.data(), WAITING);
            try (AutoCloseable accepting =
                    saltern.events().onChange(e -> e.tag().equals(Tags.AUTH), this::acceptOwn)) {
                agents.values().forEach(Agent::start);
                awaitAccepted();
            }
            awaitConnected();
            group(
                    "web",
                    "Two web servers, ticked",
                    "",
                    List.of(new HostId("web1"), new HostId("web2")));
            group("databases", "Every host whose id begins with db", "db*", List.of());
        } catch (InterruptedException | RuntimeException e) {
            closer.close();
            throw e;
        } catch (Exception e) {
            closer.close();
            throw new IllegalStateException("The demo could not be set up", e);
        }
    }

    private void add(Path data, String name) {
        HostId id = new HostId(name);
        Path folder = data.resolve("minions").resolve(name);
        ServeCommand.makeFolder(folder);
        Duration soon = Duration.ofSeconds(1);
        MinionSettings.Patience usual = MinionSettings.Patience.DEFAULT;
        var eager =
                new MinionSettings.Patience(
                        usual.auth(), soon, soon, usual.request(), usual.returnRetry());
        var settings =
                MinionSettings.of("127.0.0.1", id, folder)
                        .withPorts(saltern.requestPort(), saltern.publishPort())
                        .with(eager);
        agents.put(id, closer.add(new Agent(settings)));
    }

    /** Accepts the waiting keys that are those of our own agents, to the fingerprint; the fourth is left to the operator. */
    private void acceptOwn() {
        for (Host host : saltern.keys().list(Actor.system(), HostStatus.WAITING)) {
            Agent agent = agents.get(host.hostname());
            boolean ours = agent != null && agent.fingerprint().equals(host.fingerprint());
            if (ours && !host.hostname().value().equals(WAITING)) {
                saltern.keys().accept(Actor.system(), host.hostname(), host.fingerprint());
            }
        }
    }

    private void awaitAccepted() throws InterruptedException {
        for (String name : ACCEPTED) {
            if (!agents.get(new HostId(name)).awaitReady(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new Problem.Unavailable(
                        "The demo's minion "
                                + name
                                + " did not become ready within "
                                + LONGEST_WAIT_SECONDS
                                + " s",
                        "demo",
                        "Look at the log above; delete the demo's data folder to start from nothing.");
            }
        }
    }

    /** Presence is worked out a moment after a host speaks; a job started before would count it as not connected. */
    private void awaitConnected() throws Exception {
        var changed = new Semaphore(1);
        try (AutoCloseable watching =
                saltern.events().onChange(e -> e.tag().equals(Tags.PRESENCE), changed::release)) {
            while (changed.tryAcquire(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
                if (saltern.keys().list(Actor.system(), HostStatus.ACCEPTED).stream()
                        .allMatch(Host::connected)) {
                    return;
                }
            }
        }
        throw new Problem.Unavailable(
                "The demo's minions are not connected after " + LONGEST_WAIT_SECONDS + " s",
                "demo",
                "Look at the log above; delete the demo's data folder to start from nothing.");
    }

    private void group(String name, String description, String rule, List<HostId> members) {
        if (saltern.groups().find(Actor.system(), name).isEmpty()) {
            saltern.groups()
                    .save(Actor.system(), new Group(name, description, rule, members), true);
        }
    }

    Saltern saltern() {
        return saltern;
    }

    @Override
    public void close() {
        closer.close();
    }
}
