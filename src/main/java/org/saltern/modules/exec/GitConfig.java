package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Ran;
import org.saltern.modules.Values;

/** {@code git.config_*}: settings of a repository, or of a user with {@code global}. */
final class GitConfig {
    private static final int NOT_SET = 1;
    private static final int NOT_ONE = 5;
    private static final int BAD_EXPRESSION = 6;

    private GitConfig() {}

    static List<Function> all() {
        String run = "cwd=None, " + GitFunctions.RUN + ", **kwargs";
        return List.of(
                Function.named("git.config_get")
                        .doc(
                                "Answers the value of a key, all values with all, None when it is"
                                        + " not set.")
                        .takes("key, " + run)
                        .runs(call -> get(call, Values.isTrue(call.keyword("all")))),
                Function.named("git.config_get_regexp")
                        .doc("Answers the keys that match, with their values.")
                        .takes("key, value_regex=None, " + run)
                        .runs(GitConfig::matching),
                Function.named("git.config_set")
                        .doc("Sets a key to a value or to several; answers all values.")
                        .takes("key, value=None, multivar=None, " + run)
                        .runs(GitConfig::set),
                Function.named("git.config_unset")
                        .doc("Removes a key, or its values that match.")
                        .takes("key, value_regex=None, " + run)
                        .runs(GitConfig::unset));
    }

    private static GitCommand config(Call call) throws Exception {
        boolean global = Values.isTrue(call.keyword("global"));
        if (call.value("cwd").isNull() && !global) {
            throw new ModuleError.BadRequest("'cwd' argument required unless global=True");
        }
        return GitCommand.in(call, "config", global ? "--global" : "--local");
    }

    private static JsonNode get(Call call, boolean all) throws Exception {
        Ran ran = config(call).with("--get-all", GitCommand.name(call.value("key"))).run();
        if (ran.exit() == NOT_SET) {
            return Values.none();
        }
        List<String> values = ran.text().stripTrailing().lines().toList();
        return all ? Values.texts(values) : Values.text(values.isEmpty() ? "" : values.getLast());
    }

    private static JsonNode matching(Call call) throws Exception {
        GitCommand git = config(call).with("--get-regexp", GitCommand.name(call.value("key")));
        if (!call.value("value_regex").isNull()) {
            git.with(call.text("value_regex"));
        }
        ObjectNode out = Json.object();
        for (String line : git.run().text().lines().toList()) {
            String[] f = line.split("\\s+", 2);
            if (f.length == 2) {
                out.withArrayProperty(f[0]).add(f[1]);
            }
        }
        return out;
    }

    private static JsonNode set(Call call) throws Exception {
        if (!call.value("value").isNull() && !call.value("multivar").isNull()) {
            throw new ModuleError.BadRequest("Only one of 'value' and 'multivar' is permitted");
        }
        String key = GitCommand.name(call.value("key"));
        boolean several = !call.value("multivar").isNull();
        List<String> values = several ? call.texts("multivar") : List.of(call.text("value"));
        for (int i = 0; i < values.size(); i++) {
            boolean adds = i > 0 || (!several && Values.isTrue(call.keyword("add")));
            config(call).with(adds ? "--add" : "--replace-all", key, values.get(i)).output();
        }
        return get(call, true);
    }

    private static JsonNode unset(Call call) throws Exception {
        String key = GitCommand.name(call.value("key"));
        GitCommand git =
                config(call)
                        .with(Values.isTrue(call.keyword("all")) ? "--unset-all" : "--unset", key);
        boolean some = !call.value("value_regex").isNull();
        if (some) {
            git.with(call.text("value_regex"));
        }
        Ran ran = git.run();
        String several =
                "Multiple values exist for key '"
                        + key
                        + "'"
                        + (some ? " and value_regex matches multiple values" : "");
        return switch (ran.exit()) {
            case 0 -> Values.of(true);
            case NOT_SET -> throw new ModuleError.Failed("Section or key is invalid");
            case NOT_ONE ->
                    throw new ModuleError.Failed(
                            get(call, true).isNull()
                                    ? "Key '" + key + "' does not exist"
                                    : several);
            case BAD_EXPRESSION -> throw new ModuleError.Failed("The value_regex is invalid");
            default ->
                    throw new ModuleError.Failed(
                            "Failed to unset key '"
                                    + key
                                    + "', git config returned exit code "
                                    + ran.exit()
                                    + "; "
                                    + ran.errors().strip());
        };
    }
}
