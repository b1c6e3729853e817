package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.saltern.modules.Call;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;
import org.saltern.modules.exec.Paths;

/** {@code git.latest}: what is asked, and the clone of a repository that is not there yet. One call. */
final class GitLatest {
    /** What a name means in the other repository. */
    enum Kind {
        BRANCH,
        TAG,
        COMMIT
    }

    final Call call;
    final GitCalls git;
    final StateResult result;
    final String name;
    final String target;
    final String remote;
    final List<String> comments = new ArrayList<>();
    final boolean bare;
    final boolean test;

    /** The branch to be on; null for the one that is checked out. */
    final String branch;

    String rev;
    JsonNode references;

    /** The commit that is wanted; null for a bare repository, or when the other one is empty. */
    String wanted;

    Kind kind;
    String defaultBranch;

    /** What the branch follows; null for nothing that would have to change; empty for nothing at all. */
    String upstream = "";

    GitLatest(Call call) {
        this.call = call;
        name = call.text("name");
        target = call.text("target");
        remote = call.text("remote");
        rev = call.text("rev");
        branch = call.value("branch").isNull() ? null : call.text("branch");
        bare = call.flag("bare") || call.flag("mirror");
        test = call.context().test();
        git = new GitCalls(call, target);
        result = StateResult.of(call);
    }

    static String occupied(String target) {
        return "Target '"
                + target
                + "' exists, is non-empty and is not a git repository. Set the 'force_clone' option"
                + " to True to remove this directory's contents and proceed with cloning the remote"
                + " repository";
    }

    static String wouldEmpty(String target, String name) {
        return "Target directory "
                + target
                + " exists. Since force_clone=True, the contents of "
                + target
                + " would be deleted, and "
                + name
                + " would be cloned into this directory.";
    }

    JsonNode failed(String words) {
        return GitCalls.failed(result, words, comments);
    }

    JsonNode answer() throws Exception {
        Optional<String> wrong = wrong();
        if (wrong.isPresent()) {
            return failed(wrong.get());
        }
        try {
            references = new GitCalls(call, "").web("remote_refs", "url", name);
        } catch (ModuleError.Failed e) {
            return failed("Failed to check remote refs: " + GitCalls.reason(e));
        }
        find();
        if (!call.value("depth").isNull() && kind != Kind.BRANCH && kind != Kind.TAG) {
            return failed(
                    "When 'depth' is used, 'rev' must be set to the name of a branch or tag on the"
                            + " remote repository");
        }
        if (wanted == null && !bare && !rev.equals("HEAD")) {
            return failed("No revision matching '" + rev + "' exists in the remote repository");
        }
        try {
            return git.isRepository(bare ? "refs" : ".git") ? new GitUpdate(this).answer() : copy();
        } catch (ModuleError.Failed e) {
            return failed(GitCalls.reason(e));
        }
    }

    private Optional<String> wrong() throws Exception {
        if (remote.isEmpty() || target.isEmpty()) {
            return Optional.of(
                    "'" + (remote.isEmpty() ? "remote" : "target") + "' argument is required");
        }
        if (rev.isEmpty()) {
            return Optional.of("'" + rev + "' is not a valid value for the 'rev' argument");
        }
        JsonNode force = call.value("force_reset");
        if (!force.isBoolean() && !force.asText().equals("remote-changes")) {
            return Optional.of("'force_reset' must be one of True, False, or 'remote-changes'");
        }
        if (!target.startsWith("/")) {
            return Optional.of("target '" + target + "' is not an absolute path");
        }
        if (Paths.isFile(call.machine(), target)) {
            return Optional.of(
                    "Target '" + target + "' exists and is a regular file, cannot proceed");
        }
        return !rev.equals("HEAD") && bare
                ? Optional.of("'rev' is not compatible with the 'mirror' and 'bare' arguments")
                : Optional.empty();
    }

    private String reference(String path) {
        return references.path(path).asText(null);
    }

    /** What the revision is in the other repository. */
    private void find() {
        String head = reference("HEAD");
        for (Map.Entry<String, JsonNode> e : references.properties()) {
            if (defaultBranch == null
                    && e.getKey().startsWith("refs/heads/")
                    && e.getValue().asText().equals(head)) {
                defaultBranch = e.getKey().substring("refs/heads/".length());
            }
        }
        if (bare) {
            return;
        }
        String tag = reference("refs/tags/" + rev + "^{}");
        if (rev.equals("HEAD")) {
            if (head != null) {
                take(head, Kind.COMMIT);
                upstream = null;
            }
        } else if (reference("refs/heads/" + rev) != null) {
            take(reference("refs/heads/" + rev), Kind.BRANCH);
            upstream = remote + "/" + rev;
        } else if (tag != null || reference("refs/tags/" + rev) != null) {
            take(tag != null ? tag : reference("refs/tags/" + rev), Kind.TAG);
        } else if (rev.matches("[0-9a-fA-F]{1,40}")) {
            rev = rev.toLowerCase(Locale.ROOT);
            take(rev, Kind.COMMIT);
        }
    }

    private void take(String commit, Kind what) {
        wanted = commit;
        kind = what;
    }

