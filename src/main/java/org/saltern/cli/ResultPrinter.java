package org.saltern.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.saltern.base.Json;

/** Prints results of hosts as they come; the silent ones at the end, because a late answer may still come. */
final class ResultPrinter implements Follower.Listener {
    private final Terminal terminal;
    private final Format format;
    private final boolean together;
    private final Map<String, HostAnswer> answers = new TreeMap<>();
    private final Map<String, HostAnswer> silent = new TreeMap<>();
    private final Set<String> parked = new TreeSet<>();

    /** @param together keep all results until the end */
    ResultPrinter(Terminal terminal, Format format, boolean together) {
        this.terminal = terminal;
        this.format = format;
        this.together = together;
    }

    @Override
    public void changed(JsonNode row) {
        String host = row.path("id").asText();
        parked.remove(host);
        if (row.path("state").asText().equals("parked")) {
            parked.add(host);
            return;
        }
        if (!row.has("return")) {
            silent.put(host, HostAnswer.silent(host, silence(row)));
            return;
        }
        silent.remove(host);
        var answer =
                new HostAnswer(
                        host,
                        row.get("return"),
                        !row.path("success").asBoolean(),
                        row.path("out").asText(null));
        if (answers.put(host, answer) == null && !together) {
            print(format.text(answer, terminal.pen()));
        }
    }

    /** Prints what is left; whether every host succeeded that the job went out to. */
    boolean finish(String jid) {
        if (together) {
            printTogether();
        } else {
            silent.values().forEach(answer -> print(format.text(answer, terminal.pen())));
        }
        if (!parked.isEmpty()) {
            terminal.err()
                    .printf(
                            "Not connected, will get it when they connect: %s. Job %s%n",
                            Pen.clean(String.join(", ", parked)), jid);
        }
        long failed = answers.values().stream().filter(HostAnswer::failed).count();
        if (failed == 0 && silent.isEmpty()) {
            return true;
        }
        terminal.err()
                .printf(
                        "%d of %d hosts failed, %d did not answer. Job %s%n",
                        failed, answers.size() + silent.size(), silent.size(), jid);
        return false;
    }

    private void printTogether() {
        answers.putAll(silent);
        if (format == Format.NESTED || format == Format.TXT) {
            answers.values().forEach(answer -> print(format.text(answer, terminal.pen())));
        } else {
            ObjectNode all = Json.object();
            answers.forEach((host, answer) -> all.set(host, answer.value()));
            print(format.tree(all));
            answers.keySet().removeAll(silent.keySet());
        }
    }

    private void print(String text) {
        terminal.out().print(text);
        terminal.out().flush();
    }

    /** Upstream's words for a host without a return, with the reason. */
    private static String silence(JsonNode row) {
        String reason = row.path("reason").asText();
        String why =
                switch (reason) {
                    case "" -> "No response";
                    case "not connected" -> "Not connected";
                    default -> reason;
                };
        return "Minion did not return. [" + why + "]";
    }
}
