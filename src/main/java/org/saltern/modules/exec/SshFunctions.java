package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.saltern.base.Json;
import org.saltern.modules.Accounts;
import org.saltern.modules.Call;
import org.saltern.modules.Command;
import org.saltern.modules.FileStat;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;

/** {@code ssh.*}: known hosts of users and of the machine, and the machine's own keys. */
final class SshFunctions {
    private static final int DEFAULT_PORT = 22;
    private static final int OWNER_ONLY = 0600;
    private static final int FIELDS = 3;
    private static final int ATTEMPTS = 5;
    private static final Pattern FOUND = Pattern.compile("# Host .* found: line (\\d+).*");
    private static final Pattern HOST_KEY =
            Pattern.compile("ssh_host_(.+?)_key((-cert)?\\.pub)?.*");
    private static final String WHERE = "user=None, hostname=None, ";

    private SshFunctions() {}

    static List<Function> all() {
        return List.of(
                Function.named("ssh.get_known_host_entries")
                        .doc("Answers the keys of a host in a file of known hosts, None for none.")
                        .takes("user, hostname, config=None, port=None, fingerprint_hash_type=None")
                        .runs(SshFunctions::entries),
                Function.named("ssh.recv_known_host_entries")
                        .doc("Asks a host for its keys.")
                        .takes(
                                "hostname, enc=None, port=None, hash_known_hosts=True, timeout=5,"
                                        + " fingerprint_hash_type=None")
                        .runs(SshFunctions::received),
                Function.named("ssh.check_known_host")
                        .doc("Answers exists, add or update: how a known host compares.")
                        .takes(
                                WHERE
                                        + "key=None, fingerprint=None, config=None, port=None,"
                                        + " fingerprint_hash_type=None")
                        .runs(SshFunctions::check),
                Function.named("ssh.set_known_host")
                        .doc("Adds or replaces the keys of a known host.")
                        .takes(
                                WHERE
                                        + "fingerprint=None, key=None, port=None, enc=None,"
                                        + " config=None, hash_known_hosts=True, timeout=5,"
                                        + " fingerprint_hash_type=None")
                        .runs(SshFunctions::set),
                Function.named("ssh.rm_known_host")
                        .doc("Removes the keys of a known host.")
                        .takes(WHERE + "config=None, port=None")
                        .runs(SshFunctions::remove),
                Function.named("ssh.hash_known_hosts")
                        .doc("Hides the names in a file of known hosts.")
                        .takes("user=None, config=None")
                        .runs(SshFunctions::hash),
                Function.named("ssh.host_keys")
                        .doc("Answers the machine's own keys.")
                        .takes("keydir=None, private=True, certs=True")
                        .runs(SshFunctions::hostKeys));
    }

    /** What Salt answers in place of a file that it cannot name. */
    private static ObjectNode error(String words) {
        return Json.object().put("status", "error").put("error", words);
    }

    private static Optional<Accounts.User> user(Call call) throws IOException {
        Optional<String> name = call.given("user");
        return name.isEmpty() ? Optional.empty() : Accounts.of(call.machine()).user(name.get());
    }

    /** The file as text, or what is wrong as a map. */
    private static JsonNode file(Call call) throws IOException {
        boolean forUser = call.given("user").isPresent();
        String config =
                call.given("config")
                        .orElse(forUser ? ".ssh/known_hosts" : "/etc/ssh/ssh_known_hosts");
        if (config.startsWith("/")) {
            return Values.text(config);
        }
        if (!forUser) {
            return error("Cannot determine absolute path to file.");
        }
        return user(call)
                .map(u -> Values.text(u.home() + "/" + config))
                .orElseGet(() -> error("User " + call.text("user") + " does not exist"));
    }

    private static String host(Call call) {
        String name = Running.name(call.text("hostname"));
        return hasDefaultPort(call) ? name : "[" + name + "]:" + call.number("port");
    }

    private static boolean hasDefaultPort(Call call) {
        return !Values.isTrue(call.value("port")) || call.number("port") == DEFAULT_PORT;
    }

    private static String find(Call call, String file) throws IOException, InterruptedException {
        return Running.merged(call, Command.of("ssh-keygen", "-F", host(call), "-f", file));
    }

    private static ArrayNode parsed(Call call, String output) {
        ArrayNode out = Json.array();
        for (String line : output.lines().toList()) {
            String[] f = line.strip().split("\\s+");
            if (f.length != FIELDS || line.strip().startsWith("#")) {
                continue;
            }
            fingerprint(call, f[2])
                    .ifPresent(
                            print ->
                                    out.addObject()
                                            .put("hostname", f[0])
                                            .put("key", f[2])
                                            .put("enc", f[1])
                                            .put("fingerprint", print));
        }
        return out;
    }

