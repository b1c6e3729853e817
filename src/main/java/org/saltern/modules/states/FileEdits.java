package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;
import org.saltern.modules.exec.Paths;
import org.saltern.modules.exec.Patterns;
import org.saltern.modules.exec.Texts;
import org.saltern.modules.exec.UnifiedDiff;

/** {@code file.replace}, {@code line}, {@code blockreplace}, {@code comment}, {@code uncomment}: edits of a file that is there. */
final class FileEdits {
    private static final int MULTILINE = 8;
    private static final Pattern ANCHORS =
            Pattern.compile("^(\\(\\?[iLmsux]\\))?\\^?(.*?)\\$?$", Pattern.DOTALL);

    private FileEdits() {}

    static List<Function> all() {
        return List.of(
                Function.named("file.replace")
                        .doc("What a regular expression finds in a file is replaced.")
                        .takes(
                                "name, pattern, repl, count=0, flags=8, bufsize=1,"
                                        + " append_if_not_found=False, prepend_if_not_found=False,"
                                        + " not_found_content=None, backup='.bak', show_changes=True,"
                                        + " ignore_if_missing=False, backslash_literal=False")
                        .runs(FileEdits::replace),
                Function.named("file.line")
                        .doc("One line of a file: ensured, inserted, replaced or deleted.")
                        .takes(
                                "name, content=None, match=None, mode=None, location=None,"
                                        + " before=None, after=None, show_changes=True, backup=False,"
                                        + " quiet=False, indent=True, create=False, user=None,"
                                        + " group=None, file_mode=None")
                        .runs(FileEdits::line),
                Function.named("file.blockreplace")
                        .doc("The text between two marker lines of a file.")
                        .takes(
                                "name, marker_start='#-- start managed zone --', marker_end='#--"
                                        + " end managed zone --', source=None, source_hash=None,"
                                        + " template='jinja', sources=None, source_hashes=None,"
                                        + " defaults=None, context=None, content='',"
                                        + " append_if_not_found=False, prepend_if_not_found=False,"
                                        + " backup='.bak', show_changes=True, append_newline=None,"
                                        + " insert_before_match=None, insert_after_match=None")
                        .runs(FileEdits::block),
                Function.named("file.comment")
                        .doc("Lines that match are commented.")
                        .takes("name, regex, char='#', backup='.bak', ignore_missing=False")
                        .runs(FileEdits::comment),
                Function.named("file.uncomment")
                        .doc("Lines that match are not commented.")
                        .takes("name, regex, char='#', backup='.bak'")
                        .runs(FileEdits::uncomment));
    }

    private static String name(Call call) throws java.io.IOException {
        return Paths.expanded(call.machine(), call.text("name"));
    }

    private static JsonNode execute(Call call, String function, ObjectNode arguments)
            throws Exception {
        return call.context().modules().run(call.context(), function, List.of(), arguments);
    }

    private static ObjectNode arguments(Call call, String path, String... names) {
        ObjectNode out = Json.object().put("path", path);
        for (String name : names) {
            out.set(name, call.value(name));
        }
        return out;
    }

    private static JsonNode told(Call call, StateResult result, JsonNode changes, String wouldBe) {
        if (!Values.isTrue(changes)) {
            return result.done("No changes needed to be made").tree();
        }
        result.change("diff", changes);
        return call.context().test()
                ? result.would(wouldBe).tree()
                : result.done("Changes were made").tree();
    }

    private static JsonNode replace(Call call) throws Exception {
        String name = name(call);
        StateResult result = StateResult.named(name);
        if (name.isEmpty()) {
            return result.failed("Must provide name to file.replace").tree();
        }
        String unusable = FileTexts.unusable(call, name);
        if (!unusable.isEmpty()) {
            return call.flag("ignore_if_missing") && unusable.contains("file not found")
                    ? result.done("No changes needed to be made").tree()
                    : result.failed(unusable).tree();
        }
        ObjectNode arguments =
                arguments(
                        call,
                        name,
                        "pattern",
                        "repl",
                        "count",
                        "flags",
                        "bufsize",
                        "append_if_not_found",
                        "prepend_if_not_found",
                        "not_found_content",
                        "backup",
                        "show_changes",
                        "ignore_if_missing",
                        "backslash_literal");
        JsonNode changes =
                execute(call, "file.replace", arguments.put("dry_run", call.context().test()));
        return told(call, result, changes, "Changes would have been made");
    }

    private static JsonNode line(Call call) throws Exception {
        String name = name(call);
        StateResult result = StateResult.named(name);
        if (name.isEmpty()) {
            return result.failed("Must provide name to file.line").tree();
        }
        ObjectNode managed =
                Json.object()
                        .put("name", name)
                        .put("replace", false)
                        .put("create", call.flag("create"));
        managed.set("user", call.value("user"));
        managed.set("group", call.value("group"));
        managed.set("mode", call.value("file_mode"));
        ObjectNode made = FileManaged.apply(call.context(), managed);
        String unusable = FileTexts.unusable(call, name);
        if (!unusable.isEmpty()) {
            return call.context().test() && call.flag("create") && name.startsWith("/")
                    ? made
                    : result.failed(unusable).tree();
        }
        if (call.given("mode").isEmpty()) {
            return result.failed("Mode was not defined. How to process the file?").tree();
        }
        boolean delete = call.text("mode").toLowerCase(Locale.ROOT).equals("delete");
        if (!delete && call.value("content").isNull()) {
            return result.failed("Content can only be empty if mode is ['delete']").tree();
        }
        JsonNode changes =
                execute(
                        call,
                        "file.line",
                        arguments(
                                call,
                                name,
                                "content",
                                "match",
                                "mode",
                                "location",
                                "before",
                                "after",
                                "show_changes",
                                "backup",
                                "quiet",
                                "indent"));
        return told(call, result, changes, "Changes would be made");
    }

