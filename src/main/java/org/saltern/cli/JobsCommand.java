package org.saltern.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The jobs of the server. Without a sub-command lists the newest. */
@Command(name = "jobs", description = "List jobs, show their results, kill them.")
final class JobsCommand extends ClientCommand {
    private static final int NEWEST = 20;

    @Option(names = "--out", paramLabel = "FORM", description = "nested, json, yaml or txt.")
    Format format = Format.NESTED;

    JobsCommand(Terminal terminal, Servers servers) {
        super(terminal, servers);
    }

    @Override
    int work(Api api) {
        print(table(api.runner("jobs.list_jobs", Json.object().put("limit", NEWEST)), format));
        return OK;
    }

    /** {@code jobs list}. */
    @Command(name = "list", description = "List the newest jobs, newest first.")
    static final class ListJobs extends ClientCommand {
        @Option(names = "--limit", paramLabel = "N", description = "How many (${DEFAULT-VALUE}).")
        int limit = NEWEST;

        @Option(
                names = "--function",
                paramLabel = "PATTERN",
                description = "Only these functions: 'state.*'.")
        String function;

        @Option(names = "--out", paramLabel = "FORM", description = "nested, json, yaml or txt.")
        Format format = Format.NESTED;

        ListJobs(Terminal terminal, Servers servers) {
            super(terminal, servers);
        }

        @Override
        int work(Api api) {
            var arguments = Json.object().put("limit", limit);
            if (function != null) {
                arguments.put("search_function", function);
            }
            print(table(api.runner("jobs.list_jobs", arguments), format));
            return OK;
        }
    }

    /** {@code jobs active}. */
    @Command(name = "active", description = "List the jobs that some host has not answered yet.")
    static final class Active extends ClientCommand {
        @Option(names = "--out", paramLabel = "FORM", description = "nested, json, yaml or txt.")
        Format format = Format.NESTED;

        Active(Terminal terminal, Servers servers) {
            super(terminal, servers);
        }

        @Override
        int work(Api api) {
            print(table(api.runner("jobs.active", Json.object()), format));
            return OK;
        }
    }

    /** {@code jobs show}. */
    @Command(
            name = "show",
            description = {
                "Show what each host returned.",
                "Exit code: 0 all succeeded, 1 a host failed or has not answered, 2 there is no"
                        + " such job.",
            })
    static final class Show extends ClientCommand {
        @Parameters(paramLabel = "JID", description = "The job's id.")
        String jid;

        @Option(names = "--out", paramLabel = "FORM", description = "nested, json, yaml or txt.")
        Format format = Format.NESTED;

        Show(Terminal terminal, Servers servers) {
            super(terminal, servers);
        }

        @Override
        int work(Api api) {
            JsonNode job = find(api, jid);
            if (format == Format.JSON || format == Format.YAML) {
                print(format.tree(job.path("Result")));
            } else {
                job.path("Result").properties().forEach(this::printResult);
            }
            List<String> open = silent(job);
            if (!open.isEmpty()) {
                terminal().err().println("No answer from: " + Pen.clean(String.join(", ", open)));
            }
            boolean failed =
                    job.path("Result").properties().stream()
                            .anyMatch(e -> !e.getValue().path("success").asBoolean());
            return failed || !open.isEmpty() ? FAILED : OK;
        }

        private void printResult(Map.Entry<String, JsonNode> result) {
            JsonNode row = result.getValue();
            var answer =
                    new HostAnswer(
                            result.getKey(),
                            row.path("return"),
                            !row.path("success").asBoolean(),
                            row.path("out").asText(null));
            print(format.text(answer, terminal().pen()));
        }

        private static List<String> silent(JsonNode job) {
            var open = new ArrayList<String>();
            job.path("Minions")
                    .forEach(
                            id -> {
                                if (!job.path("Result").has(id.asText())) {
                                    open.add(id.asText());
                                }
                            });
            return open;
        }
    }

    /** {@code jobs kill}. */
    @Command(name = "kill", description = "Ask the hosts that still run a job to kill it.")
    static final class Kill extends ClientCommand {
        @Parameters(paramLabel = "JID", description = "The job's id.")
        String jid;

        Kill(Terminal terminal, Servers servers) {
            super(terminal, servers);
        }

        @Override
        int work(Api api) {
            api.runner("saltern.kill_job", Json.object().put("jid", jid));
            print("Asked the hosts of job " + jid + " to kill it.\n");
            return OK;
        }
    }

    private static JsonNode find(Api api, String jid) {
        JsonNode job = api.runner("jobs.list_job", Json.object().put("jid", jid));
        if (job.has("Error")) {
            throw new Problem.NotFound(
                    "There is no job " + jid, "jobs", "See those there are with 'saltern jobs'.");
        }
        return job;
    }

    /** Newest first: id, user, target, function and arguments. */
    private static String table(JsonNode jobs, Format format) {
        if (format != Format.NESTED) {
            return format.tree(jobs);
        }
        var out = new StringBuilder();
        jobs.properties().stream()
                .sorted(Map.Entry.<String, JsonNode>comparingByKey().reversed())
                .forEach(
                        e ->
                                out.append(
                                        Pen.clean(
                                                "%s  %-12s %-20s %s%n"
                                                        .formatted(
                                                                e.getKey(),
                                                                e.getValue().path("User").asText(),
                                                                words(e.getValue().path("Target")),
                                                                what(e.getValue())))));
        return out.toString();
    }

    private static String what(JsonNode job) {
        return (words(job.path("Function")) + " " + words(job.path("Arguments"))).strip();
    }

    private static String words(JsonNode value) {
        if (!value.isArray()) {
            return PythonText.str(value);
        }
        var words = new ArrayList<String>();
        value.forEach(word -> words.add(PythonText.str(word)));
        return String.join(" ", words);
    }
}
