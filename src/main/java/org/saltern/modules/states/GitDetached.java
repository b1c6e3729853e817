package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.saltern.modules.Call;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;
import org.saltern.modules.exec.Paths;

/** {@code git.detached}: a repository at a commit, on no branch. One call. */
final class GitDetached {
    private final Call call;
    private final GitCalls git;
    private final StateResult result;
    private final String name;
    private final String target;
    private final String remote;
    private final boolean isCommit;
    private final String rev;
    private final List<String> comments = new ArrayList<>();

    GitDetached(Call call) {
        this.call = call;
        name = call.text("name");
        target = call.text("target");
        remote = call.text("remote");
        isCommit = call.text("rev").matches("[0-9a-fA-F]{1,40}");
        rev = isCommit ? call.text("rev").toLowerCase(Locale.ROOT) : call.text("rev");
        git = new GitCalls(call, target);
        result = StateResult.of(call);
    }

    private JsonNode failed(String words) {
        return GitCalls.failed(result, words, comments);
    }

    private JsonNode would(String words) {
        return result.would(words).tree();
    }

    JsonNode answer() throws Exception {
        if (call.given("rev").isEmpty() || call.given("target").isEmpty()) {
            String which = call.given("rev").isEmpty() ? "rev" : "target";
            return failed(
                    "'"
                            + call.text("rev")
                            + "' is not a valid value for the '"
                            + which
                            + "' argument");
        }
        if (!target.startsWith("/")) {
            return failed("Target '" + target + "' is not an absolute path");
        }
        if (Paths.isFile(call.machine(), target)) {
            return failed("Target '" + target + "' exists and is a regular file, cannot proceed");
        }
        boolean here = git.isRepository(".git");
        Optional<String> before = here ? git.revision() : Optional.empty();
        boolean known = here && isCommit && git.ask("describe", "rev", rev).isPresent();
        Optional<JsonNode> end = here ? adjustRemote() : copy();
        if (end.isEmpty() && !known && call.flag("fetch_remote")) {
            end = fetch();
        }
        return end.isPresent() ? end.get() : checkout(before);
    }

    private Optional<JsonNode> adjustRemote() throws Exception {
        if (isCommit) {
            return Optional.empty();
        }
        JsonNode now = git.run("remotes", "redact_auth", false).path(remote).path("fetch");
        if (now.asText().contains(name)) {
            return Optional.empty();
        }
        if (call.context().test()) {
            return Optional.of(would("Remote " + remote + " would be set to " + name));
        }
        setRemote();
        String old = now.isMissingNode() ? "None" : now.asText();
        comments.add("Remote " + remote + " updated from '" + old + "' to '" + name + "'");
        return Optional.empty();
    }

    private void setRemote() throws Exception {
        git.run(
                "remote_set",
                "url",
                name,
                "remote",
                remote,
                "https_user",
                call.value("https_user"),
                "https_pass",
                call.value("https_pass"));
    }

    private Optional<JsonNode> copy() throws Exception {
        if (Paths.isDirectory(call.machine(), target) && !call.machine().list(target).isEmpty()) {
            if (!call.flag("force_clone")) {
                return Optional.of(failed(GitLatest.occupied(target)));
            }
            if (call.context().test()) {
                return Optional.of(would(GitLatest.wouldEmpty(target, name)));
            }
            GitCalls.empty(call, target);
            result.change("forced clone", Values.of(true));
        }
        if (call.context().test()) {
            return Optional.of(would("Repository " + name + " would be cloned to " + target));
        }
        var opts = new ArrayList<>(List.of("--no-checkout"));
        if (!remote.equals("origin")) {
            opts.addAll(List.of("--origin", remote));
        }
        try {
            git.web("clone", "url", name, "opts", opts);
        } catch (ModuleError.Failed e) {
            return Optional.of(failed(GitCalls.reason(e)));
        }
        comments.add(name + " cloned to " + target);
        return Optional.empty();
    }

    private Optional<JsonNode> fetch() throws Exception {
        if (call.context().test()) {
            return Optional.of(would("Repository remote " + remote + " would be fetched"));
        }
        List<String> what =
                List.of("refs/heads/*:refs/remotes/" + remote + "/*", "+refs/tags/*:refs/tags/*");
        try {
            if (!git.away("fetch", "remote", remote, "force", true, "refspecs", what).isEmpty()) {
                comments.add("Remote " + remote + " was fetched, resulting in updated refs");
            }
        } catch (ModuleError.Failed e) {
            return Optional.of(failed("Fetch failed:\n\n" + e.getMessage()));
        }
        return Optional.empty();
    }

    private Optional<String> wanted() throws Exception {
        if (isCommit) {
            return git.ask("describe", "rev", rev).map(known -> rev);
        }
        Optional<String> branch = git.commit("refs/remotes/" + remote + "/" + rev);
        return branch.isPresent() ? branch : git.ask("rev_parse", "rev", "refs/tags/" + rev);
    }

    private JsonNode checkout(Optional<String> before) throws Exception {
        Optional<String> wanted = wanted();
        if (wanted.isEmpty()) {
            return failed("Revision '" + rev + "' does not exist");
        }
        boolean test = call.context().test();
        if (call.flag("hard_reset")) {
            if (test) {
                return would("Hard reset to HEAD would be performed on " + target);
            }
            git.run("reset", "opts", List.of("--hard", "HEAD"));
            comments.add("Repository was reset to HEAD before checking out revision");
        }
        boolean there = wanted.equals(before);
        JsonNode old = before.map(Values::text).orElse(Values.none());
        if (!there && test) {
            return result.change("HEAD", old, Values.text(wanted.get()))
                    .would("Commit ID " + wanted.get() + " would be checked out at " + target)
                    .tree();
        }
        if (!there) {
            git.run("checkout", "rev", wanted.get(), "force", call.value("force_checkout"));
            comments.add("Commit ID " + wanted.get() + " was checked out at " + target);
            result.change("HEAD", old, git.revision().map(Values::text).orElse(Values.none()));
        }
        if (call.flag("submodules") && !test) {
            git.away("submodule", "command", "update", "opts", List.of("--init", "--recursive"));
            comments.add("Submodules were updated");
        }
        if (there) {
            comments.add("Already checked out at correct revision");
        }
        return result.done(GitCalls.sentences(comments)).tree();
    }
}
