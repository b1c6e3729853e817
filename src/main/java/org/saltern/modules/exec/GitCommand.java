package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.saltern.modules.Call;
import org.saltern.modules.Command;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Ran;
import org.saltern.modules.Values;

/**
 * One run of git for a function that has the arguments of Salt's git functions: {@code user} to run as, {@code git_opts},
 * {@code opts}, {@code identity} and others where it takes them. Never asks for a password on a terminal. Passwords in URLs do
 * not get into messages.
 */
final class GitCommand {
    private static final int OWNER_READS = 0400;
    private static final String SSH =
            "ssh -oBatchMode=yes -oControlPath=none -oIdentitiesOnly=yes"
                    + " -oStrictHostKeyChecking=accept-new -i ";

    private final Call call;
    private final List<String> argv = new ArrayList<>();
    private Optional<String> folder = Optional.empty();
    private boolean merged;

    private GitCommand(Call call) {
        this.call = call;
        argv.add("git");
        argv.addAll(words(call.optional("git_opts")));
    }

    /** @param subcommand for example {@code rev-parse} */
    static GitCommand of(Call call, String... subcommand) {
        return new GitCommand(call).with(subcommand);
    }

    /** Works in the repository that the call names as {@code cwd}. */
    static GitCommand in(Call call, String... subcommand) throws IOException {
        GitCommand git = of(call, subcommand);
        if (!call.value("cwd").isNull()) {
            git.folder = Optional.of(folder(call));
        }
        return git;
    }

    /** The call's {@code cwd}, absolute; {@code ~} is the home of the user to run as. */
    static String folder(Call call) throws IOException {
        String cwd = call.text("cwd");
        String own = call.given("user").orElse("");
        return Paths.absolute(
                Paths.expanded(
                        call.machine(),
                        cwd.equals("~") || cwd.startsWith("~/")
                                ? "~" + own + cwd.substring(1)
                                : cwd));
    }

    GitCommand with(String... words) {
        argv.addAll(List.of(words));
        return this;
    }

    GitCommand with(List<String> words) {
        argv.addAll(words);
        return this;
    }

    /** The call's {@code opts}. */
    GitCommand withOpts() {
        return with(words(call.optional("opts")));
    }

    GitCommand at(String directory) {
        folder = Optional.of(directory);
        return this;
    }

    /** Output holds what git complains of, too. */
    GitCommand merged() {
        merged = true;
        return this;
    }

    /** A name of a branch, a revision and the like; git must not take it for an option. */
    static String name(JsonNode value) {
        return Running.name(Values.asText(value));
    }

    /** Options: a list as it is, a text as a shell would split it. */
    static List<String> words(JsonNode given) {
        return given.isArray()
                ? Call.texts(given)
                : given.isNull() ? List.of() : ShellWords.split(Values.asText(given));
    }

    /** What git printed, without blanks at the end. @throws ModuleError.Failed git failed */
    String output() throws Exception {
        Ran ran = run();
        if (!ran.ok()) {
            String words = redacted((merged ? ran.text() : ran.errors()).stripTrailing());
            boolean keys = !identities().isEmpty();
            throw new ModuleError.Failed(
                    keys
                            ? "Unable to authenticate using identity file:\n\n" + words
                            : "Command '"
                                    + redacted(String.join(" ", argv))
                                    + "' failed"
                                    + (words.isEmpty() ? "" : ": " + words));
        }
        return ran.text().stripTrailing();
    }

    private List<String> identities() {
        return listed(call.optional("identity"));
    }

    private static List<String> listed(JsonNode given) {
        return given.isArray()
                ? Call.texts(given)
                : Values.isTrue(given) ? List.of(Values.asText(given)) : List.of();
    }

    /** Runs to the end, well or not; with several identities until one of them does. */
    Ran run() throws Exception {
        if (identities().isEmpty()) {
            return run(Map.of());
        }
        Ran last = null;
        var missing = new ArrayList<String>();
        try (TempDir keys = TempDir.of(call.machine())) {
            for (String identity : identities()) {
                Optional<String> file = local(identity);
                if (file.isEmpty()) {
                    missing.add(identity);
                    continue;
                }
                String own =
                        keys.file(
                                "key" + missing.size() + Paths.name(file.get()),
                                call.machine().read(file.get()),
                                OWNER_READS,
                                call.given("user").orElse(""));
                last = run(Map.of("GIT_SSH_COMMAND", SSH + ShellWords.quoted(own)));
                if (last.ok()) {
                    return last;
                }
            }
        }
        if (last == null) {
            throw new ModuleError.Failed(
                    "Unable to authenticate using identity file:\n\n"
                            + "The following identity file(s) were not found: "
                            + String.join(", ", missing));
        }
        return last;
    }

    private Optional<String> local(String identity) throws Exception {
        String file = identity;
        if (identity.startsWith("salt://")) {
            JsonNode cached =
                    Running.other(
                            call,
                            "cp.cache_file",
                            org.saltern.base.Json.object(),
                            Values.text(identity));
            file = cached.isTextual() ? cached.textValue() : "";
        } else {
            file = Paths.expanded(call.machine(), identity);
        }
        return Paths.isFile(call.machine(), file) ? Optional.of(file) : Optional.empty();
    }

    private Ran run(Map<String, String> more) throws IOException, InterruptedException {
        var env = new LinkedHashMap<String, String>();
        env.put("GIT_TERMINAL_PROMPT", "0");
        Command command = Command.of(argv).withMergedErrors(merged);
        Optional<String> user = call.given("user");
        if (user.isPresent()) {
            env.putAll(LoginEnvironment.of(call.machine(), user.get(), "/bin/sh"));
            command = command.as(user.get());
        }
        env.putAll(more);
        if (folder.isPresent()) {
            if (!Paths.isDirectory(call.machine(), folder.get())) {
                throw new ModuleError.Failed(
                        "Specified cwd '"
                                + folder.get()
                                + "' either not absolute or does not exist");
            }
            command = command.in(folder.get());
        }
        return Running.run(call, command.withEnv(env));
    }

    /** A URL with a name and a password in it. @throws ModuleError.BadRequest it is not one of https */
    static String withPassword(String url, JsonNode user, JsonNode password) {
        if (user.isNull() && password.isNull()) {
            return Running.name(url);
        }
        try {
            URI uri = new URI(url);
            if (!"https".equals(uri.getScheme())) {
                throw new ModuleError.BadRequest("Basic Auth only supported for HTTPS");
            }
            String who =
                    Values.asText(user) + (password.isNull() ? "" : ":" + Values.asText(password));
            return "https://" + who + "@" + url.substring("https://".length());
        } catch (URISyntaxException e) {
            throw new ModuleError.BadRequest("Not a URL: " + redacted(url));
        }
    }

    /** A text whose URLs show neither names nor passwords. */
    static String redacted(String text) {
        return text.replaceAll("(https?)://[^\\s/]*@", "$1://<redacted>@");
    }
}
