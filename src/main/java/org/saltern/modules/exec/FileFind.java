package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.FileStat;
import org.saltern.modules.Function;
import org.saltern.modules.Machine;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;

/** {@code file.find}: entries below a directory that pass all given tests. It only looks: delete and exec are not there. */
final class FileFind {
    /** One entry: its path and name, what the path leads to, and what it is itself. */
    private record Entry(String path, String name, FileStat stat, FileStat self) {
        String letter() {
            return switch (stat.kind()) {
                case FILE -> "f";
                case DIRECTORY -> "d";
                case LINK -> "l";
                case BLOCK -> "b";
                case CHARACTER -> "c";
                case PIPE -> "p";
                case SOCKET -> "s";
            };
        }
    }

    /** A test of an entry. */
    private interface Test {
        boolean passes(Entry entry) throws IOException;
    }

    private final Call call;
    private final List<Test> tests = new ArrayList<>();
    private int deepest = Integer.MAX_VALUE;
    private int shallowest;
    private List<String> print = List.of("path");

    private FileFind(Call call) {
        this.call = call;
    }

    static List<Function> all() {
        return List.of(
                Function.named("file.find")
                        .doc(
                                "Answers the paths below a directory that pass all tests: name, iname (globs), regex, iregex (of the"
                                        + " name), type (letters of fdlbcps), size ('+10m' and more, '-10m' and less), mtime ('-2d' within two"
                                        + " days, '+1w' older than a week), owner, group, grep (a regular expression in the file), mindepth,"
                                        + " maxdepth. print names what is answered: path, name, size, type, user, group, mode, mtime.\n\n"
                                        + "    salt '*' file.find /var/log name='*.gz' mtime=+30d print=path,size")
                        .takes("path, *args, **kwargs")
                        .runs(call -> new FileFind(call).run()));
    }

    private JsonNode run() throws IOException, InterruptedException {
        ObjectNode options = Trees.withoutPublication(call.keywords());
        for (Map.Entry<String, JsonNode> e : options.properties()) {
            if (!understood(e.getKey(), e.getValue())) {
                return Values.text("error: invalid option \"" + e.getKey() + "\"");
            }
        }
        String top = Paths.absolute(Paths.expanded(call.machine(), call.text("path")));
        Map<String, Entry> found = new TreeMap<>();
        look(top.length() > 1 ? top.replaceFirst("/+$", "") : top, 0, found);
        ArrayNode out = Json.array();
        for (Entry e : found.values()) {
            out.add(print.size() == 1 ? field(e, print.get(0)) : Values.list(fields(e)));
        }
        return out;
    }

