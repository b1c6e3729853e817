package org.saltern.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /** The argument {@code match} of the key functions. */
    static ObjectNode match(List<String> patterns) {
        ObjectNode out = Json.object();
        patterns.forEach(out.putArray("match")::add);
        return out;
    }

    /** The pattern that matches this id only. */
    static String literal(String id) {
        return id.replaceAll("[*?\\[]", "[$0]");
    }

    static Problem.NotFound none(List<String> ids) {
        return new Problem.NotFound(
                "No such key: " + String.join(", ", ids),
                "keys",
                "See those there are with 'saltern keys'.");
    }
}
