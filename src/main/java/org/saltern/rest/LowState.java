package org.saltern.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.saltern.access.Actor;
import org.saltern.base.Problem;

/** Runs one chunk: picks the client, answers the elements it adds to {@code return}. Thread-safe. */
final class LowState {
    /** The clients offered, as {@code GET /} lists them. */
    static final List<String> CLIENTS =
            List.of(
                    "local",
                    "local_async",
                    "local_batch",
                    "local_subset",
                    "runner",
                    "runner_async",
                    "wheel",
                    "wheel_async");

    private final LocalClients local;
    private final Functions runners;
    private final Functions wheels;

    LowState(LocalClients local, Functions runners, Functions wheels) {
        this.local = local;
        this.runners = runners;
        this.wheels = wheels;
    }

    /** @throws Refusal 400 there is no such client */
    static void requireClient(Chunk chunk) {
        if (!CLIENTS.contains(chunk.client())) {
            throw Refusal.badRequest(
                    "Invalid client specified: '" + Problem.shown(chunk.client()) + "'");
        }
    }

    /** One element, or several for {@code local_batch}. */
    List<JsonNode> run(Actor actor, Chunk chunk) {
        return switch (chunk.client()) {
            case "local" -> List.of(local.run(actor, chunk));
            case "local_async" -> List.of(local.start(actor, chunk));
            case "local_batch" -> local.runBatches(actor, chunk);
            case "local_subset" -> List.of(local.runSubset(actor, chunk));
            case "runner" -> List.of(runner(actor, chunk));
            case "runner_async" ->
                    List.of(
                            runners.announce(
                                    runners.call(actor, runnerOf(chunk), Params.of(chunk))));
            case "wheel" -> List.of(wheels.envelope(wheel(actor, chunk)));
            case "wheel_async" -> List.of(wheels.announce(wheel(actor, chunk)));
            default -> throw new IllegalStateException("requireClient was not called");
        };
    }

    private JsonNode runner(Actor actor, Chunk chunk) {
        Functions.Done done = runners.call(actor, runnerOf(chunk), Params.of(chunk));
        return chunk.fullReturn() ? runners.envelope(done) : done.value();
    }

    private Offered runnerOf(Chunk chunk) {
        return runners.find(chunk.function())
                .orElseThrow(
                        () ->
                                Refusal.badRequest(
                                        "No runner function is called '"
                                                + Problem.shown(chunk.function())
                                                + "'; doc.runner lists those there are"));
    }

    private Functions.Done wheel(Actor actor, Chunk chunk) {
        String name = chunk.function();
        Optional<Offered> found = wheels.find(name);
        Params params = Params.of(chunk);
        return found.isPresent()
                ? wheels.call(actor, found.get(), params)
                : wheels.unknown(actor, name, params);
    }
}
