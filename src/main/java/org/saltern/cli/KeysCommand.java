package org.saltern.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The hosts' keys. Without a sub-command lists them. */
@Command(
        name = "keys",
        description = "List, accept, reject and delete the keys that hosts have shown.")
final class KeysCommand extends ClientCommand {
    private static final Map<String, String> TITLES = titles();

    @Option(names = "--out", paramLabel = "FORM", description = "nested, json, yaml or txt.")
    Format format = Format.NESTED;

    KeysCommand(Terminal terminal, Servers servers) {
        super(terminal, servers);
    }

    @Override
    int work(Api api) {
        return list(api, format);
    }

    private int list(Api api, Format form) {
        JsonNode all = api.wheel("key.list_all", Json.object());
        if (form == Format.JSON || form == Format.YAML) {
            print(form.tree(all));
            return OK;
        }
        Pen pen = terminal().pen();
        TITLES.forEach(
                (group, title) -> {
                    Ink ink = ink(group);
                    print(pen.paint(ink, title + ":") + "\n");
                    all.path(group)
                            .forEach(id -> print(pen.paint(ink, Pen.clean(id.asText())) + "\n"));
                });
        return OK;
    }

    static String title(String group) {
        return TITLES.getOrDefault(group, group);
    }

    private static Ink ink(String group) {
        return switch (group) {
            case "minions" -> Ink.GREEN;
            case "minions_pre" -> Ink.LIGHT_RED;
            default -> Ink.RED;
        };
    }

    private static Map<String, String> titles() {
        Map<String, String> titles = new LinkedHashMap<>();
        titles.put("minions", "Accepted Keys");
        titles.put("minions_denied", "Denied Keys");
        titles.put("minions_pre", "Unaccepted Keys");
        titles.put("minions_rejected", "Rejected Keys");
        return titles;
    }

    /** {@code keys list}: the same as {@code keys} alone. */
    @Command(name = "list", description = "List all keys by state.")
    static final class ListKeys extends ClientCommand {
        @Option(names = "--out", paramLabel = "FORM", description = "nested, json, yaml or txt.")
        Format format = Format.NESTED;

        ListKeys(Terminal terminal, Servers servers) {
            super(terminal, servers);
        }

        @Override
        int work(Api api) {
            var keys = new KeysCommand(terminal(), null);
            return keys.list(api, format);
        }
    }

    /** {@code keys finger}. */
    @Command(
            name = "finger",
            description = "Show fingerprints, to compare with 'salt-call --local key.finger'.")
    static final class Finger extends ClientCommand {
        @Parameters(
                arity = "0..*",
                paramLabel = "ID",
                description = "An id or a pattern; all without one.")
        List<String> ids = List.of("*");

        @Option(names = "--out", paramLabel = "FORM", description = "nested, json, yaml or txt.")
        Format format = Format.NESTED;

        Finger(Terminal terminal, Servers servers) {
            super(terminal, servers);
        }

        @Override
        int work(Api api) {
            JsonNode found = api.wheel("key.finger", match(ids));
            if (found.isEmpty()) {
                throw none(ids);
            }
            if (format == Format.NESTED) {
                found.properties()
                        .forEach(
                                group -> {
                                    print(title(group.getKey()) + ":\n");
                                    group.getValue()
                                            .properties()
                                            .forEach(e -> print(line(e.getKey(), e.getValue())));
                                });
            } else {
                print(format.tree(found));
            }
            return OK;
        }

        private static String line(String id, JsonNode fingerprint) {
            return Pen.clean(id) + ":  " + Pen.clean(fingerprint.asText()) + "\n";
        }
    }

    /** What {@code accept}, {@code reject} and {@code delete} share: show the key, ask, then change exactly that key. */
    abstract static class Change extends ClientCommand {
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

        Change(Terminal terminal, Servers servers, String verb, String done, List<String> groups) {
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
                ObjectNode call = arguments(match(List.of(literal(id)))).put("fingerprint", seen);
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
            JsonNode found = api.wheel("key.finger", match(List.of(literal(id))));
            return groups.stream()
                    .map(group -> found.path(group).path(id))
                    .filter(JsonNode::isTextual)
                    .map(JsonNode::textValue)
                    .findFirst()
                    .orElseThrow(() -> none(List.of(id)));
        }
    }

    /** {@code keys accept}. */
    @Command(
            name = "accept",
            description =
                    "Accept a waiting key, after showing its fingerprint; the host may then sign"
                        + " in.")
    static final class Accept extends Change {
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
    static final class Reject extends Change {
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
    static final class Delete extends Change {
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

    private static ObjectNode match(List<String> patterns) {
        ObjectNode out = Json.object();
        patterns.forEach(out.putArray("match")::add);
        return out;
    }

    /** The pattern that matches this id only. */
    private static String literal(String id) {
        return id.replaceAll("[*?\\[]", "[$0]");
    }

    private static Problem.NotFound none(List<String> ids) {
        return new Problem.NotFound(
                "No such key: " + String.join(", ", ids),
                "keys",
                "See those there are with 'saltern keys'.");
    }
}
