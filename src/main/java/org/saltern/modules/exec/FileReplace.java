package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;

/** {@code file.replace}: a regular expression in a file, replaced. */
final class FileReplace {
    private FileReplace() {}

    static List<Function> all() {
        return List.of(
                Function.named("file.replace")
                        .doc(
                                "Replaces what a regular expression finds in a file; answers the"
                                        + " difference, or with show_changes=False whether something"
                                        + " changed. The file as it was is kept beside it with the"
                                        + " ending backup ('.bak'; False for none).\n\n"
                                        + "    salt '*' file.replace /etc/app.conf pattern='^port=.*'"
                                        + " repl='port=8080'")
                        .takes(
                                "path, pattern, repl, count=0, flags=8, bufsize=1,"
                                        + " append_if_not_found=False, prepend_if_not_found=False,"
                                        + " not_found_content=None, backup='.bak', dry_run=False,"
                                        + " search_only=False, show_changes=True,"
                                        + " ignore_if_missing=False, preserve_inode=True,"
                                        + " backslash_literal=False")
                        .runs(FileReplace::run));
    }

    private static JsonNode run(Call call) throws IOException {
        String path = Paths.absolute(Paths.expanded(call.machine(), call.text("path")));
        if (!Paths.isFile(call.machine(), path)) {
            if (call.flag("ignore_if_missing")) {
                return Values.of(false);
            }
            throw new ModuleError.BadRequest("File not found: " + path);
        }
        if (call.flag("append_if_not_found") && call.flag("prepend_if_not_found")) {
            throw new ModuleError.BadRequest(
                    "Only one of append and prepend_if_not_found is permitted");
        }
        Texts file = Texts.read(call.machine(), path);
        if (file.isBinary()) {
            throw new ModuleError.BadRequest(
                    "Cannot perform string replacements on a binary file: " + path);
        }
        Pattern pattern =
                Patterns.compile(call.text("pattern"), Patterns.flags(call.value("flags")));
        if (call.flag("search_only")) {
            return Values.of(pattern.matcher(file.text()).find());
        }
        String after = changed(call, file.text(), pattern);
        boolean changes = !after.equals(file.text());
        if (changes && !call.flag("dry_run")) {
            write(call, path, file, after);
        }
        return call.flag("show_changes")
                ? Values.text(UnifiedDiff.of(file.text(), after))
                : Values.of(changes);
    }

    private static void write(Call call, String path, Texts file, String after) throws IOException {
        JsonNode backup = call.value("backup");
        if (Values.isTrue(backup)) {
            call.machine().copy(path, path + Values.asText(backup));
        }
        AtomicFile.write(call.machine(), path, file.bytes(after));
    }

    private static String changed(Call call, String text, Pattern pattern) {
        String with = call.text("repl");
        String replacement =
                call.flag("backslash_literal")
                        ? Matcher.quoteReplacement(with)
                        : Patterns.replacement(with);
        long most = call.number("count");
        var out = new StringBuilder();
        Matcher found = pattern.matcher(text);
        long times = 0;
        while ((most == 0 || times < most) && found.find()) {
            append(found, out, replacement);
            times++;
        }
        found.appendTail(out);
        return times > 0 ? out.toString() : notFound(call, text, with);
    }

    private static void append(Matcher found, StringBuilder out, String replacement) {
        try {
            found.appendReplacement(out, replacement);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new ModuleError.BadRequest(
                    "The replacement names a group that the expression does not have");
        }
    }

    private static String notFound(Call call, String text, String with) {
        boolean append = call.flag("append_if_not_found");
        boolean prepend = call.flag("prepend_if_not_found");
        if (!append && !prepend) {
            return text;
        }
        String content = call.given("not_found_content").orElse(with);
        if (text.contains(content + "\n")) {
            return text; // it is there already: running twice changes nothing
        }
        if (prepend) {
            return content + "\n" + text;
        }
        String gap = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
        return text + gap + content + "\n";
    }
}