    /** The wanted commit in words. */
    String place() {
        if (kind == Kind.COMMIT) {
            return rev.equals("HEAD")
                    ? "remote HEAD (" + GitCalls.brief(wanted) + ")"
                    : GitCalls.brief(wanted);
        }
        return (kind == Kind.BRANCH ? upstream : rev) + " (" + GitCalls.brief(wanted) + ")";
    }

    /** Whether a commit is the wanted one, which may be written short. */
    boolean isWanted(String commit) {
        if (commit == null || wanted == null) {
            return commit == null && wanted == null;
        }
        return kind == Kind.COMMIT ? commit.startsWith(wanted) : commit.equals(wanted);
    }

    /** What to check out for a new branch. */
    String startingPoint() {
        boolean follows = upstream != null && !upstream.isEmpty();
        return rev.equals("HEAD") ? wanted : follows ? upstream : rev;
    }

    /** What must be done for the branch to follow what it should: options of git branch and words; empty for nothing. */
    Optional<Map.Entry<List<String>, String>> following(String now, boolean known) {
        if (upstream == null) {
            return Optional.empty();
        }
        if (upstream.isEmpty()) {
            return now == null
                    ? Optional.empty()
                    : Optional.of(
                            Map.entry(List.of("--unset-upstream"), "Tracking branch was unset"));
        }
        if (upstream.equals(now) || !known) {
            return Optional.empty();
        }
        return Optional.of(
                Map.entry(
                        List.of("--set-upstream-to", upstream),
                        "Tracking branch was "
                                + (now == null ? "set to " : "updated to ")
                                + upstream));
    }

    void updateSubmodules() throws Exception {
        git.away("submodule", "command", "update", "opts", List.of("--init", "--recursive"));
    }

    private JsonNode copy() throws Exception {
        boolean occupied =
                Paths.isDirectory(call.machine(), target) && !call.machine().list(target).isEmpty();
        boolean forced = call.flag("force_clone") && Paths.isDirectory(call.machine(), target);
        if (occupied && !forced) {
            return failed(occupied(target));
        }
        if (forced) {
            result.change("forced clone", Values.of(true));
        }
        if (test) {
            return result.change("new", name + " => " + target)
                    .would(
                            forced
                                    ? wouldEmpty(target, name)
                                    : "Repository " + name + " would be cloned to " + target)
                    .tree();
        }
        if (forced) {
            GitCalls.empty(call, target);
        }
        var opts = new ArrayList<String>();
        if (bare) {
            opts.add(call.flag("mirror") ? "--mirror" : "--bare");
        }
        if (!remote.equals("origin")) {
            opts.addAll(List.of("--origin", remote));
        }
        if (!call.value("depth").isNull()) {
            opts.addAll(List.of("--depth", call.text("depth"), "--branch", rev));
        }
        try {
            git.web("clone", "url", name, "opts", opts);
        } catch (ModuleError.Failed e) {
            return failed("Clone failed: " + GitCalls.reason(e));
        }
        result.change("new", name + " => " + target);
        String as = call.flag("mirror") ? " as mirror" : bare ? " as bare repository" : "";
        comments.add(name + " cloned to " + target + as);
        Optional<JsonNode> end = bare || wanted == null ? Optional.empty() : settle();
        if (end.isPresent()) {
            return end.get();
        }
        if (call.flag("submodules") && wanted != null) {
            try {
                updateSubmodules();
            } catch (ModuleError.Failed e) {
                return failed("Failed to update submodules: " + GitCalls.reason(e));
            }
        }
        git.revision().ifPresent(r -> result.change("revision", Values.none(), Values.text(r)));
        return result.done(GitCalls.sentences(comments)).tree();
    }

    /** After a clone: the right branch at the right commit, following the right one. */
    private Optional<JsonNode> settle() throws Exception {
        var branches = new TreeSet<>(Call.texts(git.run("list_branches")));
        if (kind == Kind.TAG && !Call.texts(git.run("list_tags")).contains(rev)) {
            return Optional.of(failed("Revision '" + rev + "' does not exist in clone"));
        }
        if (branch != null && !branches.contains(branch)) {
            git.run("checkout", "rev", startingPoint(), "opts", List.of("-b", branch));
            comments.add(
                    "Branch '"
                            + branch
                            + "' checked out, with "
                            + place()
                            + " as a starting point");
            branches.add(branch);
        }
        Optional<String> local = git.branch();
        if (local.isEmpty() && !references.has("HEAD")) {
            return Optional.of(
                    failed(
                            "Remote HEAD refers to a ref that does not exist. This can happen when"
                                    + " the default branch on the remote repository is renamed or"
                                    + " deleted. If you are unable to fix the remote repository, you"
                                    + " can work around this by setting the 'branch' argument (which"
                                    + " will ensure that the named branch is created if it does not"
                                    + " already exist)."));
        }
        if (!isWanted(git.revision().orElse(null))) {
            git.run("reset", "opts", List.of("--hard", wanted));
            comments.add("Repository was reset to " + place());
        }
        String now = local.isEmpty() ? null : git.upstream(local.get()).orElse(null);
        boolean known = branch == null || branches.contains(branch);
        var following = following(now, known);
        if (following.isPresent()) {
            git.run("branch", "opts", following.get().getKey());
            comments.add(following.get().getValue());
        }
        return Optional.empty();
    }
}
