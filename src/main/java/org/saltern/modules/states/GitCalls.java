package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;
import org.saltern.modules.exec.Paths;

/** The git functions as the git states call them: for one repository, as the state's user, and what they answer in Salt's words. */
final class GitCalls {
    private static final int SHORT = 7;

    private final Call call;
    private final String folder;
    private final Exec exec;

    /** @param folder the repository; empty where there is none */
    GitCalls(Call call, String folder) {
        this.call = call;
        this.folder = folder;
        this.exec = new Exec(call);
    }

    /** Arguments in turn: name, value, name, value. */
    static ObjectNode arguments(Object... pairs) {
        ObjectNode out = Json.object();
        for (int i = 0; i < pairs.length; i += 2) {
            Object value = pairs[i + 1];
            out.set(
                    (String) pairs[i],
                    switch (value) {
                        case JsonNode tree -> tree;
                        case Boolean flag -> Values.of(flag);
                        case List<?> list ->
                                Values.texts(list.stream().map(Object::toString).toList());
                        default -> Values.text(value.toString());
                    });
        }
        return out;
    }

    JsonNode run(String function, Object... pairs) throws Exception {
        ObjectNode arguments = arguments(pairs);
        arguments.set("user", call.value("user"));
        if (!folder.isEmpty() && !arguments.has("cwd")) {
            arguments.put("cwd", folder);
        }
        return exec.with("git." + function, arguments);
    }

    /** The same with the keys of the state, for functions that speak with other machines. */
    JsonNode away(String function, Object... pairs) throws Exception {
        var all = new ArrayList<>(List.of(pairs));
        all.addAll(List.of("identity", call.value("identity")));
        return run(function, all.toArray());
    }

    /** As {@link #away}, also with the name and the password of the state. */
    JsonNode web(String function, Object... pairs) throws Exception {
        var all = new ArrayList<>(List.of(pairs));
        all.addAll(
                List.of(
                        "https_user",
                        call.value("https_user"),
                        "https_pass",
                        call.value("https_pass")));
        return away(function, all.toArray());
    }

    /** A question whose failure is an answer: there is no such thing. */
    Optional<String> ask(String function, Object... pairs) throws Exception {
        try {
            return Optional.of(Values.asText(run(function, pairs)));
        } catch (ModuleError.Failed e) {
            return Optional.empty();
        }
    }

    Optional<String> revision() throws Exception {
        return ask("revision");
    }

    Optional<String> branch() throws Exception {
        return ask("current_branch");
    }

    Optional<String> commit(String rev) throws Exception {
        return ask("rev_parse", "rev", rev + "^{commit}");
    }

    Optional<String> upstream(String branch) throws Exception {
        return ask("rev_parse", "rev", branch + "@{upstream}", "opts", List.of("--abbrev-ref"));
    }

    /** Whether the folder holds a repository. @param mark the folder in it that says so */
    boolean isRepository(String mark) throws Exception {
        return Paths.isDirectory(call.machine(), folder + "/" + mark)
                || (Paths.isDirectory(call.machine(), folder) && Values.isTrue(run("is_worktree")));
    }

    static String brief(String sha) {
        return sha == null ? "None" : sha.substring(0, Math.min(SHORT, sha.length()));
    }

    static String sentences(List<String> comments) {
        return String.join(". ", comments) + (comments.size() > 1 ? "." : "");
    }

    /** The words of a failure without the command that failed. */
    static String reason(ModuleError.Failed e) {
        return e.getMessage().replaceFirst("(?s)^Command ['\"].+?['\"] failed: ", "");
    }

    static JsonNode failed(StateResult result, String words, List<String> comments) {
        String already =
                comments.isEmpty() ? "" : "\n\nChanges already made: " + sentences(comments);
        return result.failed(words + already).tree();
    }

    /** Removes what a folder holds, and says so. */
    static void empty(Call call, String folder) throws Exception {
        for (String name : call.machine().list(folder)) {
            Paths.deleteAll(call.machine(), folder + "/" + name);
        }
    }
}
