package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.Values;
import org.saltern.modules.exec.AtomicFile;
import org.saltern.modules.exec.Paths;
import org.saltern.modules.exec.Texts;
import org.saltern.modules.exec.UnifiedDiff;

/** {@code file.keyvalue}: lines of a file that give keys their values, {@code key=value}. */
final class FileKeyValue {
    private final Call call;
    private final Map<String, JsonNode> wanted = new LinkedHashMap<>();
    private final Map<String, Long> left = new LinkedHashMap<>();
    private final List<String> diff = new ArrayList<>();
    private final List<String> content = new ArrayList<>();
    private final String separator;
    private final String comments;
    private int changes;

    private FileKeyValue(Call call, ObjectNode keys) {
        this.call = call;
        this.separator = call.text("separator");
        this.comments = call.value("uncomment").isNull() ? " \t\r\n" : call.text("uncomment");
        for (Map.Entry<String, JsonNode> e : keys.properties()) {
            wanted.put(e.getKey(), e.getValue());
            left.put(e.getKey(), call.number("count"));
        }
    }

    static List<Function> all() {
        return List.of(
                Function.named("file.keyvalue")
                        .doc(
                                "Keys in a file have these values; uncomment also finds commented"
                                        + " lines.")
                        .takes(
                                "name, key=None, value=None, key_values=None, separator='=',"
                                        + " append_if_not_found=False, prepend_if_not_found=False,"
                                        + " search_only=False, show_changes=True,"
                                        + " ignore_if_missing=False, count=1, uncomment=None,"
                                        + " key_ignore_case=False, value_ignore_case=False,"
                                        + " create_if_missing=False")
                        .runs(FileKeyValue::run));
    }

    private static JsonNode run(Call call) throws IOException {
        String name = Paths.expanded(call.machine(), call.text("name"));
        StateResult result = StateResult.named(name);
        if (name.isEmpty()) {
            return result.failed("Must provide name to file.keyvalue").tree();
        }
        ObjectNode keys = Json.object();
        boolean single = !call.value("key").isNull() && !call.value("value").isNull();
        if (single) {
            keys.set(call.text("key"), call.value("value"));
        } else if (call.value("key_values").isObject() && !call.value("key_values").isEmpty()) {
            keys = (ObjectNode) call.value("key_values");
        } else {
            return result.failed(
                            "file.keyvalue key and value not supplied and key_values "
                                    + (Values.isTrue(call.value("key_values"))
                                            ? "is not a dictionary"
                                            : "is empty"))
                    .tree();
        }
        boolean there = Paths.isFile(call.machine(), name);
        if (!there && !call.flag("create_if_missing")) {
            String words = "unable to open " + name;
            return call.flag("ignore_if_missing")
                    ? result.done(words).tree()
                    : result.failed(words).tree();
        }
        Texts file =
                there
                        ? Texts.read(call.machine(), name)
                        : new Texts("", java.nio.charset.StandardCharsets.UTF_8);
        return new FileKeyValue(call, keys).edit(result, name, file, there);
    }

    private JsonNode edit(StateResult result, String name, Texts file, boolean there)
            throws IOException {
        UnifiedDiff.lines(file.text()).forEach(l -> content.add(line(l)));
        add(!there);
        if (changes == 0) {
            return result.done("").tree();
        }
        String shown = String.join("", diff);
        if (call.flag("show_changes")) {
            result.change("diff", shown);
        } else {
            result.change("diff", FileDiffs.HIDDEN);
        }
        if (call.context().test()) {
            String words = "File " + name + " is set to be changed (" + changes + " lines)";
            return result.would(
                            call.flag("show_changes")
                                    ? words
                                            + "\nPredicted diff:\n\r\t\t"
                                            + String.join("\r\t\t", diff)
                                    : words)
                    .tree();
        }
        AtomicFile.write(call.machine(), name, file.bytes(String.join("", content)));
        return result.done("Changed " + changes + " lines").tree();
    }

    private String uncommented(String line) {
        int at = 0;
        while (at < line.length() && comments.indexOf(line.charAt(at)) >= 0) {
            at++;
        }
        return line.substring(at);
    }

    private static String folded(String text, boolean fold) {
        return fold ? text.toLowerCase(Locale.ROOT) : text;
    }

    /** The line as it shall be; empty text for one that goes. */
    private String line(String line) {
        String bare = uncommented(line);
        boolean commented = bare.length() < line.length();
        int at = bare.indexOf(separator);
        if (at < 0) {
            return line;
        }
        boolean fold = call.flag("key_ignore_case");
        String key = bare.substring(0, at);
        for (Map.Entry<String, JsonNode> e : wanted.entrySet()) {
            if (folded(key, fold).equals(folded(e.getKey(), fold))) {
                return changed(line, key, bare.substring(at + separator.length()), commented, e);
            }
        }
        return line;
    }

    private String changed(
            String line,
            String key,
            String value,
            boolean commented,
            Map.Entry<String, JsonNode> entry) {
        boolean fold = call.flag("value_ignore_case");
        long more = left.get(entry.getKey());
        String target = Values.asText(entry.getValue());
        boolean same = folded(value.strip(), fold).equals(folded(target.strip(), fold));
        boolean change = commented ? more > 0 : !same || more == 0;
        String out = line;
        if (change) {
            diff.add("- " + line);
            out = more == 0 ? "" : key + separator + target + "\n";
            if (entry.getValue().isTextual()) {
                diff.add("+ " + out);
            } else if (more != 0) {
                diff.add(
                        "+ "
                                + out.stripTrailing()
                                + " (from "
                                + type(entry.getValue())
                                + " type)\n");
            }
            changes++;
        }
        if (more > 0) {
            left.put(entry.getKey(), more - 1);
        }
        return out;
    }

    private static String type(JsonNode value) {
        return switch (value.getNodeType()) {
            case BOOLEAN -> "bool";
            case NUMBER -> value.isIntegralNumber() ? "int" : "float";
            case NULL -> "NoneType";
            case ARRAY -> "list";
            default -> "dict";
        };
    }

    private void add(boolean created) {
        var lines = new ArrayList<String>();
        left.forEach(
                (key, more) -> {
                    if (more > 0) {
                        lines.add(key + separator + Values.asText(wanted.get(key)) + "\n");
                    }
                });
        if (lines.isEmpty()) {
            return;
        }
        if (created || call.flag("append_if_not_found")) {
            if (!content.isEmpty()
                    && !content.getLast().endsWith("\n")
                    && !content.getLast().isEmpty()) {
                content.set(content.size() - 1, content.getLast() + "\n");
            }
            diff.add("- <EOF>\n");
            lines.forEach(l -> diff.add("+ " + l));
            diff.add("+ <EOF>\n");
            content.addAll(lines);
            changes += lines.size();
        } else if (call.flag("prepend_if_not_found")) {
            diff.add(0, "  <SOF>\n");
            for (String line : lines) {
                diff.add(1, "+ " + line);
                content.add(0, line);
            }
            changes += lines.size();
        }
    }
}