    private boolean understood(String option, JsonNode value) throws IOException {
        String text = Values.asText(value);
        switch (option) {
            case "name" -> tests.add(e -> Globs.matches(text, e.name()));
            case "iname" -> tests.add(e -> Globs.matches(lower(text), lower(e.name())));
            case "regex" -> tests.add(matching(Patterns.compile(text)));
            case "iregex" -> tests.add(matching(Patterns.compile(text, 2)));
            case "type" ->
                    tests.add(
                            e ->
                                    text.contains(e.letter())
                                            || text.contains("l")
                                                    && e.self().kind() == FileStat.Kind.LINK);
            case "size" -> tests.add(size(text));
            case "mtime" -> tests.add(age(text));
            case "owner" ->
                    tests.add(
                            e ->
                                    Call.texts(value).contains(e.stat().user())
                                            || Call.texts(value)
                                                    .contains(Long.toString(e.stat().uid())));
            case "group" ->
                    tests.add(
                            e ->
                                    Call.texts(value).contains(e.stat().group())
                                            || Call.texts(value)
                                                    .contains(Long.toString(e.stat().gid())));
            case "grep" -> tests.add(holding(Patterns.compile(text)));
            case "maxdepth" -> deepest = value.asInt();
            case "mindepth" -> shallowest = value.asInt();
            case "print" -> print = Call.texts(value);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static String lower(String text) {
        return text.toLowerCase(java.util.Locale.ROOT);
    }

    private static Test matching(Pattern pattern) {
        return e -> pattern.matcher(e.name()).lookingAt();
    }

    private Test holding(Pattern pattern) {
        return e ->
                e.stat().isFile()
                        && e.stat().size() <= Machine.LONGEST_READ
                        && Texts.read(call.machine(), e.path())
                                .text()
                                .lines()
                                .anyMatch(l -> pattern.matcher(l).find());
    }

    private static Test size(String text) {
        Amount a = Amount.of(text, "b1 k1024 m1048576 g1073741824 t1099511627776");
        return e ->
                switch (a.sign()) {
                    case '+' -> e.stat().size() >= a.value();
                    case '-' -> e.stat().size() <= a.value();
                    default ->
                            e.stat().size() >= a.value() && e.stat().size() < a.value() + a.unit();
                };
    }

    private Test age(String text) {
        Amount a = Amount.of(text, "s1 m60 h3600 d86400 w604800");
        long now = call.context().clock().instant().getEpochSecond();
        return e -> {
            long old = now - e.stat().modified().getEpochSecond();
            return switch (a.sign()) {
                case '+' -> old >= a.value();
                case '-' -> old <= a.value();
                default -> old <= a.value() && old > a.value() - a.unit();
            };
        };
    }

    /** A number with a sign ('+', '-' or ' ') and a unit. */
    private record Amount(char sign, long value, long unit) {
        static Amount of(String text, String units) {
            var m =
                    Pattern.compile("([+-]?)([0-9]{1,12}(?:\\.[0-9]{1,6})?)([a-z]?)")
                            .matcher(lower(text.strip()));
            if (!m.matches()) {
                throw new ModuleError.BadRequest("Not a number with a unit: " + text);
            }
            long unit = 1;
            for (String u : units.split(" ")) {
                unit = u.substring(0, 1).equals(m.group(3)) ? Long.parseLong(u.substring(1)) : unit;
            }
            char sign = m.group(1).isEmpty() ? ' ' : m.group(1).charAt(0);
            return new Amount(sign, (long) (Double.parseDouble(m.group(2)) * unit), unit);
        }
    }

    private void look(String path, int depth, Map<String, Entry> found)
            throws IOException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("The job was killed while it looked at " + path);
        }
        Optional<FileStat> self = call.machine().stat(path, false);
        if (self.isEmpty()) {
            return;
        }
        FileStat stat = call.machine().stat(path, true).orElse(self.get());
        var entry = new Entry(path, Paths.name(path), stat, self.get());
        if (depth >= shallowest && passes(entry)) {
            found.put(path, entry);
        }
        if (self.get().isDirectory()
                && depth < deepest) { // links to directories are not followed: no loops
            for (String name : call.machine().list(path)) {
                look((path.equals("/") ? "" : path) + "/" + name, depth + 1, found);
            }
        }
    }

    private boolean passes(Entry entry) throws IOException {
        for (Test test : tests) {
            if (!test.passes(entry)) {
                return false;
            }
        }
        return true;
    }

    private List<JsonNode> fields(Entry e) {
        return print.stream().map(p -> field(e, p)).toList();
    }

    private static JsonNode field(Entry e, String name) {
        return switch (name) {
            case "path" -> Values.text(e.path());
            case "name" -> Values.text(e.name());
            case "size" -> Values.of(e.stat().size());
            case "type" -> Values.text(e.letter());
            case "user" -> Values.text(e.stat().user());
            case "group" -> Values.text(e.stat().group());
            case "mode" -> Values.of(e.stat().mode() | e.stat().kind().bits());
            case "mtime" -> Values.of(e.stat().modified().getEpochSecond());
            default -> throw new ModuleError.BadRequest("print does not know '" + name + "'");
        };
    }
}
