package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Support;
import org.saltern.modules.Values;

/** {@code host.*}, {@code sysctl.present}, {@code timezone.system}: settings of the machine in one file or one value. */
final class SystemStates {
    private static final Support HOSTS = Support.compared("/etc/hosts");

    private SystemStates() {}

    static List<Function> all() {
        return List.of(
                Function.named("host.present")
                        .by(HOSTS)
                        .doc(
                                "A name of these addresses in the hosts file; clean takes it from"
                                        + " others.")
                        .takes("name, ip, comment='', clean=False")
                        .runs(SystemStates::host),
                Function.named("host.absent")
                        .by(HOSTS)
                        .doc("No such name of these addresses in the hosts file.")
                        .takes("name, ip")
                        .runs(SystemStates::noHost),
                Function.named("host.only")
                        .by(HOSTS)
                        .doc("Exactly these names of an address in the hosts file.")
                        .takes("name, hostnames")
                        .runs(SystemStates::onlyHosts),
                Function.named("sysctl.present")
                        .by(Support.compared("sysctl(8)"))
                        .doc("A parameter of the kernel, now and after the next boot.")
                        .takes("name, value, config=None")
                        .runs(SystemStates::sysctl),
                Function.named("timezone.system")
                        .by(Support.compared("/etc/localtime", ", without systemd"))
                        .doc("The time zone of the machine.")
                        .takes("name, utc=True")
                        .runs(SystemStates::timezone));
    }

    private static void add(ObjectNode changes, String kind, String address, String name) {
        changes.withObjectProperty(kind).withArrayProperty(address).add(name);
    }

    private static JsonNode host(Call call) throws Exception {
        String name = call.text("name");
        StateResult result = StateResult.of(call);
        var exec = new Exec(call);
        boolean test = call.context().test();
        List<String> wanted = FileSources.texts(call.value("ip"));
        if (!call.text("comment").isEmpty()) {
            return result.failed("comment of host.present is not supported by this minion").tree();
        }
        JsonNode all = exec.run("hosts.list_hosts", new JsonNode[0]);
        var words = new ArrayList<String>();
        for (String address : wanted) {
            if (!address.matches("[0-9a-fA-F:.]+(%\\w+)?")) {
                return result.failed("Invalid IP Address for " + name + " (" + address + ")")
                        .tree();
            }
            if (Call.texts(all.path(address).path("aliases")).contains(name)) {
                words.add("Host " + name + " (" + address + ") already present");
                continue;
            }
            if (!test) {
                exec.run("hosts.add_host", address, name);
            }
            add(result.changes(), "added", address, name);
            words.add(
                    test
                            ? "Host " + name + " (" + address + ") would be added"
                            : "Added host " + name + " (" + address + ")");
        }
        for (Map.Entry<String, JsonNode> e : all.properties()) {
            boolean other =
                    !wanted.contains(e.getKey())
                            && Call.texts(e.getValue().path("aliases")).contains(name);
            if (other && call.flag("clean")) {
                if (!test) {
                    exec.run("hosts.rm_host", e.getKey(), name);
                }
                add(result.changes(), "removed", e.getKey(), name);
                words.add(
                        test
                                ? "Host " + name + " (" + e.getKey() + ") would be removed"
                                : "Removed host " + name + " (" + e.getKey() + ")");
            } else if (other) {
                result.warn(
                        "Host "
                                + name
                                + " present for IP address "
                                + e.getKey()
                                + ". To get rid of this warning, either run this state with 'clean'"
                                + " set to True to remove "
                                + name
                                + " from "
                                + e.getKey()
                                + ", or add "
                                + e.getKey()
                                + " to the 'ip' argument.");
            }
        }
        String comment = String.join("\n", words);
        return test && !result.changes().isEmpty()
                ? result.would(comment).tree()
                : result.done(comment).tree();
    }

    private static JsonNode noHost(Call call) throws Exception {
        String name = call.text("name");
        StateResult result = StateResult.of(call);
        var exec = new Exec(call);
        var words = new ArrayList<String>();
        boolean would = false;
        for (String address : FileSources.texts(call.value("ip"))) {
            String shown = "Host " + name + " (" + address + ")";
            if (!exec.is("hosts.has_pair", address, name)) {
                words.add(shown + " already absent");
            } else if (call.context().test()) {
                would = true;
                words.add(shown + " needs to be removed");
            } else {
                exec.run("hosts.rm_host", address, name);
                result.change("host", name);
                words.add("Removed host " + name + " (" + address + ")");
            }
        }
        String comment = String.join("\n", words);
        return would ? result.would(comment).tree() : result.done(comment).tree();
    }

