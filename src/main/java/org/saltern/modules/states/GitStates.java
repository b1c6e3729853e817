package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Support;
import org.saltern.modules.Values;
import org.saltern.modules.exec.Paths;

/** {@code git.*}: repositories that are there, and their settings. */
final class GitStates {
    private static final Support SUPPORT =
            Support.compared("git(1)", ", with repositories of the same host");
    private static final String RUN = "user=None, password=None, output_encoding=None";
    private static final String KEYS =
            "user=None, password=None, identity=None, https_user=None, https_pass=None,"
                    + " output_encoding=None";

    private GitStates() {}

    static List<Function> all() {
        return SUPPORT.behind(
                List.of(
                        Function.named("git.latest")
                                .doc(
                                        "A repository that is at the newest commit of a branch, a"
                                                + " tag or a commit.")
                                .takes(
                                        "name, target, rev='HEAD', branch=None, user=None,"
                                                + " password=None, update_head=True,"
                                                + " force_checkout=False, force_clone=False,"
                                                + " force_fetch=False, force_reset=False,"
                                                + " submodules=False, bare=False, mirror=False,"
                                                + " remote='origin', fetch_tags=True, sync_tags=True,"
                                                + " depth=None, identity=None, https_user=None,"
                                                + " https_pass=None, refspec_branch='*',"
                                                + " refspec_tag='*', output_encoding=None, **kwargs")
                                .runs(call -> new GitLatest(call).answer()),
                        Function.named("git.detached")
                                .doc("A repository that is at a commit, and on no branch.")
                                .takes(
                                        "name, rev, target, remote='origin', user=None,"
                                                + " password=None, force_clone=False,"
                                                + " force_checkout=False, fetch_remote=True,"
                                                + " hard_reset=False, submodules=False, identity=None,"
                                                + " https_user=None, https_pass=None,"
                                                + " output_encoding=None, **kwargs")
                                .runs(call -> new GitDetached(call).answer()),
                        Function.named("git.cloned")
                                .doc("A repository that was cloned, and is on a branch.")
                                .takes("name, target, branch=None, " + KEYS)
                                .runs(GitStates::cloned),
                        Function.named("git.present")
                                .doc("A repository that was made here.")
                                .takes(
                                        "name, force=False, bare=True, template=None,"
                                                + " separate_git_dir=None, shared=None, "
                                                + RUN)
                                .runs(GitStates::present),
                        Function.named("git.config_set")
                                .doc("A key of git's settings that has a value, or several.")
                                .takes(
                                        "name, value=None, multivar=None, repo=None, "
                                                + RUN
                                                + ", **kwargs")
                                .runs(GitStates::configSet),
                        Function.named("git.config_unset")
                                .doc(
                                        "Keys of git's settings that have no value, or none that"
                                                + " matches.")
                                .takes("name, value_regex=None, repo=None, " + RUN + ", **kwargs")
                                .runs(GitStates::configUnset)));
    }

    private static JsonNode present(Call call) throws Exception {
        String name = call.text("name");
        String bare = call.flag("bare") ? "bare " : "";
        StateResult result = StateResult.of(call);
        var git = new GitCalls(call, name);
        boolean forced = false;
        if (Paths.isDirectory(call.machine(), name)) {
            boolean there =
                    call.flag("bare")
                            ? Paths.isFile(call.machine(), name + "/HEAD")
                            : git.isRepository(".git");
            boolean full = !call.machine().list(name).isEmpty();
            if (there) {
                return result.done("").tree();
            }
            if (!call.flag("force") && full) {
                return result.failed(
                                "Target '"
                                        + name
                                        + "' exists, is non-empty, and is not a git repository. Set"
                                        + " the 'force' option to True to remove this directory's"
                                        + " contents and proceed with initializing a repository")
                        .tree();
            }
            forced = call.flag("force");
        }
        result.change("new", name);
        if (forced) {
            result.change("forced init", Values.of(true));
        }
        if (call.context().test()) {
            return result.would(
                            forced
                                    ? "Target directory "
                                            + name
                                            + " exists. Since force=True, the contents of "
                                            + name
                                            + " would be deleted, and a "
                                            + bare
                                            + "repository would be initialized in its place."
                                    : "New " + bare + "repository would be created")
                    .tree();
        }
        if (forced) {
            Paths.deleteAll(call.machine(), name);
        }
        git.run(
                "init",
                "bare",
                call.value("bare"),
                "template",
                call.value("template"),
                "separate_git_dir",
                call.value("separate_git_dir"),
                "shared",
                call.value("shared"));
        var done = new ArrayList<>(List.of("Initialized " + bare + "repository in " + name));
        call.given("template").ifPresent(t -> done.add("Template directory set to " + t));
        call.given("separate_git_dir").ifPresent(d -> done.add("Gitdir set to " + d));
        return result.done(GitCalls.sentences(done)).tree();
    }