    /** Pairs of hexadecimal digits with colons between them; empty when it is no key. */
    private static Optional<String> fingerprint(Call call, String key) {
        String type = call.given("fingerprint_hash_type").orElse("sha256").toLowerCase(Locale.ROOT);
        try {
            byte[] raw = Base64.getDecoder().decode(key);
            MessageDigest digest =
                    MessageDigest.getInstance(type.replaceFirst("^sha(\\d)", "SHA-$1"));
            return Optional.of(HexFormat.ofDelimiter(":").formatHex(digest.digest(raw)));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // not base64: no key
        } catch (NoSuchAlgorithmException e) {
            throw new ModuleError.Failed(
                    "The fingerprint_hash_type " + type + " is not supported.", e);
        }
    }

    private static JsonNode entries(Call call) throws IOException, InterruptedException {
        JsonNode file = file(call);
        if (!file.isTextual()) {
            return file;
        }
        ArrayNode found = parsed(call, find(call, file.textValue()));
        return found.isEmpty() ? Values.none() : found;
    }

    private static JsonNode received(Call call) throws IOException, InterruptedException {
        var argv = new ArrayList<>(List.of("ssh-keyscan"));
        if (Values.isTrue(call.value("port"))) {
            argv.addAll(List.of("-p", Long.toString(call.number("port"))));
        }
        call.given("enc").ifPresent(e -> argv.addAll(List.of("-t", e)));
        if (call.flag("hash_known_hosts")) {
            argv.add("-H");
        }
        argv.addAll(List.of("-T", Long.toString(call.number("timeout"))));
        argv.add(Running.name(call.text("hostname")));
        ArrayNode found = Json.array();
        for (int i = 0; i < ATTEMPTS && found.isEmpty(); i++) {
            found = parsed(call, Running.run(call, argv).text());
        }
        return found.isEmpty() ? Values.none() : found;
    }

    private static List<String> field(JsonNode entries, String field, String type) {
        var out = new ArrayList<String>();
        for (JsonNode one : entries) {
            if (type == null || isOfType(one.path("enc").asText(), type)) {
                out.add(one.path(field).asText());
            }
        }
        return out;
    }

    /** Whether a key is of a type, which may be called as ssh-keyscan does: {@code ed25519} for {@code ssh-ed25519}. */
    private static boolean isOfType(String key, String type) {
        return key.equals(type)
                || switch (type) {
                    case "rsa", "ed25519" -> key.equals("ssh-" + type);
                    case "dsa" -> key.equals("ssh-dss");
                    case "ecdsa" -> key.startsWith("ecdsa-");
                    default -> false;
                };
    }

    private static JsonNode check(Call call) throws IOException, InterruptedException {
        if (call.given("hostname").isEmpty()) {
            return error("hostname argument required");
        }
        JsonNode known = entries(call);
        if (known.isObject()) {
            return known;
        }
        if (known.isNull()) {
            return Values.text("add");
        }
        boolean as =
                call.given("key")
                        .map(k -> field(known, "key", null).contains(k))
                        .or(
                                () ->
                                        call.given("fingerprint")
                                                .map(
                                                        f ->
                                                                field(known, "fingerprint", null)
                                                                        .contains(f)))
                        .orElse(true);
        return Values.text(as ? "exists" : "update");
    }

    private static ObjectNode exists(List<String> keys) {
        return Json.object().put("status", "exists").set("keys", Values.texts(keys));
    }

    private static JsonNode set(Call call) throws Exception {
        if (call.given("hostname").isEmpty()) {
            return error("hostname argument required");
        }
        if (!hasDefaultPort(call) && call.flag("hash_known_hosts")) {
            return error(
                    "argument port can not be used in conjunction with argument hash_known_hosts");
        }
        JsonNode stored = entries(call);
        if (stored.isObject()) {
            return stored;
        }
        Optional<String> key = call.given("key");
        Optional<String> fingerprint = call.given("fingerprint");
        List<String> keys = field(stored, "key", call.given("enc").orElse(null));
        boolean update =
                stored.isNull()
                        || fingerprint
                                .filter(f -> !field(stored, "fingerprint", null).contains(f))
                                .isPresent()
                        || key.filter(k -> !keys.contains(k)).isPresent();
        if (!update && (key.isPresent() || fingerprint.isPresent())) {
            return exists(keys);
        }
        JsonNode added;
        if (key.isPresent()) {
            ObjectNode given = Json.object().put("hostname", call.text("hostname"));
            given.set("enc", call.value("enc"));
            added = Json.array().add(given.put("key", key.get()));
        } else {
            added = fetched(call);
            if (added.isNull()) {
                return error("Unable to receive remote host keys");
            }
            List<String> fingerprints = field(added, "fingerprint", null);
            if (fingerprint.filter(f -> !fingerprints.contains(f)).isPresent()) {
                return error(
                        "Remote host public keys found but none of their fingerprints match the one"
                                + " you have provided");
            }
            if (!update && new HashSet<>(field(added, "key", null)).equals(new HashSet<>(keys))) {
                return exists(keys);
            }
        }
        write(call, file(call).textValue(), added);
        ObjectNode out = Json.object().put("status", "updated");
        out.set("old", stored);
        return out.set("new", added);
    }

