package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.saltern.modules.Accounts;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Support;
import org.saltern.modules.Values;
import org.saltern.modules.exec.AtomicFile;
import org.saltern.modules.exec.Downloads;
import org.saltern.modules.exec.Paths;
import org.saltern.modules.exec.Texts;

/** {@code ssh_auth.*}: keys in the authorized_keys files of users. */
final class SshAuthStates {
    private static final Support SUPPORT = Support.compared("authorized_keys files");

    private static final List<String> KINDS =
            List.of(
                    "ssh-rsa",
                    "ssh-ed25519",
                    "ssh-dss",
                    "ecdsa-sha2-nistp256",
                    "ecdsa-sha2-nistp384",
                    "ecdsa-sha2-nistp521",
                    "sk-ssh-ed25519@openssh.com",
                    "sk-ecdsa-sha2-nistp256@openssh.com");

    /** One line: options, kind, key in base64, comment. */
    private record Key(String options, String kind, String key, String comment) {
        String line() {
            return (options.isEmpty() ? "" : options + " ")
                    + kind
                    + " "
                    + key
                    + (comment.isEmpty() ? "" : " " + comment);
        }

        /** Empty when the line is no key. */
        static Optional<Key> of(String line) {
            String[] words = line.strip().split("\\s+");
            for (int i = 0; i + 1 < words.length; i++) {
                int at = line.indexOf(words[i] + " " + words[i + 1]);
                if (KINDS.contains(words[i]) && at >= 0) {
                    String rest =
                            line.substring(at).split("\\s+", 3).length > 2
                                    ? line.substring(at).split("\\s+", 3)[2].strip()
                                    : "";
                    return Optional.of(
                            new Key(line.substring(0, at).strip(), words[i], words[i + 1], rest));
                }
            }
            return Optional.empty();
        }
    }

    private SshAuthStates() {}

    static List<Function> all() {
        String takes =
                "name, user, enc='ssh-rsa', comment='', source='', options=None,"
                        + " config='.ssh/authorized_keys', fingerprint_hash_type=None, **kwargs";
        return SUPPORT.behind(
                List.of(
                        Function.named("ssh_auth.present")
                                .doc(
                                        "A key with which a user may log in: name is the key, or"
                                                + " source a file of keys.")
                                .takes(takes)
                                .runs(call -> run(call, true)),
                        Function.named("ssh_auth.absent")
                                .doc("No such key with which a user may log in.")
                                .takes(takes)
                                .runs(call -> run(call, false)),
                        Function.named("ssh_auth.manage")
                                .doc("Exactly these keys with which a user may log in.")
                                .takes(
                                        "name, ssh_keys, user, enc='ssh-rsa', comment='',"
                                                + " source='', options=None,"
                                                + " config='.ssh/authorized_keys',"
                                                + " fingerprint_hash_type=None, **kwargs")
                                .runs(SshAuthStates::manage)));
    }

    private static Key given(Call call, String text) {
        Optional<Key> whole = Key.of(text);
        String options = String.join(",", FileSources.texts(call.value("options")));
        Key key =
                whole.isPresent()
                        ? new Key(
                                options.isEmpty() ? whole.get().options() : options,
                                whole.get().kind(),
                                whole.get().key(),
                                whole.get().comment().isEmpty()
                                        ? call.text("comment")
                                        : whole.get().comment())
                        : new Key(
                                options,
                                kind(call.text("enc")),
                                text.strip(),
                                call.text("comment"));
        try {
            Base64.getDecoder().decode(key.key());
        } catch (IllegalArgumentException e) {
            throw new ModuleError.Failed(
                    "Invalid public ssh key, most likely has spaces or invalid syntax", e);
        }
        if (key.line().contains("\n")) {
            throw new ModuleError.Failed(
                    "Invalid public ssh key, most likely has spaces or invalid syntax");
        }
        return key;
    }

    private static String kind(String enc) {
        return switch (enc) {
            case "rsa", "r" -> "ssh-rsa";
            case "dss", "dsa", "d" -> "ssh-dss";
            case "ed25519", "e" -> "ssh-ed25519";
            case "ecdsa" -> "ecdsa-sha2-nistp256";
            default -> enc;
        };
    }

    private static Accounts.User user(Call call) throws IOException {
        return Accounts.of(call.machine())
                .user(call.text("user"))
                .orElseThrow(
                        () ->
                                new ModuleError.Failed(
                                        "User '" + call.text("user") + "' does not exist"));
    }

    private static String file(Call call, Accounts.User user) {
        String config =
                call.text("config")
                        .replace("%u", user.name())
                        .replace("%h", user.home())
                        .replace("%%", "%");
        return config.startsWith("/") ? config : user.home() + "/" + config;
    }

    private static List<String> lines(Call call, String path) throws IOException {
        return Paths.isFile(call.machine(), path)
                ? new ArrayList<>(Texts.read(call.machine(), path).text().lines().toList())
                : new ArrayList<>();
    }