    private static JsonNode onlyHosts(Call call) throws Exception {
        StateResult result = StateResult.of(call);
        var exec = new Exec(call);
        String address = call.text("name");
        String before = String.join(" ", Call.texts(exec.run("hosts.get_alias", address)));
        String after = String.join(" ", FileSources.texts(call.value("hostnames"))).strip();
        if (before.equals(after)) {
            return result.done("IP address " + address + " already set to \"" + after + "\"")
                    .tree();
        }
        if (call.context().test()) {
            return result.would(
                            "Would change "
                                    + address
                                    + " from \""
                                    + before
                                    + "\" to \""
                                    + after
                                    + "\"")
                    .tree();
        }
        exec.run("hosts.set_host", address, after);
        return result.change(address, Values.text(before), Values.text(after))
                .done(
                        "successfully changed "
                                + address
                                + " from \""
                                + before
                                + "\" to \""
                                + after
                                + "\"")
                .tree();
    }

    private static List<String> words(JsonNode value) {
        return List.of(Values.asText(value).strip().split("\\s+"));
    }

    private static JsonNode sysctl(Call call) throws Exception {
        String name = call.text("name");
        String value = call.text("value");
        StateResult result = StateResult.of(call);
        var exec = new Exec(call);
        String config =
                call.given("config")
                        .orElse(exec.run("sysctl.default_config", new JsonNode[0]).asText());
        JsonNode file = exec.run("sysctl.show", config);
        boolean kept = file.has(name) && words(file.get(name)).equals(words(call.value("value")));
        boolean runs = words(exec.run("sysctl.get", name)).equals(words(call.value("value")));
        if (kept && runs) {
            return result.done("Sysctl value " + name + " = " + value + " is already set").tree();
        }
        if (call.context().test()) {
            String comment;
            if (runs) {
                comment =
                        "Sysctl value is currently set on the running system but not in a config"
                                + " file. Sysctl option "
                                + name
                                + " set to be changed to "
                                + value
                                + " in config file.";
            } else if (kept) {
                comment =
                        "Sysctl value "
                                + name
                                + " is present in configuration file but is not present in the"
                                + " running config. The value "
                                + name
                                + " is set to be changed to "
                                + value;
            } else {
                comment = "Sysctl option " + name + " set to be changed to " + value;
            }
            return result.would(comment).tree();
        }
        try {
            exec.with(
                    "sysctl.persist",
                    Json.object().put("config", config),
                    Values.text(name),
                    call.value("value"));
        } catch (ModuleError.Failed e) {
            return result.failed("Failed to set " + name + " to " + value + ": " + e.getMessage())
                    .tree();
        }
        return result.change(name, call.value("value"))
                .done("Updated sysctl value " + name + " = " + value)
                .tree();
    }

    private static JsonNode timezone(Call call) throws Exception {
        String name = call.text("name");
        StateResult result = StateResult.of(call);
        var exec = new Exec(call);
        boolean same;
        try {
            same = exec.is("timezone.zone_compare", name);
        } catch (ModuleError.Failed | ModuleError.BadRequest e) {
            return result.failed(
                            "Unable to compare desired timezone '"
                                    + name
                                    + "' to system timezone: "
                                    + e.getMessage())
                    .tree();
        }
        boolean utc = exec.run("timezone.get_hwclock", new JsonNode[0]).asText().equals("UTC");
        if (same) {
            String clock = call.flag("utc") && utc ? ", UTC already set to " + name : "";
            return result.done("Timezone " + name + " already set" + clock).tree();
        }
        if (call.context().test()) {
            return result.would("Timezone " + name + " needs to be set").tree();
        }
        exec.run("timezone.set_zone", name);
        return exec.is("timezone.zone_compare", name)
                ? result.change("timezone", name).done("Set timezone " + name).tree()
                : result.failed("Failed to set timezone").tree();
    }
}
