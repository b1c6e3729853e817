package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Ran;
import org.saltern.modules.Values;

/** {@code iptables.*}: chains, policies and rules of the kernel's packet filter. */
final class IptablesFunctions {
    private static final String CHAIN = "table='filter', chain=None, ";

    private IptablesFunctions() {}

    static List<Function> all() {
        return List.of(
                Function.named("iptables.version")
                        .doc("Answers the version of iptables.")
                        .takes("family='ipv4'")
                        .runs(
                                call ->
                                        Values.text(
                                                Running.run(call, program(call), "--version")
                                                        .text()
                                                        .split("\\s+")[1])),
                Function.named("iptables.build_rule")
                        .doc("Answers a rule in iptables' own words; full: the whole command.")
                        .takes(
                                "table='filter', chain=None, command=None, position='', full=None,"
                                        + " family='ipv4', **kwargs")
                        .runs(IptablesFunctions::build),
                Function.named("iptables.check")
                        .doc("Answers whether a chain has a rule.")
                        .takes(CHAIN + "rule=None, family='ipv4'")
                        .runs(call -> Values.of(has(call))),
                Function.named("iptables.check_chain")
                        .doc("Answers whether a table has a chain.")
                        .takes(CHAIN + "family='ipv4'")
                        .runs(
                                call ->
                                        Values.of(
                                                saved(call)
                                                        .contains(
                                                                "\n:" + call.text("chain") + " "))),
                Function.named("iptables.new_chain")
                        .doc("Makes a chain; answers True or what iptables said.")
                        .takes(CHAIN + "family='ipv4'")
                        .runs(call -> trueOr(command(call, "-N", chain(call)))),
                Function.named("iptables.delete_chain")
                        .doc("Removes a chain; answers True or what iptables said.")
                        .takes(CHAIN + "family='ipv4'")
                        .runs(call -> trueOr(command(call, "-X", chain(call)))),
                Function.named("iptables.append")
                        .doc(
                                "Adds a rule at the end of a chain, unless it is there; answers"
                                        + " whether it was added.")
                        .takes(CHAIN + "rule=None, family='ipv4'")
                        .runs(
                                call ->
                                        Values.of(
                                                !has(call)
                                                        && command(
                                                                        call,
                                                                        with(
                                                                                "-A",
                                                                                chain(call),
                                                                                rule(call)))
                                                                .isEmpty())),
                Function.named("iptables.insert")
                        .doc(
                                "Adds a rule at a position, unless it is there; answers nothing or"
                                        + " what iptables said.")
                        .takes(CHAIN + "position=None, rule=None, family='ipv4'")
                        .runs(IptablesFunctions::insert),
                Function.named("iptables.delete")
                        .doc(
                                "Removes a rule, or the one at a position; answers nothing or what"
                                        + " iptables said.")
                        .takes("table, chain=None, position=None, rule=None, family='ipv4'")
                        .runs(IptablesFunctions::delete),
                Function.named("iptables.flush")
                        .doc(
                                "Removes all rules of a chain or a table; answers nothing or what"
                                        + " iptables said.")
                        .takes("table='filter', chain='', family='ipv4'")
                        .runs(
                                call ->
                                        Values.text(
                                                call.given("chain").isEmpty()
                                                        ? command(call, "-F")
                                                        : command(call, "-F", chain(call)))),
                Function.named("iptables.get_policy")
                        .doc("Answers what becomes of packets that no rule of a chain takes.")
                        .takes(CHAIN + "family='ipv4'")
                        .runs(call -> policy(call)),
                Function.named("iptables.set_policy")
                        .doc("Sets what becomes of packets that no rule of a chain takes.")
                        .takes(CHAIN + "policy=None, family='ipv4'")
                        .runs(
                                call ->
                                        Values.text(
                                                command(
                                                        call,
                                                        "-P",
                                                        chain(call),
                                                        Running.name(call.text("policy"))))),
                Function.named("iptables.is_saved")
                        .doc(
                                "Answers whether the file that is read at boot holds the rules of"
                                        + " now.")
                        .takes("filename=None, family='ipv4'")
                        .runs(IptablesFunctions::isSaved),
                Function.named("iptables.save")
                        .doc("Writes the rules of now into the file that is read at boot.")
                        .takes("filename=None, family='ipv4'")
                        .runs(IptablesFunctions::save));
    }

    private static String program(Call call) {
        return call.text("family").equals("ipv6") ? "ip6tables" : "iptables";
    }

    private static String chain(Call call) {
        return call.given("chain")
                .map(Running::name)
                .orElseThrow(
                        () -> new ModuleError.BadRequest("Error: Chain needs to be specified"));
    }

    private static List<String> rule(Call call) {
        return ShellWords.split(
                call.given("rule")
                        .orElseThrow(
                                () ->
                                        new ModuleError.BadRequest(
                                                "Error: Rule needs to be specified")));
    }

    private static String[] with(String first, String second, List<String> rest) {
        var out = new ArrayList<>(List.of(first, second));
        out.addAll(rest);
        return out.toArray(String[]::new);
    }

