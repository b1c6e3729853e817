package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Command;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Ran;
import org.saltern.modules.Values;

/** {@code file.*}: what is in a file. */
final class FileContents {
    private static final Map<Integer, String> SUMS =
            new java.util.TreeMap<>(
                    Map.of(
                            32, "md5", 40, "sha1", 56, "sha224", 64, "sha256", 96, "sha384", 128,
                            "sha512"));

    private FileContents() {}

    static List<Function> all() {
        var all = new ArrayList<Function>();
        all.addAll(writing());
        all.addAll(searching());
        all.addAll(sums());
        return all;
    }

    private static List<Function> writing() {
        return List.of(
                Function.named("file.read")
                        .doc(
                                "Answers the content of a file; binary=True for one that is not UTF-8 text.")
                        .takes("path, binary=False")
                        .runs(FileContents::read),
                Function.named("file.write")
                        .doc(
                                "Replaces the content of a file by lines.\n\n    salt '*' file.write /etc/motd 'Good morning.'")
                        .takes("path, *args, **kwargs")
                        .runs(call -> put(call, Where.ONLY)),
                Function.named("file.append")
                        .doc("Adds lines to the end of a file.")
                        .takes("path, *args, **kwargs")
                        .runs(call -> put(call, Where.END)),
                Function.named("file.prepend")
                        .doc("Adds lines to the beginning of a file.")
                        .takes("path, *args, **kwargs")
                        .runs(call -> put(call, Where.START)),
                Function.named("file.truncate")
                        .doc("Makes a file exactly this many bytes long.")
                        .takes("path, length")
                        .runs(FileContents::truncate));
    }

    private static List<Function> searching() {
        return List.of(
                Function.named("file.contains")
                        .doc("Answers whether a file holds this text.")
                        .takes("path, text")
                        .runs(
                                call ->
                                        Values.of(
                                                anyLine(
                                                        call,
                                                        l ->
                                                                l.contains(
                                                                        call.text("text")
                                                                                .strip())))),
                Function.named("file.contains_regex")
                        .doc(
                                "Answers whether a line of a file matches a regular expression; lchar is stripped from its start.")
                        .takes("path, regex, lchar=''")
                        .runs(FileContents::containsRegex),
                Function.named("file.contains_glob")
                        .doc("Answers whether a line of a file matches a glob.")
                        .takes("path, glob_expr")
                        .runs(
                                call ->
                                        Values.of(
                                                anyLine(
                                                        call,
                                                        l ->
                                                                Globs.matches(
                                                                        call.text("glob_expr"),
                                                                        l)))),
                Function.named("file.search")
                        .doc("Answers whether a regular expression is found in a file.")
                        .takes(
                                "path, pattern, flags=8, bufsize=1, ignore_if_missing=False, multiline=False")
                        .runs(FileContents::search),
                Function.named("file.grep")
                        .doc(
                                "Runs grep on a file; answers pid, retcode, stdout and stderr.\n\n    salt '*' file.grep /etc/passwd nobody -- -i")
                        .takes("path, pattern, *opts")
                        .runs(FileContents::grep));
    }

    private static List<Function> sums() {
        return List.of(
                Function.named("file.get_hash")
                        .doc("Answers the hash of a file.")
                        .takes("path, form='sha256', chunk_size=65536")
                        .runs(call -> Values.text(sum(call, call.text("form")))),
                Function.named("file.get_sum")
                        .doc("Answers the hash of a file, 'File not found' when there is none.")
                        .takes("path, form='sha256'")
                        .runs(
                                call ->
                                        Paths.isFile(call.machine(), path(call))
                                                ? Values.text(sum(call, call.text("form")))
                                                : Values.text("File not found")),
                Function.named("file.check_hash")
                        .doc(
                                "Answers whether a file has this hash, given as type=hash, type:hash or the hash alone.")
                        .takes("path, file_hash")
                        .runs(FileContents::checkHash));
    }

    private static String path(Call call) throws IOException {
        return Paths.expanded(call.machine(), call.text("path"));
    }

    private static JsonNode read(Call call) throws IOException {
        byte[] content = call.machine().read(path(call));
        if (call.flag("binary")) {
            return BinaryNode.valueOf(content);
        }
        return Values.text(
                Texts.utf8(content)
                        .orElseThrow(
                                () ->
                                        new ModuleError.Failed(
                                                call.text("path")
                                                        + " is not UTF-8 text; use binary=True")));
    }

    /** Where lines go. */
    private enum Where {
        ONLY,
        END,
        START
    }

