package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;

/** {@code file.blockreplace}: the text between two marker lines. */
final class FileBlocks {
    private final Call call;
    private final List<String> before;
    private final List<String> after = new ArrayList<>();
    private final String start;
    private final String end;
    private final String feed;
    private final boolean closed;

    private FileBlocks(Call call, String text) {
        this.call = call;
        this.before = UnifiedDiff.lines(text);
        this.start = call.text("marker_start");
        this.end = call.text("marker_end");
        this.feed = !before.isEmpty() && before.get(0).endsWith("\r\n") ? "\r\n" : "\n";
        boolean unsaid = call.value("append_newline").isNull();
        this.closed = unsaid ? !call.text("content").endsWith("\n") : call.flag("append_newline");
    }

    static List<Function> all() {
        return List.of(
                Function.named("file.blockreplace")
                        .doc(
                                "Replaces the text between two marker lines; answers the"
                                        + " difference, or with show_changes=False whether something"
                                        + " changed.")
                        .takes(
                                "path, marker_start='#-- start managed zone --', marker_end='#--"
                                        + " end managed zone --', content='',"
                                        + " append_if_not_found=False, prepend_if_not_found=False,"
                                        + " backup='.bak', dry_run=False, show_changes=True,"
                                        + " append_newline=False, insert_before_match=None,"
                                        + " insert_after_match=None")
                        .runs(FileBlocks::run));
    }

    private static JsonNode run(Call call) throws IOException {
        long ways =
                Stream.of(
                                "append_if_not_found",
                                "prepend_if_not_found",
                                "insert_before_match",
                                "insert_after_match")
                        .filter(call::flag)
                        .count();
        if (ways > 1) {
            throw new ModuleError.BadRequest(
                    "Only one of append_if_not_found, prepend_if_not_found, insert_before_match,"
                            + " and insert_after_match is permitted");
        }
        String path = Paths.expanded(call.machine(), call.text("path"));
        if (!Paths.exists(call.machine(), path)) {
            throw new ModuleError.BadRequest("File not found: " + path);
        }
        Texts file = Texts.read(call.machine(), path);
        if (file.isBinary()) {
            throw new ModuleError.BadRequest(
                    "Cannot perform string replacements on a binary file: " + path);
        }
        String changed = new FileBlocks(call, file.text()).changed();
        boolean differs = !changed.equals(file.text());
        if (differs && !call.flag("dry_run")) {
            if (Values.isTrue(call.value("backup"))) {
                call.machine().copy(path, path + call.text("backup"));
            }
            AtomicFile.write(call.machine(), path, file.bytes(changed));
        }
        return call.flag("show_changes")
                ? Values.text(UnifiedDiff.of(file.text(), changed))
                : Values.of(differs);
    }

    private String changed() {
        boolean found = replaceBlocks();
        if (!found) {
            addBlock();
        }
        return String.join("", after);
    }

    private boolean replaceBlocks() {
        boolean inside = false;
        boolean found = false;
        for (String line : before) {
            if (line.contains(start)) {
                inside = true;
                after.add(line);
            } else if (!inside) {
                after.add(line);
            } else if (line.contains(end)) {
                inside = false;
                found = true;
                after.addAll(content(line.substring(line.indexOf(end))));
            }
        }
        if (inside) {
            throw new ModuleError.Failed(
                    "Unterminated marked block. End of file reached before marker_end.");
        }
        return found;
    }

    /** The lines of the content and the line that ends the block. */
    private List<String> content(String last) {
        String closing = last.replaceFirst("[\r\n]+$", "") + feed;
        List<String> parts = List.of(call.text("content").replace("\r\n", "\n").split("\n", -1));
        var out = new ArrayList<String>();
        for (String part : parts.subList(0, parts.size() - 1)) {
            out.add(part + feed);
        }
        if (closed) {
            out.add(parts.getLast() + feed);
            out.add(closing);
        } else {
            out.add(parts.getLast() + closing);
        }
        return out;
    }

    private List<String> block() {
        var out = new ArrayList<>(List.of(start + feed));
        out.addAll(content(end));
        return out;
    }

    private void addBlock() {
        if (call.flag("prepend_if_not_found")) {
            after.addAll(0, block());
        } else if (call.flag("append_if_not_found")) {
            if (!after.isEmpty() && !after.getLast().endsWith(feed)) {
                after.set(after.size() - 1, after.getLast() + feed);
            }
            after.addAll(block());
        } else {
            boolean below = call.flag("insert_after_match");
            String expression = call.text(below ? "insert_after_match" : "insert_before_match");
            Pattern pattern = Patterns.compile(expression);
            int at = 0;
            while (at < before.size() && !pattern.matcher(before.get(at)).find()) {
                at++;
            }
            boolean asked = below || call.flag("insert_before_match");
            if (!asked || at == before.size()) {
                throw new ModuleError.Failed(
                        "Cannot edit marked block. Markers were not found in file.");
            }
            after.addAll(below ? at + 1 : at, block());
        }
    }
}
