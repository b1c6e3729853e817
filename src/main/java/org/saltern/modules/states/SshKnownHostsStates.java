package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.Support;
import org.saltern.modules.Values;

/** {@code ssh_known_hosts.*}: keys of hosts that users, or all users of the machine, trust. */
final class SshKnownHostsStates {
    private static final Support SUPPORT = Support.compared("ssh-keygen, ssh-keyscan");

    private SshKnownHostsStates() {}

    static List<Function> all() {
        return SUPPORT.behind(
                List.of(
                        Function.named("ssh_known_hosts.present")
                                .doc(
                                        "A host whose key is trusted: the key that is given, or the"
                                                + " one the host shows with this fingerprint.")
                                .takes(
                                        "name, user=None, fingerprint=None, key=None, port=None,"
                                                + " enc=None, config=None, hash_known_hosts=True,"
                                                + " timeout=5, fingerprint_hash_type=None")
                                .runs(SshKnownHostsStates::present),
                        Function.named("ssh_known_hosts.absent")
                                .doc("A host whose keys are not trusted.")
                                .takes("name, user=None, config=None")
                                .runs(SshKnownHostsStates::absent)));
    }

    private static String config(Call call) {
        return call.given("config")
                .orElse(
                        call.given("user").isPresent()
                                ? ".ssh/known_hosts"
                                : "/etc/ssh/ssh_known_hosts");
    }

    private static boolean isPlaceless(Call call) {
        return call.given("user").isEmpty() && !config(call).startsWith("/");
    }

    private static JsonNode placeless(StateResult result) {
        return result.failed("If not specifying a \"user\", specify an absolute \"config\".")
                .tree();
    }

    private static ObjectNode with(Call call, String... names) {
        ObjectNode out = Json.object();
        out.set("user", call.value("user"));
        out.set("hostname", call.value("name"));
        out.put("config", config(call));
        for (String name : names) {
            out.set(name, call.value(name));
        }
        return out;
    }

    private static JsonNode present(Call call) throws Exception {
        StateResult result = StateResult.of(call);
        if (isPlaceless(call)) {
            return placeless(result);
        }
        return call.context().test() ? foretold(call, result) : set(call, result);
    }

    private static JsonNode foretold(Call call, StateResult result) throws Exception {
        String name = call.text("name");
        if (call.given("key").isPresent() && call.given("fingerprint").isPresent()) {
            return result.failed("Specify either \"key\" or \"fingerprint\", not both.").tree();
        }
        if (call.given("key").isPresent() && call.given("enc").isEmpty()) {
            return result.failed("Required argument \"enc\" if using \"key\" argument.").tree();
        }
        JsonNode status =
                new Exec(call)
                        .with(
                                "ssh.check_known_host",
                                with(call, "key", "fingerprint", "port", "fingerprint_hash_type"));
        if (status.isObject()) {
            return result.failed(status.path("error").asText()).tree();
        }
        return switch (status.asText()) {
            case "exists" -> result.done("Host " + name + " is already in " + config(call)).tree();
            case "add" ->
                    result.would("Key for " + name + " is set to be added to " + config(call))
                            .tree();
            default ->
                    result.would("Key for " + name + " is set to be updated in " + config(call))
                            .tree();
        };
    }

    private static JsonNode set(Call call, StateResult result) throws Exception {
        String name = call.text("name");
        JsonNode done =
                new Exec(call)
                        .with(
                                "ssh.set_known_host",
                                with(
                                        call,
                                        "fingerprint",
                                        "key",
                                        "port",
                                        "enc",
                                        "hash_known_hosts",
                                        "timeout",
                                        "fingerprint_hash_type"));
        String status = done.path("status").asText();
        if (status.equals("exists")) {
            return result.done(name + " already exists in " + config(call)).tree();
        }
        if (status.equals("error")) {
            return result.failed(done.path("error").asText()).tree();
        }
        JsonNode first = done.path("new").path(0);
        String key = " (key: " + first.path("key").asText() + ")";
        String saved;
        if (call.given("key").isPresent()) {
            saved = "'s key saved to " + config(call) + key;
        } else if (call.given("fingerprint").isPresent()) {
            String print = first.path("fingerprint").asText();
            saved = "'s key saved to " + config(call) + " (fingerprint: " + print + ")";
        } else if (call.given("enc").isPresent()) {
            saved = "'s " + call.text("enc") + " key saved to " + config(call) + key;
        } else {
            saved = "'s key(s) saved to " + config(call);
        }
        return result.change("old", done.get("old"))
                .change("new", done.get("new"))
                .done(name + saved)
                .tree();
    }

    private static JsonNode absent(Call call) throws Exception {
        StateResult result = StateResult.of(call);
        if (isPlaceless(call)) {
            return placeless(result);
        }
        var exec = new Exec(call);
        JsonNode known = exec.with("ssh.get_known_host_entries", with(call));
        if (known.isObject()) {
            return result.failed(known.path("error").asText()).tree();
        }
        if (!Values.isTrue(known)) {
            return result.done("Host is already absent").tree();
        }
        if (call.context().test()) {
            return result.would(
                            "Key for "
                                    + call.text("name")
                                    + " is set to be removed from "
                                    + config(call))
                    .tree();
        }
        JsonNode done = exec.with("ssh.rm_known_host", with(call));
        if (done.path("status").asText().equals("error")) {
            return result.failed(done.path("error").asText()).tree();
        }
        return result.change("old", known)
                .change("new", Values.none())
                .done(done.path("comment").asText())
                .tree();
    }
}
