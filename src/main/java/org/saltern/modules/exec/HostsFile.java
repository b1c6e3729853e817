package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;

/** {@code hosts.*}: names and addresses in the hosts file. */
final class HostsFile {
    private static final String USUAL = "/etc/hosts";

    private HostsFile() {}

    static List<Function> all() {
        return List.of(
                Function.named("hosts.list_hosts")
                        .doc("Answers the names of each address.")
                        .runs(HostsFile::list),
                Function.named("hosts.get_ip")
                        .doc("Answers the address of a name, '' for none.")
                        .arg("host")
                        .runs(HostsFile::address),
                Function.named("hosts.get_alias")
                        .doc("Answers the names of an address.")
                        .arg("ip")
                        .runs(
                                call ->
                                        Values.texts(
                                                aliases(call)
                                                        .getOrDefault(call.text("ip"), Set.of()))),
                Function.named("hosts.has_pair")
                        .doc("Answers whether an address has a name.")
                        .takes("ip, alias")
                        .runs(
                                call ->
                                        Values.of(
                                                aliases(call)
                                                        .getOrDefault(call.text("ip"), Set.of())
                                                        .containsAll(call.texts("alias")))),
                Function.named("hosts.add_host")
                        .doc("Gives an address a name.")
                        .takes("ip, alias")
                        .runs(HostsFile::add),
                Function.named("hosts.rm_host")
                        .doc("Takes a name from an address.")
                        .takes("ip, alias")
                        .runs(HostsFile::remove),
                Function.named("hosts.set_host")
                        .doc(
                                "Gives an address exactly these names, separated by blanks; none removes it.")
                        .takes("ip, alias, comment=None")
                        .runs(HostsFile::set));
    }

    private static String file(Call call) {
        JsonNode other = call.context().options().path("hosts.file");
        return other.isTextual() ? other.textValue() : USUAL;
    }

    private static List<String> lines(Call call) throws IOException {
        return Paths.isFile(call.machine(), file(call))
                ? new ArrayList<>(Texts.read(call.machine(), file(call)).text().lines().toList())
                : new ArrayList<>();
    }

    private static void write(Call call, List<String> lines) throws IOException {
        byte[] text = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(call.machine(), file(call), text);
    }

    /** Address and names of a line; empty for a line without. */
    private static List<String> words(String line) {
        String bare = line.replaceFirst("#.*", "").strip();
        return bare.isEmpty() ? List.of() : Arrays.asList(bare.split("\\s+"));
    }

    private static Map<String, Set<String>> aliases(Call call) throws IOException {
        Map<String, Set<String>> out = new LinkedHashMap<>();
        for (String line : lines(call)) {
            List<String> words = words(line);
            if (!words.isEmpty()) {
                out.computeIfAbsent(words.get(0), k -> new LinkedHashSet<>())
                        .addAll(words.subList(1, words.size()));
            }
        }
        return out;
    }

    private static JsonNode list(Call call) throws IOException {
        ObjectNode out = Json.object();
        for (Map.Entry<String, Set<String>> e : aliases(call).entrySet()) {
            ObjectNode one = Json.object();
            one.set("aliases", Values.texts(e.getValue()));
            out.set(e.getKey(), one);
        }
        return out;
    }

    private static JsonNode address(Call call) throws IOException {
        for (Map.Entry<String, Set<String>> e : aliases(call).entrySet()) {
            if (e.getValue().contains(call.text("host"))) {
                return Values.text(e.getKey());
            }
        }
        return Values.text("");
    }

    private static String word(String given) {
        if (!given.matches("[^\\s#]+")) {
            throw new ModuleError.BadRequest("Not a host name or address: '" + given + "'");
        }
        return given;
    }

    private static JsonNode add(Call call) throws IOException {
        String ip = word(call.text("ip"));
        String alias = word(call.text("alias"));
        if (aliases(call).getOrDefault(ip, Set.of()).contains(alias)) {
            return Values.of(true);
        }
        List<String> lines = lines(call);
        for (int i = 0; i < lines.size(); i++) {
            List<String> words = words(lines.get(i));
            if (!words.isEmpty() && words.get(0).equals(ip)) {
                int comment = lines.get(i).indexOf('#');
                String bare = comment < 0 ? lines.get(i) : lines.get(i).substring(0, comment);
                String rest = comment < 0 ? "" : " " + lines.get(i).substring(comment);
                lines.set(i, bare.stripTrailing() + " " + alias + rest);
                write(call, lines);
                return Values.of(true);
            }
        }
        lines.add(ip + "\t\t" + alias);
        write(call, lines);
        return Values.of(true);
    }

    private static JsonNode remove(Call call) throws IOException {
        List<String> out = new ArrayList<>();
        boolean changed = false;
        for (String line : lines(call)) {
            List<String> words = new ArrayList<>(words(line));
            boolean meant =
                    !words.isEmpty()
                            && words.get(0).equals(call.text("ip"))
                            && words.subList(1, words.size()).contains(call.text("alias"));
            if (!meant) {
                out.add(line);
                continue;
            }
            changed = true;
            words.removeIf(call.text("alias")::equals);
            if (words.size() > 1) {
                int comment = line.indexOf('#');
                out.add(
                        words.get(0)
                                + "\t\t"
                                + String.join(" ", words.subList(1, words.size()))
                                + (comment < 0 ? "" : " " + line.substring(comment)));
            }
        }
        if (changed) {
            write(call, out);
        }
        return Values.of(true);
    }

    private static JsonNode set(Call call) throws IOException {
        String ip = word(call.text("ip"));
        String names = call.text("alias").strip();
        String comment = call.given("comment").map(c -> "\t# " + c.replace('\n', ' ')).orElse("");
        String wanted = ip + "\t\t" + names + comment;
        List<String> out = new ArrayList<>();
        boolean done = names.isEmpty();
        for (String line : lines(call)) {
            List<String> words = words(line);
            if (words.isEmpty() || !words.get(0).equals(ip)) {
                out.add(line);
            } else if (!done) {
                out.add(wanted);
                done = true;
            }
        }
        if (!done) {
            out.add(wanted);
        }
        write(call, out);
        return Values.of(true);
    }
}