    private static JsonNode put(Call call, Where where) throws IOException {
        List<String> lines = new ArrayList<>(call.moreTexts());
        JsonNode named = call.keyword("args");
        Trees.elements(named).forEach(a -> lines.add(Values.asText(a)));
        var text = new StringBuilder();
        lines.forEach(l -> text.append(l.replaceFirst("\n+$", "")).append('\n'));
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        String path = path(call);
        switch (where) {
            case ONLY -> call.machine().write(path, bytes);
            case END -> append(call, path, bytes);
            case START -> {
                byte[] old =
                        Paths.isFile(call.machine(), path)
                                ? call.machine().read(path)
                                : new byte[0];
                call.machine().write(path, joined(bytes, old));
            }
        }
        String verb = where == Where.START ? "Prepended " : "Wrote ";
        return Values.text(verb + lines.size() + " lines to \"" + path + "\"");
    }

    private static void append(Call call, String path, byte[] bytes) throws IOException {
        boolean there = Paths.isFile(call.machine(), path);
        byte[] old = there ? call.machine().read(path) : new byte[0];
        boolean open = old.length > 0 && old[old.length - 1] != '\n';
        call.machine().append(path, open ? joined(new byte[] {'\n'}, bytes) : bytes);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] out = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, out, first.length, second.length);
        return out;
    }

    private static JsonNode truncate(Call call) throws IOException {
        long length = call.number("length");
        if (length < 0) {
            throw new ModuleError.BadRequest("length must not be negative");
        }
        call.machine().truncate(path(call), length);
        return Values.none();
    }

    private static boolean anyLine(Call call, Predicate<String> wanted) throws IOException {
        String path = path(call);
        return Paths.isFile(call.machine(), path)
                && Texts.read(call.machine(), path).text().lines().anyMatch(wanted);
    }

    private static JsonNode containsRegex(Call call) throws IOException {
        Pattern pattern = Patterns.compile(call.text("regex"));
        String strip = call.text("lchar");
        return Values.of(anyLine(call, l -> pattern.matcher(stripped(l, strip)).find()));
    }

    private static String stripped(String line, String letters) {
        int from = 0;
        while (from < line.length() && letters.indexOf(line.charAt(from)) >= 0) {
            from++;
        }
        return line.substring(from);
    }

    private static JsonNode search(Call call) throws IOException {
        String path = path(call);
        if (!Paths.isFile(call.machine(), path)) {
            if (call.flag("ignore_if_missing")) {
                return Values.of(false);
            }
            throw new ModuleError.BadRequest("File not found: " + path);
        }
        int flags = Patterns.flags(call.value("flags"));
        return Values.of(
                Patterns.compile(call.text("pattern"), flags)
                        .matcher(Texts.read(call.machine(), path).text())
                        .find());
    }

    private static JsonNode grep(Call call) throws IOException, InterruptedException {
        var argv = new ArrayList<>(List.of("grep"));
        for (String words : call.moreTexts()) {
            argv.addAll(ShellWords.split(words));
        }
        argv.addAll(List.of("-e", call.text("pattern"), "--", path(call)));
        Ran ran = call.machine().run(Command.of(argv), call.context().progress());
        call.retcode(ran.exit());
        ObjectNode out = Json.object().put("pid", ran.pid()).put("retcode", ran.exit());
        return out.put("stdout", ran.text().stripTrailing())
                .put("stderr", ran.errors().stripTrailing());
    }

    private static String sum(Call call, String type) throws IOException {
        try (InputStream in = call.machine().open(path(call))) {
            return Hashes.of(type, in);
        }
    }

    private static JsonNode checkHash(Call call) throws IOException {
        String wanted = call.text("file_hash").strip();
        int at = Math.max(wanted.indexOf('='), wanted.indexOf(':'));
        String sum = wanted.substring(at + 1);
        String type = at < 0 ? SUMS.get(wanted.length()) : wanted.substring(0, at).strip();
        if (type == null) {
            String known =
                    String.join(
                            ", ",
                            SUMS.entrySet().stream()
                                    .map(e -> e.getValue() + " (" + e.getKey() + ")")
                                    .toList());
            throw new ModuleError.BadRequest(
                    "Hash "
                            + wanted
                            + " (length: "
                            + wanted.length()
                            + ") could not be matched to a supported hash type. The supported hash types and lengths are: "
                            + known);
        }
        return Values.of(sum(call, type).equalsIgnoreCase(sum.strip()));
    }
}
