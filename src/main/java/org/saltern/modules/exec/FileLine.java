package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;

/**
 * {@code file.line}: one line put in, changed or taken out. An expression selects the lines in which it is found, as a
 * regular expression or as plain text. Facts: Salt 3007, conformance case file-line.
 */
final class FileLine {
    private static final List<String> MODES = List.of("insert", "ensure", "delete", "replace");
    private static final DateTimeFormatter BACKUP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd-HH-mm-ss");

    private final Call call;
    private final String content;
    private final List<String> lines;

    private FileLine(Call call, List<String> lines) {
        this.call = call;
        this.content = call.value("content").isNull() ? "" : call.text("content");
        this.lines = new ArrayList<>(lines);
    }

    static List<Function> all() {
        return List.of(
                Function.named("file.line")
                        .doc(
                                "Edits one line of a file; answers the difference. mode: ensure,"
                                        + " insert, replace or delete; location: start or end; before,"
                                        + " after and match are regular expressions or plain text.")
                        .takes(
                                "path, content=None, match=None, mode=None, location=None,"
                                        + " before=None, after=None, show_changes=True, backup=False,"
                                        + " quiet=False, indent=True")
                        .runs(FileLine::run));
    }

    private static JsonNode run(Call call) throws IOException {
        String given = Paths.expanded(call.machine(), call.text("path"));
        if (!Paths.isFile(call.machine(), given)) {
            if (call.flag("quiet")) {
                return Values.of(false);
            }
            throw new ModuleError.Failed(
                    "File \"" + given + "\" does not exists or is not a file.");
        }
        String path = call.machine().realPath(given);
        Texts file = Texts.read(call.machine(), path);
        var edit = new FileLine(call, UnifiedDiff.lines(file.text()));
        String after = edit.edited();
        boolean changed = !after.equals(file.text());
        if (changed && !call.context().test()) {
            backup(call, path);
            AtomicFile.write(call.machine(), path, file.bytes(after));
        }
        return changed && call.flag("show_changes")
                ? Values.text(UnifiedDiff.of(file.text(), after))
                : Values.of(changed);
    }

    private static void backup(Call call, String path) throws IOException {
        if (call.flag("backup")) {
            LocalDateTime now =
                    LocalDateTime.ofInstant(
                            call.context().clock().instant(), ZoneId.systemDefault());
            call.machine().copy(path, path + "." + BACKUP.format(now));
        }
    }

    private String edited() {
        String mode = mode();
        boolean nowhere = call.value("before").isNull() && call.value("after").isNull();
        String match = call.given("match").orElse(nowhere ? content : "");
        boolean open = !lines.isEmpty() && lines.getLast().endsWith("\n");
        if (open) {
            lines.add(""); // so that a line can come after the last
        }
        if (!(lines.isEmpty() && (mode.equals("delete") || mode.equals("replace")))) {
            switch (mode) {
                case "delete" -> first(match).ifPresent(l -> lines.removeIf(l::equals));
                case "replace" -> first(match).ifPresent(this::replace);
                case "insert" -> insert();
                default -> ensure();
            }
        }
        closeLines();
        return String.join("", lines);
    }

    private String mode() {
        String mode = call.given("mode").orElse("").toLowerCase(Locale.ROOT);
        if (!MODES.contains(mode)) {
            throw new ModuleError.Failed(
                    mode.isEmpty()
                            ? "Mode was not defined. How to process the file?"
                            : "Unknown mode: \"" + mode + "\"");
        }
        if (!mode.equals("delete") && call.value("content").isNull()) {
            throw new ModuleError.Failed("Content can only be empty if mode is \"delete\"");
        }
        return mode;
    }

    private List<String> found(String expression) {
        if (expression.isEmpty()) {
            return List.of();
        }
        Pattern pattern = Patterns.compile(expression, 16);
        return lines.stream()
                .filter(l -> pattern.matcher(l).find() || l.contains(expression))
                .toList();
    }

    private Optional<String> first(String expression) {
        return found(expression).stream().findFirst();
    }

