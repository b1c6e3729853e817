package org.saltern.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.saltern.base.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code accept}, {@code reject} and {@code delete} share: show the key, ask, then change exactly that key. */
abstract class KeyChange extends ClientCommand {
    @Parameters(
            arity = "1..*",
            paramLabel = "ID",
            description = "The host's id, as 'saltern keys' lists it.")
    List<String> ids;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    boolean yes;

    @Option(
            names = "--fingerprint",
            paramLabel = "HEX",
            description = "Only if the key has this fingerprint; then nothing is asked.")
    String fingerprint;

    private final String verb;
    private final String done;
    private final List<String> groups;

    KeyChange(Terminal terminal, Servers servers, String verb, String done, List<String> groups) {
        super(terminal, servers);
        this.verb = verb;
        this.done = done;
        this.groups = groups;
    }

    /** Further arguments of the wheel function. */
    abstract ObjectNode arguments(ObjectNode match);

    @Override
    int work(Api api) {
        for (String id : ids) {
            String seen = fingerprintOf(api, id);
            terminal().err().println(Pen.clean(id) + "  " + seen);
            if (!isAgreed(id, seen)) {
                terminal().err().println("Nothing was changed.");
                return REFUSED;
            }
            ObjectNode call =
                    arguments(KeysCommand.match(List.of(KeysCommand.literal(id))))
                            .put("fingerprint", seen);
            api.wheel("key." + verb, call);
            print(done + " " + Pen.clean(id) + "\n");
        }
        return OK;
    }

    private boolean isAgreed(String id, String seen) {
        if (fingerprint != null) {
            if (!fingerprint.strip().equalsIgnoreCase(seen)) {
                throw new Problem.Conflict(
                        "The key of " + id + " has another fingerprint",
                        seen,
                        "Compare it with 'salt-call --local key.finger' on the host.");
            }
            return true;
        }
        Optional<String> answer =
                yes
                        ? Optional.of("y")
                        : terminal().ask("Is this the host's key, and " + verb + " it? [y/N] ");
        return answer.orElseThrow(
                        () ->
                                new Problem.BadInput(
                                        "Nobody is here to be asked",
                                        "--yes",
                                        "Give --fingerprint with the fingerprint you expect, or"
                                                + " --yes."))
                .strip()
                .toLowerCase(Locale.ROOT)
                .startsWith("y");
    }

    private String fingerprintOf(Api api, String id) {
        JsonNode found =
                api.wheel("key.finger", KeysCommand.match(List.of(KeysCommand.literal(id))));
        return groups.stream()
                .map(group -> found.path(group).path(id))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .findFirst()
                .orElseThrow(() -> KeysCommand.none(List.of(id)));
    }

    /** {@code keys accept}. */
    @Command(
            name = "accept",
            description =
                    "Accept a waiting key, after showing its fingerprint; the host may then sign"
                            + " in.")
    static final class Accept extends KeyChange {
        Accept(Terminal terminal, Servers servers) {
            super(
                    terminal,
                    servers,
                    "accept",
                    "Accepted",
                    List.of("minions_pre", "minions_rejected"));
        }

        @Override
        ObjectNode arguments(ObjectNode match) {
            return match.put("include_rejected", true);
        }
    }

    /** {@code keys reject}. */
    @Command(
            name = "reject",
            description = "Reject a key; the host is kept out until it is accepted.")
    static final class Reject extends KeyChange {
        Reject(Terminal terminal, Servers servers) {
            super(terminal, servers, "reject", "Rejected", List.of("minions_pre", "minions"));
        }

        @Override
        ObjectNode arguments(ObjectNode match) {
            return match.put("include_accepted", true);
        }
    }

    /** {@code keys delete}. */
    @Command(name = "delete", description = "Forget a key; the host may show a new one.")
    static final class Delete extends KeyChange {
        Delete(Terminal terminal, Servers servers) {
            super(
                    terminal,
                    servers,
                    "delete",
                    "Deleted",
                    List.of("minions", "minions_pre", "minions_rejected"));
        }

        @Override
        ObjectNode arguments(ObjectNode match) {
            return match;
        }
    }
}
