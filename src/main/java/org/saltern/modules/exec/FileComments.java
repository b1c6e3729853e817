package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;

/** {@code file.comment_line}, {@code file.comment}, {@code file.uncomment}: lines switched off and on. */
final class FileComments {
    private FileComments() {}

    static List<Function> all() {
        return List.of(
                Function.named("file.comment_line")
                        .doc(
                                "Puts a comment character before the lines that match a regular"
                                        + " expression, with cmnt=False takes it away; answers the"
                                        + " difference of these lines, False when none matches.")
                        .takes("path, regex, char='#', cmnt=True, backup='.bak'")
                        .runs(call -> run(call, call.flag("cmnt"))),
                Function.named("file.comment")
                        .doc("Comments the lines that match a regular expression.")
                        .takes("path, regex, char='#', backup='.bak'")
                        .runs(call -> run(call, true)),
                Function.named("file.uncomment")
                        .doc("Uncomments the lines that match a regular expression.")
                        .takes("path, regex, char='#', backup='.bak'")
                        .runs(call -> run(call, false)));
    }

    private static JsonNode run(Call call, boolean comment) throws IOException {
        String given = Paths.expanded(call.machine(), call.text("path"));
        if (!Paths.isFile(call.machine(), given)) {
            throw new ModuleError.BadRequest("File not found: " + given);
        }
        String path = call.machine().realPath(given);
        Texts file = Texts.read(call.machine(), path);
        if (file.isBinary()) {
            throw new ModuleError.BadRequest(
                    "Cannot perform string replacements on a binary file: " + path);
        }
        Pattern pattern = pattern(call.text("regex"), call.text("char"), comment);
        List<String> lines = UnifiedDiff.lines(file.text());
        List<String> touched = lines.stream().filter(l -> pattern.matcher(l).lookingAt()).toList();
        if (touched.isEmpty()) {
            return Values.of(false);
        }
        if (call.flag("backup")) {
            call.machine().copy(path, path + call.text("backup"));
        }
        String sign = call.text("char");
        String after =
                lines.stream()
                        .map(l -> pattern.matcher(l).lookingAt() ? changed(l, sign, comment) : l)
                        .collect(Collectors.joining());
        AtomicFile.write(call.machine(), path, file.bytes(after));
        String now =
                touched.stream().map(l -> changed(l, sign, comment)).collect(Collectors.joining());
        return Values.text(UnifiedDiff.of(String.join("", touched), now));
    }

    private static String changed(String line, String sign, boolean comment) {
        if (comment) {
            return sign + line;
        }
        int at = 0;
        while (at < line.length() && sign.indexOf(line.charAt(at)) >= 0) {
            at++;
        }
        return line.substring(at);
    }

    private static Pattern pattern(String regex, String sign, boolean comment) {
        String middle = "(" + regex.replaceFirst("^\\^+", "").replaceFirst("\\$+$", "") + ")";
        String end = regex.endsWith("$") ? "$" : "";
        return Patterns.compile(
                comment
                        ? (regex.startsWith("^") ? "^" : "") + middle + end
                        : "^" + sign + "\\s*" + middle + end);
    }
}
