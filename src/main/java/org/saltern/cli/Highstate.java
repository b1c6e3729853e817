package org.saltern.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Salt's {@code highstate} outputter: what each state of a host did, and a summary. */
final class Highstate {
    private static final String CHANGES_INDENT = " ".repeat(14);

    /** How much is shown of each state, the words of Salt's {@code state_output}. */
    record Mode(Detail detail, boolean byId) {
        static final Mode FULL = new Mode(Detail.FULL, false);
    }

    /** Which states get one line instead of a block. */
    enum Detail {
        FULL,
        TERSE,
        /** One line unless it failed. */
        MIXED,
        /** One line when it succeeded without changes. */
        CHANGES
    }

    /** The text of one host, and whether any state changed something. */
    record Shown(String text, boolean changed) {}

    private final Pen pen;
    private final Mode mode;
    private final List<String> lines = new ArrayList<>();
    private final StateTotals totals = new StateTotals();
    private Ink head = Ink.GREEN;

    private Highstate(Pen pen, Mode mode) {
        this.pen = pen;
        this.mode = mode;
    }

    /** Whether this return is that of a state run: a map of state results. */
    static boolean isStates(JsonNode value) {
        return value.isObject()
                && !value.isEmpty()
                && value.properties().stream()
                        .allMatch(
                                e ->
                                        e.getKey().contains("_|-")
                                                && e.getValue().path("result").isValueNode());
    }

    /** The text that shows what {@code host} returned, without a line end after the last line. */
    static Shown show(String host, JsonNode returned, Pen pen, Mode mode) {
        return new Highstate(pen, mode).host(Pen.clean(host), returned);
    }

    private Shown host(String host, JsonNode returned) {
        boolean changed =
                switch (returned.getNodeType()) {
                    case OBJECT -> {
                        states(returned);
                        lines.addAll(totals.lines(host, pen));
                        yield totals.changed() > 0;
                    }
                    case ARRAY -> {
                        errors(returned);
                        yield false;
                    }
                    case NULL -> false;
                    default -> {
                        head = Ink.CYAN;
                        Pen.lines(PythonText.str(returned))
                                .forEach(
                                        l ->
                                                lines.add(
                                                        pen.paint(
                                                                Ink.GREEN, "    " + Pen.clean(l))));
                        yield true;
                    }
                };
        lines.addFirst(pen.paint(head, host + ":"));
        return new Shown(String.join("\n", lines), changed);
    }

    private void errors(JsonNode errors) {
        head = Ink.LIGHT_RED;
        lines.add("    " + pen.paint(head, "Data failed to compile:"));
        errors.forEach(
                e -> lines.add(pen.paint(head, "----------\n    " + Pen.clean(PythonText.str(e)))));
    }

    private void states(JsonNode states) {
        states.properties().stream()
                .filter(e -> e.getValue().has("result"))
                .sorted(Comparator.comparingLong(e -> e.getValue().path("__run_num__").asLong()))
                .forEach(this::state);
    }

    private void state(Map.Entry<String, JsonNode> entry) {
        StateResult state = StateResult.of(entry.getKey(), entry.getValue());
        Shown changes = changes(state.changes());
        totals.add(state, changes.changed());
        Ink ink = ink(state, changes.changed());
        if (isOneLine(state, changes.changed())) {
            lines.add(" " + pen.paint(ink, " " + state.line(mode.byId())));
        } else {
            block(state, changes, ink);
        }
    }

    private Ink ink(StateResult state, boolean changed) {
        if (state.isFailed()) {
            head = Ink.RED;
            return Ink.RED;
        }
        if (state.isUndecided()) {
            head = Ink.LIGHT_YELLOW;
            return Ink.LIGHT_YELLOW;
        }
        return changed ? Ink.CYAN : Ink.GREEN;
    }

    private boolean isOneLine(StateResult state, boolean changed) {
        return switch (mode.detail()) {
            case FULL -> false;
            case TERSE -> true;
            case MIXED -> !state.isFailed();
            case CHANGES -> state.isSucceeded() && !changed;
        };
    }

    private void block(StateResult state, Shown changes, Ink ink) {
        lines.add(pen.paint(ink, "----------"));
        field(ink, "      ID: " + state.id());
        field(ink, "Function: " + state.function());
        if (!mode.byId() && !state.id().equals(state.name())) {
            field(ink, "    Name: " + state.name());
        }
        field(ink, "  Result: " + state.resultText());
        field(ink, " Comment: " + state.comment());
        if (state.started() != null) {
            field(ink, " Started: " + state.started());
            field(ink, "Duration: " + state.duration());
        }
        lines.add(pen.paint(ink, "     Changes:   " + changes.text()));
        if (!state.warnings().isEmpty()) {
            String text = Wrap.at(80, CHANGES_INDENT, String.join("\n", state.warnings()));
            lines.add("   " + pen.paint(Ink.LIGHT_RED, " Warnings: " + text.strip()));
        }
    }

    private void field(Ink ink, String text) {
        lines.add("    " + pen.paint(ink, text));
    }

    private Shown changes(JsonNode changes) {
        if (changes.isMissingNode()
                || changes.isNull()
                || changes.isEmpty() && changes.isContainerNode()) {
            return new Shown("", false);
        }
        if (!changes.isObject()) {
            return new Shown("Invalid Changes data: " + Pen.clean(PythonText.str(changes)), true);
        }
        if (changes.path("ret").isObject() && changes.path("out").asText().equals("highstate")) {
            return inner(changes.get("ret"));
        }
        return new Shown("\n" + String.join("\n", Nested.lines(changes, 14, false, pen)), true);
    }

    /** A state that ran states on other hosts: their text, indented. */
    private Shown inner(JsonNode hosts) {
        List<Shown> shown =
                hosts.properties().stream()
                        .map(e -> show(e.getKey(), e.getValue(), pen, mode))
                        .toList();
        String text =
                shown.stream()
                        .flatMap(s -> Pen.lines(s.text()).stream())
                        .map(line -> "\n" + CHANGES_INDENT + line)
                        .collect(Collectors.joining());
        return new Shown(text, shown.stream().anyMatch(Shown::changed));
    }
}