    private static JsonNode fetched(Call call) throws Exception {
        ObjectNode how = Json.object();
        for (String same :
                List.of(
                        "hostname",
                        "enc",
                        "port",
                        "hash_known_hosts",
                        "timeout",
                        "fingerprint_hash_type")) {
            how.set(same, call.value(same));
        }
        return Running.other(call, "ssh.recv_known_host_entries", how);
    }

    private static void write(Call call, String file, JsonNode added) throws Exception {
        var lines = new ArrayList<String>();
        boolean there = Paths.isFile(call.machine(), file);
        if (there) {
            lines.addAll(Texts.read(call.machine(), file).text().lines().toList());
            for (int line : outdated(call, find(call, file)).reversed()) {
                lines.remove(line - 1);
            }
        }
        for (JsonNode one : added) {
            String host = one.get("hostname").asText();
            boolean plain =
                    call.flag("hash_known_hosts") || hasDefaultPort(call) || host.contains(":");
            String shown = plain ? host : "[" + host + "]:" + call.number("port");
            lines.add(shown + " " + Values.asText(one.get("enc")) + " " + one.get("key").asText());
        }
        Optional<Accounts.User> owner = user(call);
        String folder = Paths.parent(file);
        if (!Paths.isDirectory(call.machine(), folder)) {
            Paths.makeDirectories(call.machine(), folder);
            if (owner.isPresent()) {
                call.machine().setOwner(folder, owner.get().uid(), owner.get().gid(), true);
                call.machine().setMode(folder, 0700);
            }
        }
        byte[] content = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(call.machine(), file, content, OWNER_ONLY, true);
        if (owner.isPresent()) {
            call.machine().setOwner(file, owner.get().uid(), owner.get().gid(), true);
        }
        if (call.given("key").isPresent() && call.flag("hash_known_hosts")) {
            hide(call, file);
        }
    }

    /** Numbers of the lines that hold this host's keys (of the given type). */
    private static List<Integer> outdated(Call call, String found) {
        var out = new ArrayList<Integer>();
        int at = 0;
        for (String line : found.lines().toList()) {
            Matcher m = FOUND.matcher(line);
            if (m.matches()) {
                at = Integer.parseInt(m.group(1));
                continue;
            }
            String[] f = line.strip().split("\\s+");
            boolean ofType =
                    call.given("enc")
                            .map(e -> f.length > 1 && isOfType(f[f.length - 2], e))
                            .orElse(true);
            if (at > 0 && ofType) {
                out.add(at);
            }
            at = 0;
        }
        return out;
    }

    private static JsonNode remove(Call call) throws IOException, InterruptedException {
        if (call.given("hostname").isEmpty()) {
            return error("hostname argument required");
        }
        JsonNode file = file(call);
        if (!file.isTextual()) {
            return file;
        }
        if (!Paths.isFile(call.machine(), file.textValue())) {
            return error("Known hosts file " + file.textValue() + " does not exist");
        }
        String said =
                Running.merged(
                        call, Command.of("ssh-keygen", "-R", host(call), "-f", file.textValue()));
        giveBack(call, file.textValue());
        return Json.object().put("status", "removed").put("comment", said);
    }

    private static void giveBack(Call call, String file) throws IOException {
        Optional<Accounts.User> owner = user(call);
        if (owner.isPresent()) {
            call.machine().setOwner(file, owner.get().uid(), owner.get().gid(), true);
        }
    }

    private static String hide(Call call, String file) throws IOException, InterruptedException {
        FileStat before = call.machine().stat(file, true).orElseThrow();
        String said = Running.merged(call, Command.of("ssh-keygen", "-H", "-f", file));
        call.machine().setMode(file, before.mode());
        giveBack(call, file);
        return said;
    }

    private static JsonNode hash(Call call) throws IOException, InterruptedException {
        JsonNode file = file(call);
        if (!file.isTextual()) {
            return file;
        }
        if (!Paths.isFile(call.machine(), file.textValue())) {
            return error("Known hosts file " + file.textValue() + " does not exist");
        }
        return Json.object().put("status", "updated").put("comment", hide(call, file.textValue()));
    }

    private static JsonNode hostKeys(Call call) throws IOException {
        String folder = call.given("keydir").orElse("/etc/ssh");
        ObjectNode out = Json.object();
        for (String name : call.machine().list(folder)) {
            Matcher m = HOST_KEY.matcher(name);
            if (!m.matches()
                    || (m.group(2) == null && !call.flag("private"))
                    || (m.group(3) != null && !call.flag("certs"))) {
                continue;
            }
            out.put(
                    m.group(1) + (m.group(2) == null ? "" : m.group(2)),
                    Texts.read(call.machine(), folder + "/" + name).text().strip());
        }
        return out;
    }
}
