package org.saltern.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.saltern.access.Actor;
import org.saltern.access.Permission;
import org.saltern.base.Jids;

/** Every runner and wheel function offered, put together. */
final class Catalog {
    private final Functions runners;
    private final Functions wheels;

    Catalog(
            RestRooms rooms,
            RestSettings settings,
            Ledger ledger,
            JobRunners jobs,
            HostRunners hosts,
            KeyWheels keys) {
        var jids = new Jids(rooms.clock());
        List<Offered> wheel = new ArrayList<>(keys.functions());
        wheel.addAll(new ConfigValues(rooms.groups(), settings).functions());
        wheel.add(
                new Offered(
                        "minions.connected",
                        "The ids of the hosts that are connected.",
                        (actor, params) -> hosts.connected(actor)));
        this.wheels = new Functions("wheel", wheel, jids, rooms.events(), rooms.clock());
        List<Offered> runner = new ArrayList<>(jobs.functions());
        runner.addAll(hosts.functions());
        runner.addAll(new OwnRunners(rooms.jobs(), ledger).functions());
        runner.add(doc("doc.runner", "What each runner function does.", this::runnerDocs));
        runner.add(doc("doc.wheel", "What each wheel function does.", this::wheelDocs));
        this.runners = new Functions("runner", runner, jids, rooms.events(), rooms.clock());
    }

    LowState lowState(LocalClients local) {
        return new LowState(local, runners, wheels);
    }

    private JsonNode runnerDocs() {
        return runners.docs();
    }

    private JsonNode wheelDocs() {
        return wheels.docs();
    }

    private static Offered doc(String name, String about, Supplier<JsonNode> docs) {
        return new Offered(name, about, (actor, params) -> documented(actor, docs));
    }

    private static JsonNode documented(Actor actor, Supplier<JsonNode> docs) {
        actor.require(Permission.SEE);
        return docs.get();
    }
}
