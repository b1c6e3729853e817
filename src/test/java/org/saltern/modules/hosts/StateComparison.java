package org.saltern.modules.hosts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.saltern.base.Json;
import org.saltern.interop.SaltVenvs;

/**
 * Applies families of states on two throw-away hosts, one with Saltern's engine and one with an unmodified Salt, and prints
 * what differs: each SLS in test mode, for real, and again. A program and not a test, because it takes minutes and fetches
 * packages; its last outcome is in docs/modules-compared.md.
 */
final class StateComparison {
    private static final Path FAMILIES = Path.of("src/test/resources/hosts/families");
    private static final String SALT = "3007.13";
    private static final int LONGEST = 1000;

    private final String family;
    private final Path ours;
    private final Path salts;
    private final List<String> differences = new ArrayList<>();
    private int states;

    private StateComparison(String family, Path folder) {
        this.family = family;
        ours = folder.resolve(family + "-ours");
        salts = folder.resolve(family + "-salt");
    }

    /** @param args a folder for what the hosts leave, then names of families; all when there are none */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        List<String> families = List.of(args).subList(1, args.length);
        if (families.isEmpty()) {
            try (Stream<Path> all = Files.list(FAMILIES)) {
                families = all.map(p -> p.getFileName().toString()).sorted().toList();
            }
        }
        var table =
                new StringBuilder("| family | returns compared | differences |\n|---|---|---|\n");
        for (String family : families) {
            var one = new StateComparison(family, folder);
            one.apply();
            one.compare();
            System.out.println("== " + family);
            one.differences.forEach(
                    d ->
                            System.out.println(
                                    "  "
                                            + d.lines()
                                                    .map(StateComparison::shortly)
                                                    .collect(Collectors.joining("\n  "))));
            table.append("| ").append(family).append(" | ").append(one.states);
            table.append(" | ").append(one.differences.size()).append(" |\n");
        }
        System.out.print(table);
        System.exit(0);
    }

    private static String shortly(String line) {
        return line.length() > LONGEST
                ? line.substring(0, LONGEST / 2)
                        + " … "
                        + line.substring(line.length() - LONGEST / 2)
                : line;
    }

    private void apply() throws Exception {
        try (ExecutorService both = Executors.newFixedThreadPool(2)) {
            Callable<Void> mine =
                    () -> {
                        host(ours).runOurs("family.sh", "\"$@\"");
                        return null;
                    };
            Callable<Void> theirs =
                    () -> {
                        host(salts).runSalt("family.sh", "\"$@\"", SaltVenvs.bin(SALT));
                        return null;
                    };
            for (Future<Void> one : both.invokeAll(List.of(mine, theirs))) {
                one.get();
            }
        }
    }

    private ThrowawayHost host(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> old = Files.walk(folder)) {
                for (Path p :
                        (Iterable<Path>)
                                old.sorted(java.util.Comparator.reverseOrder())::iterator) {
                    Files.delete(p);
                }
            }
        }
        Files.createDirectories(folder);
        return new ThrowawayHost(folder, FAMILIES.resolve(family));
    }

    private void compare() throws IOException {
        var names = new TreeSet<String>();
        for (Path out : List.of(ours.resolve("out"), salts.resolve("out"))) {
            try (Stream<Path> files = Files.list(out)) {
                files.map(p -> p.getFileName().toString())
                        .filter(n -> n.endsWith(".json") || n.startsWith("facts-"))
                        .forEach(names::add);
            }
        }
        for (String name : names) {
            if (name.endsWith(".json")) {
                returns(name);
            } else {
                facts(name);
            }
        }
        for (String name : names.stream().filter(n -> n.endsWith("-0.txt")).toList()) {
            same(name, name.replace("-0.txt", "-test.txt"), "test mode changed the host");
            same(
                    name.replace("-0.txt", "-1.txt"),
                    name.replace("-0.txt", "-2.txt"),
                    "the second run changed the host");
        }
    }

    private void same(String one, String other, String words) throws IOException {
        if (!read(ours, one).equals(read(ours, other))) {
            differences.add(one + ": " + words);
        }
    }

    private static String read(Path host, String name) throws IOException {
        Path file = host.resolve("out").resolve(name);
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private void facts(String name) throws IOException {
        List<String> mine = read(ours, name).lines().toList();
        List<String> theirs = read(salts, name).lines().toList();
        for (int i = 0; i < Math.max(mine.size(), theirs.size()); i++) {
            String one = i < mine.size() ? mine.get(i) : "(nothing)";
            String other = i < theirs.size() ? theirs.get(i) : "(nothing)";
            if (!one.equals(other)) {
                differences.add(name + " line " + (i + 1) + ": " + one + "\n    salt: " + other);
                return;
            }
        }
    }

    private static JsonNode answer(Path host, String name) throws IOException {
        String text = read(host, name);
        int begin = text.indexOf('{');
        return begin < 0
                ? Json.object().put("nothing", text)
                : Json.parse(text.substring(begin)).path("local");
    }

    private void returns(String name) throws IOException {
        JsonNode mine = answer(ours, name);
        JsonNode theirs = answer(salts, name);
        if (!theirs.isObject() || !mine.isObject()) {
            if (!mine.equals(theirs)) {
                differences.add(name + ": " + mine + "\n    salt: " + theirs);
            }
            return;
        }
        for (Map.Entry<String, JsonNode> e : theirs.properties()) {
            states++;
            JsonNode one = mine.path(e.getKey());
            for (String field : List.of("result", "comment", "changes")) {
                if (!one.path(field).equals(e.getValue().path(field))) {
                    differences.add(
                            name
                                    + " "
                                    + e.getKey()
                                    + " "
                                    + field
                                    + ": "
                                    + one.path(field)
                                    + "\n    salt: "
                                    + e.getValue().path(field));
                }
            }
            boolean again = name.endsWith("-2.json");
            if (again && !one.path("changes").isEmpty()) {
                differences.add(name + " " + e.getKey() + ": the second run changed something");
            }
        }
        if (mine instanceof ObjectNode all && all.size() != theirs.size()) {
            differences.add(name + ": " + all.size() + " states\n    salt: " + theirs.size());
        }
    }
}