    private static JsonNode cloned(Call call) throws Exception {
        String name = call.text("name");
        String target = call.text("target");
        StateResult result = StateResult.of(call);
        if (call.value("target").isNull()) {
            return result.failed("'target' argument is required").tree();
        }
        if (!target.startsWith("/")) {
            return result.failed("'target' path must be absolute").tree();
        }
        Optional<String> branch = call.given("branch");
        if (branch.isEmpty() && !call.value("branch").isNull()) {
            return result.failed("Invalid 'branch' argument").tree();
        }
        var git = new GitCalls(call, target);
        String with = branch.map(b -> " with branch '" + b + "'").orElse("");
        if (!Paths.exists(call.machine(), target)) {
            result.change("new", name + " => " + target);
            if (call.context().test()) {
                return result.would(name + " would be cloned to " + target + with).tree();
            }
            try {
                git.web(
                        "clone",
                        "url",
                        name,
                        "opts",
                        branch.map(b -> List.of("--branch", b)).orElse(List.of()));
            } catch (ModuleError.Failed e) {
                return StateResult.of(call).failed("Clone failed: " + GitCalls.reason(e)).tree();
            }
            return result.done(name + " cloned to " + target + with).tree();
        }
        try {
            git.run("status");
        } catch (ModuleError.Failed e) {
            return result.failed(e.getMessage()).tree();
        }
        String now = branch.isEmpty() ? "" : git.branch().orElse("");
        if (branch.isEmpty() || now.equals(branch.get())) {
            String on = branch.map(b -> " and is checked out to branch '" + b + "'").orElse("");
            return result.done("Repository already exists at " + target + on).tree();
        }
        return change(call, git, result, now, branch.get());
    }

    private static JsonNode change(
            Call call, GitCalls git, StateResult result, String now, String branch)
            throws Exception {
        JsonNode before = Values.text(now);
        if (call.context().test()) {
            return result.change("branch", before, Values.text(branch))
                    .would("Branch would be changed to '" + branch + "'")
                    .tree();
        }
        boolean here = git.ask("rev_parse", "rev", branch).isPresent();
        try {
            git.run(
                    "checkout",
                    "rev",
                    here ? branch : "origin/" + branch,
                    "opts",
                    here ? List.of() : List.of("-b", branch));
        } catch (ModuleError.Failed e) {
            return result.failed("Failed to change branch to '" + branch + "': " + e.getMessage())
                    .tree();
        }
        return result.change("branch", before, Values.text(branch))
                .done("Branch changed to '" + branch + "'")
                .tree();
    }

    private static boolean global(Call call) {
        return Values.isTrue(call.keyword("global"));
    }

    private static boolean isHomeless(Call call) {
        return !global(call) && call.given("repo").isEmpty();
    }

    private static final String HOMELESS =
            "Non-global config options require the 'repo' argument to be set";

    private static GitCalls config(Call call) {
        return new GitCalls(call, call.given("repo").orElse(""));
    }

