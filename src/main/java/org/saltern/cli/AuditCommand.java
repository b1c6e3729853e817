package org.saltern.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The audit log; its one sub-command is {@code check}. */
@Command(name = "audit", description = "Check that nobody changed the audit log beside Saltern.")
final class AuditCommand extends ClientCommand {
    AuditCommand(Terminal terminal, Servers servers) {
        super(terminal, servers);
    }

    @Override
    int work(Api api) {
        throw new Problem.BadInput("What about the audit log?", "audit", "Say 'audit check'.");
    }

    /** {@code audit check}. */
    @Command(
            name = "check",
            description = {
                "Look whether each line of the audit log still follows from the one before.",
                "Prints how many do, and the hash of the last: keep it elsewhere, and give it"
                        + " with --expect the next time, so that a log written anew shows too.",
                "Exit code: 0 it is whole, 1 it was changed, 2 it could not be checked.",
            })
    static final class Check extends ClientCommand {
        private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

        @Option(
                names = "--expect",
                paramLabel = "HASH",
                description = "A hash printed earlier, which the log has to hold still.")
        String expected = "";

        Check(Terminal terminal, Servers servers) {
            super(terminal, servers);
        }

        @Override
        int work(Api api) {
            if (!expected.isEmpty() && !HASH.matcher(expected).matches()) {
                throw new Problem.BadInput(
                        "Not a hash of the audit log: " + Problem.shown(expected),
                        "--expect",
                        "Give the 64 hex digits that an earlier check printed.");
            }
            JsonNode found = api.post("/audit/check", Json.object().put("expect", expected));
            boolean whole = found.path("whole").asBoolean();
            if (!whole) {
                terminal().err().println(Pen.clean(fault(found.path("fault"))));
            }
            print(
                    "%d lines %s, the last with hash %s%n"
                            .formatted(
                                    found.path("lines").asLong(),
                                    whole ? "are as they were written" : "before that are whole",
                                    found.path("head").asText()));
            return whole ? OK : FAILED;
        }

        private static String fault(JsonNode fault) {
            return switch (fault.path("kind").asText()) {
                case "line" ->
                        "Line %d was changed or put in, or the line before it is gone: %s %s %s %s %s"
                                .formatted(
                                        fault.path("seq").asLong(),
                                        fault.path("at").asText(),
                                        fault.path("actor").asText(),
                                        fault.path("action").asText(),
                                        fault.path("subject").asText(),
                                        fault.path("detail").asText());
                case "end" ->
                        fault.path("missing").asLong() > 0
                                ? "The last %d lines are gone"
                                        .formatted(fault.path("missing").asLong())
                                : "The last lines are not those that were written";
                default ->
                        "The log was written anew: it does not hold the hash "
                                + fault.path("expected").asText();
            };
        }
    }
}