    /** The folder and the file are the user's alone: sshd refuses others. */
    private static void write(Call call, Accounts.User user, String path, List<String> lines)
            throws IOException {
        String dir = Paths.parent(path);
        if (!Paths.isDirectory(call.machine(), dir)) {
            if (!Paths.isDirectory(call.machine(), Paths.parent(dir))) {
                throw new ModuleError.Failed(
                        "Failed to add the ssh key. Is the home directory available, and/or does"
                                + " the key file exist?");
            }
            call.machine().makeDirectory(dir);
            call.machine().setMode(dir, 0700);
            call.machine().setOwner(dir, user.uid(), user.gid(), true);
        }
        boolean fresh = !Paths.isFile(call.machine(), path);
        byte[] text = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(call.machine(), path, text, 0600, true);
        if (fresh) {
            call.machine().setOwner(path, user.uid(), user.gid(), true);
        }
    }

    private static List<Key> wanted(Call call) throws IOException, InterruptedException {
        if (call.text("source").isEmpty()) {
            return List.of(given(call, call.text("name")));
        }
        Optional<String> at =
                Downloads.of(call).cache(call.text("source"), call.context().state().environment());
        if (at.isEmpty()) {
            throw new ModuleError.Failed(
                    "Failed to add the ssh key. Source file "
                            + call.text("source")
                            + " is missing");
        }
        var out = new ArrayList<Key>();
        for (String line : Texts.read(call.machine(), at.get()).text().lines().toList()) {
            if (!line.isBlank() && !line.strip().startsWith("#")) {
                out.add(given(call, line));
            }
        }
        return out;
    }

    private static JsonNode run(Call call, boolean present) throws Exception {
        StateResult result = StateResult.of(call);
        try {
            Accounts.User user = user(call);
            String path = file(call, user);
            List<String> lines = lines(call, path);
            var words = new ArrayList<String>();
            for (Key key : wanted(call)) {
                words.add(present ? put(call, result, lines, key) : take(call, result, lines, key));
            }
            String comment = String.join("\n", words);
            boolean changed = !result.changes().isEmpty();
            if (changed && call.context().test()) {
                result.changes(org.saltern.base.Json.object());
                return result.would(comment).tree();
            }
            if (changed) {
                write(call, user, path, lines);
            }
            return result.done(comment).tree();
        } catch (ModuleError.Failed e) {
            boolean later = call.context().test() && e.getMessage().endsWith("does not exist");
            return later
                    ? result.would(
                                    e.getMessage()
                                            + "; if it is created in this run, its keys are set")
                            .tree()
                    : result.changes(org.saltern.base.Json.object()).failed(e.getMessage()).tree();
        }
    }

    private static int index(List<String> lines, Key key) {
        for (int i = 0; i < lines.size(); i++) {
            if (Key.of(lines.get(i)).filter(k -> k.key().equals(key.key())).isPresent()) {
                return i;
            }
        }
        return -1;
    }

    private static String put(Call call, StateResult result, List<String> lines, Key key) {
        String shown = call.text("source").isEmpty() ? call.text("name") : key.key();
        String of = " for user " + call.text("user");
        int at = index(lines, key);
        if (at >= 0 && lines.get(at).strip().equals(key.line())) {
            return "The authorized host key " + shown + " is already present" + of;
        }
        boolean test = call.context().test();
        if (at >= 0) {
            lines.set(at, key.line());
            result.change(shown, "Updated");
            return test
                    ? "Key " + shown + of + " is set to be updated"
                    : "The authorized host key " + shown + of + " was updated";
        }
        lines.add(key.line());
        result.change(shown, "New");
        return test
                ? "Key " + shown + of + " is set to be added"
                : "The authorized host key " + shown + of + " was added";
    }

    private static String take(Call call, StateResult result, List<String> lines, Key key) {
        String shown = call.text("source").isEmpty() ? call.text("name") : key.key();
        int at = index(lines, key);
        if (at < 0) {
            return call.context().test() ? "Key is already absent" : "Key not present";
        }
        lines.remove(at);
        result.change(shown, "Removed");
        return call.context().test()
                ? "Key " + shown + " for user " + call.text("user") + " is set for removal"
                : "Key removed";
    }

    private static JsonNode manage(Call call) throws Exception {
        StateResult result = StateResult.of(call);
        try {
            Accounts.User user = user(call);
            String path = file(call, user);
            List<String> before = lines(call, path);
            List<String> lines = new ArrayList<>(before);
            var wanted = new ArrayList<Key>();
            for (String text : FileSources.texts(call.value("ssh_keys"))) {
                wanted.add(given(call, text));
            }
            for (String line : before) {
                Optional<Key> there = Key.of(line);
                boolean stays =
                        there.isEmpty()
                                || wanted.stream().anyMatch(w -> w.key().equals(there.get().key()));
                if (!stays) {
                    lines.remove(line);
                    result.change(there.get().key(), "Key removed");
                }
            }
            for (Key key : wanted) {
                int at = index(lines, key);
                if (at < 0) {
                    lines.add(key.line());
                    result.change(key.key(), "New");
                } else if (!lines.get(at).strip().equals(key.line())) {
                    lines.set(at, key.line());
                    result.change(key.key(), "Updated");
                }
            }
            if (result.changes().isEmpty()) {
                return result.done("All keys of user " + user.name() + " are as wanted").tree();
            }
            String count =
                    Values.asText(Values.of(result.changes().size()))
                            + " keys of user "
                            + user.name();
            if (call.context().test()) {
                return result.would(count + " are set to change").tree();
            }
            write(call, user, path, lines);
            return result.done(count + " changed").tree();
        } catch (ModuleError.Failed e) {
            return result.changes(org.saltern.base.Json.object()).failed(e.getMessage()).tree();
        }
    }
}