    private static JsonNode configSet(Call call) throws Exception {
        String name = call.text("name");
        StateResult result = StateResult.of(call);
        boolean one = !call.value("value").isNull();
        if (one && !call.value("multivar").isNull()) {
            return result.failed("Only one of 'value' and 'multivar' is permitted").tree();
        }
        if (isHomeless(call)) {
            return result.failed(HOMELESS).tree();
        }
        JsonNode desired = Values.texts(one ? List.of(call.text("value")) : call.texts("multivar"));
        String shown = one ? "'" + call.text("value") + "'" : Values.shown(desired);
        String key = (global(call) ? "Global key " : "") + "'" + name + "'";
        GitCalls git = config(call);
        boolean global = global(call);
        JsonNode before = git.run("config_get", "key", name, "all", true, "global", global);
        if (before.equals(desired)) {
            return result.done(key + " is already set to " + shown).tree();
        }
        String how = before.isNull() ? "added as " : "set to ";
        if (call.context().test()) {
            return result.change("old", before)
                    .change("new", desired)
                    .would(key + " would be " + how + shown)
                    .tree();
        }
        String failure =
                "Failed to set " + (global ? "global key " : "") + "'" + name + "' to " + shown;
        JsonNode after;
        try {
            after =
                    git.run(
                            "config_set",
                            "key",
                            name,
                            "value",
                            one ? Values.text(call.text("value")) : Values.none(),
                            "multivar",
                            one ? Values.none() : desired,
                            "global",
                            global);
        } catch (ModuleError.Failed e) {
            return result.failed(failure + ": " + GitCalls.reason(e)).tree();
        }
        if (!before.equals(after)) {
            result.change(name, before, after);
        }
        return after.equals(desired)
                ? result.done(key + " was " + how + shown).tree()
                : result.failed(failure).tree();
    }

    private static ObjectNode matches(Call call, boolean byValue) throws Exception {
        String key = "^" + call.text("name").replaceAll("^\\^+|\\$+$", "") + "$";
        JsonNode value = byValue ? call.value("value_regex") : Values.none();
        return (ObjectNode)
                config(call)
                        .run(
                                "config_get_regexp",
                                "key",
                                key,
                                "value_regex",
                                value,
                                "global",
                                global(call));
    }

    private static String listed(JsonNode matches, int atLeast) {
        var out = new ArrayList<String>();
        for (Map.Entry<String, JsonNode> e : matches.properties()) {
            if (e.getValue().size() >= atLeast) {
                out.add(e.getKey() + " (" + String.join(", ", Call.texts(e.getValue())) + ")");
            }
        }
        return String.join("; ", out);
    }

    private static JsonNode configUnset(Call call) throws Exception {
        StateResult result = StateResult.of(call);
        if (isHomeless(call)) {
            return result.failed(HOMELESS).tree();
        }
        ObjectNode found = matches(call, true);
        if (found.isEmpty()) {
            return result.done("No matching keys are set").tree();
        }
        boolean all = Values.isTrue(call.keyword("all"));
        boolean byValue = !call.value("value_regex").isNull();
        String several = listed(found, 2);
        if (!all && !several.isEmpty()) {
            return result.failed(
                            (byValue
                                            ? "Multiple values are matched by value_regex for the"
                                                    + " following keys"
                                            : "Multivar(s) matched by the key expression")
                                    + " (set 'all' to True to force removal): "
                                    + several)
                    .tree();
        }
        if (call.context().test()) {
            return result.changes(found)
                    .would(found.size() + " key(s) would have value(s) unset")
                    .tree();
        }
        ObjectNode before = byValue ? matches(call, false) : found;
        var failed = new ArrayList<String>();
        for (String key : Values.keys(found)) {
            try {
                config(call)
                        .run(
                                "config_unset",
                                "key",
                                key,
                                "value_regex",
                                call.value("value_regex"),
                                "all",
                                all,
                                "global",
                                global(call));
            } catch (ModuleError.Failed e) {
                failed.add(key + ": " + GitCalls.reason(e));
            }
        }
        if (!failed.isEmpty()) {
            return result.failed(
                            "Error(s) occurred unsetting values for the following keys: "
                                    + String.join(", ", failed))
                    .tree();
        }
        ObjectNode after = matches(call, false);
        for (Map.Entry<String, JsonNode> e : before.properties()) {
            var gone = new ArrayList<>(Call.texts(e.getValue()));
            gone.removeAll(Call.texts(after.path(e.getKey())));
            if (!gone.isEmpty()) {
                result.change(e.getKey(), Values.texts(gone));
            }
        }
        ObjectNode left = matches(call, true);
        return left.isEmpty()
                ? result.done("Value(s) successfully unset").tree()
                : result.failed("Failed to unset value(s): " + listed(left, 1)).tree();
    }
}