    private static JsonNode block(Call call) throws Exception {
        String name = name(call);
        StateResult result = StateResult.named(name);
        if (name.isEmpty()) {
            return result.failed("Must provide name to file.blockreplace").tree();
        }
        String unusable = FileTexts.unusable(call, name);
        if (!unusable.isEmpty()) {
            return result.failed(unusable).tree();
        }
        var content = new StringBuilder(call.text("content"));
        for (Map.Entry<String, JsonNode> e : Accumulators.of(call.context(), name).properties()) {
            e.getValue()
                    .forEach(t -> content.append(content.isEmpty() ? "" : "\n").append(t.asText()));
        }
        try {
            boolean sourced =
                    Values.isTrue(call.value("source")) || Values.isTrue(call.value("sources"));
            if (sourced) {
                FileTexts.texts(call, "content").forEach(content::append);
            }
            ObjectNode arguments =
                    arguments(
                            call,
                            name,
                            "marker_start",
                            "marker_end",
                            "append_if_not_found",
                            "prepend_if_not_found",
                            "backup",
                            "show_changes",
                            "append_newline",
                            "insert_before_match",
                            "insert_after_match");
            arguments.put("content", content.toString()).put("dry_run", call.context().test());
            return told(
                    call,
                    result,
                    execute(call, "file.blockreplace", arguments),
                    "Changes would be made");
        } catch (ModuleError.Failed | ModuleError.BadRequest e) {
            return result.failed(
                            "Encountered error managing block: "
                                    + e.getMessage()
                                    + ". See the log for details.")
                    .tree();
        }
    }

    private static boolean found(String text, String expression) {
        return Patterns.compile(expression, MULTILINE).matcher(text).find();
    }

    private static JsonNode comment(Call call) throws Exception {
        String name = name(call);
        StateResult result = StateResult.named(name);
        String unusable =
                name.isEmpty()
                        ? "Must provide name to file.comment"
                        : FileTexts.unusable(call, name);
        if (!unusable.isEmpty()) {
            return call.flag("ignore_missing") && unusable.contains("file not found")
                    ? result.done("File " + name + " not found and ignore_missing set to True")
                            .tree()
                    : result.failed(unusable).tree();
        }
        Matcher parts = ANCHORS.matcher(call.text("regex"));
        String bare = parts.matches() ? parts.group(2) : call.text("regex");
        String text = Texts.read(call.machine(), name).text();
        String sign = call.text("char");
        if (!found(text, "^(?!\\s*" + sign + ").*" + bare)) {
            if (found(text, sign + bare)) {
                return result.done("Pattern already commented").tree();
            }
            return call.flag("ignore_missing")
                    ? result.done("Pattern not found and ignore_missing set to True").tree()
                    : result.failed(bare + ": Pattern not found").tree();
        }
        return edited(call, result, name, true, bare);
    }

    private static JsonNode uncomment(Call call) throws Exception {
        String name = name(call);
        StateResult result = StateResult.named(name);
        String unusable =
                name.isEmpty()
                        ? "Must provide name to file.uncomment"
                        : FileTexts.unusable(call, name);
        if (!unusable.isEmpty()) {
            return result.failed(unusable).tree();
        }
        String regex = call.text("regex");
        String bare = regex.replaceFirst("^\\^+", "");
        String text = Texts.read(call.machine(), name).text();
        if (!found(text, call.text("char") + "[ \t]*" + bare)) {
            return found(text, "^[ \t]*" + bare)
                    ? result.done("Pattern already uncommented").tree()
                    : result.failed(regex + ": Pattern not found").tree();
        }
        return edited(call, result, name, false, "^[ \t]*" + bare);
    }

    private static JsonNode edited(
            Call call, StateResult result, String name, boolean comment, String expected)
            throws Exception {
        if (call.context().test()) {
            return result.change(name, "updated")
                    .would("File " + name + " is set to be updated")
                    .tree();
        }
        String before = Texts.read(call.machine(), name).text();
        ObjectNode arguments = arguments(call, name, "regex", "char", "backup");
        execute(call, "file.comment_line", arguments.put("cmnt", comment));
        String after = Texts.read(call.machine(), name).text();
        if (!after.equals(before)) {
            result.change("diff", UnifiedDiff.of(before, after));
        }
        String word = comment ? "ommented lines" : "ncommented lines";
        return found(after, expected)
                ? result.done((comment ? "C" : "U") + word + " successfully").tree()
                : result.failed("Expected " + (comment ? "c" : "u") + word + " not found").tree();
    }
}
