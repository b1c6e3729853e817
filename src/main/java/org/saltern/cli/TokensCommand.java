package org.saltern.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tokens for programs. Without a sub-command lists them. */
@Command(
        name = "tokens",
        description = "List, make and revoke the tokens that programs use the API with.")
final class TokensCommand extends ClientCommand {
    @Option(names = "--out", paramLabel = "FORM", description = "nested, json, yaml or txt.")
    Format format = Format.NESTED;

    TokensCommand(Terminal terminal, Servers servers) {
        super(terminal, servers);
    }

    @Override
    int work(Api api) {
        JsonNode tokens = api.get("/tokens");
        if (format != Format.NESTED) {
            print(format.tree(tokens));
            return OK;
        }
        for (JsonNode token : tokens) {
            print(
                    Pen.clean(
                                    "%6d  %-16s %-30s %-13s until %s  %s"
                                            .formatted(
                                                    token.path("id").asLong(),
                                                    token.path("user").asText(),
                                                    token.path("label").asText(),
                                                    token.path("role").asText(),
                                                    token.path("expires").asText(),
                                                    token.path("used").isNull()
                                                            ? "never used"
                                                            : "used "
                                                                    + token.path("used").asText()))
                            + "\n");
        }
        return OK;
    }

    /** {@code tokens make}. */
    @Command(
            name = "make",
            description = {
                "Make a token and print it, alone on one line; it cannot be shown again.",
                "A program sends it as X-Auth-Token; these commands take it from SALTERN_TOKEN.",
            })
    static final class Make extends ClientCommand {
        private static final Pattern SPAN = Pattern.compile("([1-9][0-9]{0,5})([mhd])");

        @Parameters(paramLabel = "LABEL", description = "What it is for, for example 'ci'.")
        String label;

        @Option(
                names = "--for-user",
                paramLabel = "NAME",
                description = "Whose name the program acts in; yourself unless given.")
        String user;

        @Option(
                names = "--role",
                paramLabel = "ROLE",
                description =
                        "The most it may do: viewer, operator or administrator"
                                + " (${DEFAULT-VALUE}).")
        String role = "viewer";

        @Option(
                names = "--life",
                paramLabel = "TIME",
                description = "How long it is good: 30m, 12h, 90d (${DEFAULT-VALUE}).")
        String life = "12h";

        Make(Terminal terminal, Servers servers) {
            super(terminal, servers);
        }

        @Override
        int work(Api api) {
            ObjectNode asked = Json.object().put("label", label).put("role", role);
            asked.put("seconds", span(life).toSeconds());
            if (user != null) {
                asked.put("user", user);
            }
            JsonNode made = api.post("/tokens", asked);
            print(made.path("token").asText() + "\n");
            terminal()
                    .err()
                    .println(
                            Pen.clean(
                                    "Token %d '%s' of %s, at most %s, until %s."
                                            .formatted(
                                                    made.path("id").asLong(),
                                                    made.path("label").asText(),
                                                    made.path("user").asText(),
                                                    made.path("role").asText(),
                                                    made.path("expires").asText())));
            return OK;
        }

        private static Duration span(String text) {
            Matcher span = SPAN.matcher(text);
            if (!span.matches()) {
                throw new Problem.BadInput(
                        "Not a span of time: '" + Problem.shown(text) + "'",
                        "--life",
                        "Write it as 30m, 12h or 90d.");
            }
            long count = Long.parseLong(span.group(1));
            return switch (span.group(2)) {
                case "m" -> Duration.ofMinutes(count);
                case "h" -> Duration.ofHours(count);
                default -> Duration.ofDays(count);
            };
        }
    }

    /** {@code tokens revoke}. */
    @Command(name = "revoke", description = "End a token; it is worth nothing from then on.")
    static final class Revoke extends ClientCommand {
        @Parameters(paramLabel = "ID", description = "Its number, as 'saltern tokens' lists it.")
        long id;

        Revoke(Terminal terminal, Servers servers) {
            super(terminal, servers);
        }

        @Override
        int work(Api api) {
            JsonNode ended = api.post("/tokens/" + id + "/revoke", Json.object());
            print("Revoked '" + Pen.clean(ended.path("label").asText()) + "'\n");
            return OK;
        }
    }
}