    private static Ran run(Call call, String... words) throws IOException, InterruptedException {
        var argv =
                new ArrayList<>(
                        List.of(program(call), "--wait", "-t", Running.name(call.text("table"))));
        argv.addAll(List.of(words));
        return Running.run(call, argv);
    }

    /** Empty when it was done, else what iptables complained of. */
    private static String command(Call call, String... words)
            throws IOException, InterruptedException {
        Ran ran = run(call, words);
        return ran.ok() ? "" : Running.complaint(ran);
    }

    private static JsonNode trueOr(String complaint) {
        return complaint.isEmpty() ? Values.of(true) : Values.text(complaint);
    }

    private static JsonNode build(Call call) throws IOException {
        String rule = IptablesRule.line(call.keywords());
        if (!call.flag("full")) {
            return Values.text(rule);
        }
        for (String needed : List.of("table", "chain", "command")) {
            if (call.given(needed).isEmpty()) {
                String name =
                        needed.substring(0, 1).toUpperCase(java.util.Locale.ROOT)
                                + needed.substring(1);
                return Values.text("Error: " + name + " needs to be specified");
            }
        }
        String program = program(call);
        String path =
                call.machine().which(program).orElseThrow(() -> new ModuleError.Missing(program));
        String verb = call.text("command");
        return Values.text(
                path
                        + " --wait -t "
                        + call.text("table")
                        + " "
                        + (verb.length() == 1 ? "-" : "--")
                        + verb
                        + " "
                        + call.text("chain")
                        + " "
                        + call.text("position")
                        + " "
                        + rule);
    }

    private static boolean has(Call call) throws IOException, InterruptedException {
        return run(call, with("-C", chain(call), rule(call))).ok();
    }

    /** The rules as iptables-save prints them. */
    private static String saved(Call call) throws IOException, InterruptedException {
        Ran ran = Running.run(call, program(call) + "-save");
        if (!ran.ok()) {
            throw new ModuleError.Failed(Running.complaint(ran));
        }
        return ran.text();
    }

    private static JsonNode insert(Call call) throws IOException, InterruptedException {
        if (!Values.isTrue(call.value("position"))) {
            throw new ModuleError.BadRequest(
                    "Error: Position needs to be specified or use append (-A)");
        }
        if (has(call)) {
            return Values.of(false);
        }
        long position = call.number("position");
        if (position < 0) {
            long rules =
                    run(call, "-S", chain(call))
                            .text()
                            .lines()
                            .filter(l -> l.startsWith("-A"))
                            .count();
            position = Math.max(1, rules + position + 1);
        }
        var words = new ArrayList<>(List.of(Long.toString(position)));
        words.addAll(rule(call));
        return Values.text(command(call, with("-I", chain(call), words)));
    }

    private static JsonNode delete(Call call) throws IOException, InterruptedException {
        boolean byPosition = Values.isTrue(call.value("position"));
        if (byPosition && Values.isTrue(call.value("rule"))) {
            throw new ModuleError.BadRequest("Error: Only specify a position or a rule, not both");
        }
        List<String> which =
                byPosition ? List.of(Long.toString(call.number("position"))) : rule(call);
        return Values.text(command(call, with("-D", chain(call), which)));
    }

    private static JsonNode policy(Call call) throws IOException, InterruptedException {
        String first = "-P " + chain(call) + " ";
        return run(call, "-S")
                .text()
                .lines()
                .filter(l -> l.startsWith(first))
                .map(l -> Values.text(l.substring(first.length()).strip()))
                .findFirst()
                .orElse(Values.none());
    }

    private static String file(Call call) {
        Optional<String> given =
                call.given("filename").filter(f -> !call.value("filename").isBoolean());
        if (given.isPresent()) {
            return Paths.absolute(given.get());
        }
        boolean six = call.text("family").equals("ipv6");
        return switch (call.context().grains().path("os_family").asText("")) {
            case "Debian" -> "/etc/iptables/rules." + (six ? "v6" : "v4");
            case "RedHat" -> "/etc/sysconfig/" + program(call);
            default ->
                    throw new ModuleError.Failed(
                            "Where this system reads its rules from at boot is not known; give save"
                                    + " a file name");
        };
    }

    /** Chains and rules without dates and counters. */
    private static List<String> bare(String saved) {
        return saved.lines()
                .filter(l -> !l.startsWith("#"))
                .map(l -> l.replaceFirst("\\[\\d+:\\d+\\]", "").strip())
                .toList();
    }

    private static JsonNode isSaved(Call call) throws IOException, InterruptedException {
        return Values.of(
                Paths.isFile(call.machine(), file(call))
                        && bare(Texts.read(call.machine(), file(call)).text())
                                .equals(bare(saved(call))));
    }

    private static JsonNode save(Call call) throws Exception {
        String file = file(call);
        String text = saved(call).stripTrailing();
        Paths.makeDirectories(call.machine(), Paths.parent(file));
        AtomicFile.write(call.machine(), file, (text + "\n").getBytes(StandardCharsets.UTF_8));
        return Values.text("Wrote 1 lines to \"" + file + "\"");
    }
}