    private void replace(String line) {
        lines.set(lines.indexOf(line), indented(line));
    }

    private String indented(String like) {
        if (!call.flag("indent")) {
            return content;
        }
        int n = 0;
        while (n < like.length() && (like.charAt(n) == ' ' || like.charAt(n) == '\t')) {
            n++;
        }
        return like.substring(0, n) + content.stripLeading();
    }

    /** The only line that the parameter selects; empty when the parameter is not given. */
    private Optional<Integer> place(String parameter) {
        if (call.given(parameter).isEmpty()) {
            return Optional.empty();
        }
        List<String> found = found(call.text(parameter));
        if (found.size() != 1) {
            throw new ModuleError.Failed(
                    "Found "
                            + (found.isEmpty() ? "less than" : "more than")
                            + " expected occurrences in \""
                            + parameter
                            + "\" expression");
        }
        return Optional.of(lines.indexOf(found.get(0)));
    }

    private void insert() {
        Optional<String> location = call.given("location");
        if (location.isPresent()) {
            switch (location.get()) {
                case "end" -> lines.add(lines.isEmpty() ? content : indented(lines.getLast()));
                case "start" -> lines.add(0, content.stripTrailing() + end(0));
                default -> {}
            }
            return;
        }
        if (call.value("before").isNull() && call.value("after").isNull()) {
            throw new ModuleError.Failed(
                    "On insert either \"location\" or \"before/after\" conditions are required.");
        }
        Optional<Integer> before = place("before");
        Optional<Integer> after = place("after");
        if (before.isPresent() && after.isPresent()) {
            lines.add(before.get(), indented(lines.get(before.get())));
        } else if (after.isPresent()) {
            addAfter(after.get());
        } else {
            int at = before.orElseThrow();
            if (!is(lines.get(at == 0 ? lines.size() - 1 : at - 1))) {
                lines.add(at, indented(lines.get(at)));
            }
        }
    }

    private void addAfter(int at) {
        if (at + 1 >= lines.size() || !is(lines.get(at + 1))) {
            lines.add(at + 1, indented(lines.get(at)));
        }
    }

    private void ensure() {
        Optional<Integer> after = place("after");
        Optional<Integer> before = place("before");
        if (before.isPresent() && after.isPresent()) {
            between(after.get(), before.get());
        } else if (before.isPresent()) {
            int at = before.get();
            if (at == 0 || !is(lines.get(at - 1))) {
                lines.add(at, indented(lines.get(at == 0 ? lines.size() - 1 : at - 1)));
            }
        } else if (after.isPresent()) {
            addAfter(after.get());
        } else {
            throw new ModuleError.Failed(
                    "Wrong conditions? Unable to ensure line without knowing where to put it before"
                            + " and/or after.");
        }
    }

    private void between(int after, int before) {
        if (lines.stream().anyMatch(l -> l.strip().equals(content.strip()))) {
            return;
        }
        if (after + 1 == before) {
            lines.add(before, indented(lines.get(after)));
        } else if (after + 2 == before) {
            lines.set(after + 1, indented(lines.get(after)));
        } else {
            throw new ModuleError.Failed(
                    "Found more than one line between boundaries \"before\" and \"after\".");
        }
    }

    private boolean is(String line) {
        return bare(line).equals(bare(content));
    }

    private static String bare(String line) {
        return line.replaceFirst("[\r\n]+$", "");
    }

    /** The end of a line; a line feed when it has none. */
    private String end(int index) {
        boolean there = index >= 0 && index < lines.size();
        return there && lines.get(index).endsWith("\r\n") ? "\r\n" : "\n";
    }

    private void closeLines() {
        for (int i = 0; i + 1 < lines.size(); i++) {
            if (!lines.get(i).endsWith("\n")) {
                lines.set(i, lines.get(i).stripTrailing() + end(i > 0 ? i - 1 : 1));
            }
        }
        if (!lines.isEmpty() && lines.getLast().isEmpty()) {
            lines.removeLast();
        }
    }
}
