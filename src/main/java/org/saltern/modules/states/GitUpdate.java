package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;

/** {@code git.latest} on a repository that is there: from what it is to what is wanted. One call. */
final class GitUpdate {
    private final GitLatest it;
    private final GitCalls git;
    private final GitSituation seen;

    GitUpdate(GitLatest latest) {
        it = latest;
        git = latest.git;
        seen = new GitSituation(latest);
    }

    JsonNode answer() throws Exception {
        seen.look();
        if (!it.bare && it.wanted == null && seen.local != null) {
            return it.failed(
                    "Remote repository is empty, cannot update from a non-empty to an empty"
                            + " repository");
        }
        Optional<JsonNode> end = it.bare ? fetchBare() : update();
        if (end.isPresent()) {
            return end.get();
        }
        String now = git.revision().orElse(null);
        if (!it.bare && !it.isWanted(now)) {
            return it.failed("Failed to update repository");
        }
        if (now != null && !now.equals(seen.local)) {
            return it.result
                    .change("revision", Values.text(seen.local), Values.text(now))
                    .done(GitCalls.sentences(it.comments))
                    .tree();
        }
        return upToDate(it.comments, false);
    }

    private JsonNode upToDate(List<String> comments, boolean uncommitted) {
        String words = "Repository " + it.target + " is up-to-date";
        if (uncommitted) {
            words +=
                    ", but with uncommitted changes. Set 'force_reset' to True to purge uncommitted"
                            + " changes.";
        }
        if (!comments.isEmpty()) {
            words +=
                    "\n\nChanges "
                            + (it.test ? "that would be " : "")
                            + "made: "
                            + GitCalls.sentences(comments);
        }
        return it.result.done(words).tree();
    }

    private Optional<JsonNode> fetchBare() throws Exception {
        if (it.test) {
            String words = "Bare repository at " + it.target + " would be fetched";
            return Optional.of(upToDate(List.of(words), false));
        }
        try {
            boolean news = !fetch().isEmpty();
            it.comments.add(
                    "Bare repository at "
                            + it.target
                            + " was fetched"
                            + (news ? ", resulting in updated refs" : ""));
            return Optional.empty();
        } catch (ModuleError.Failed e) {
            return Optional.of(failedFetch(e));
        }
    }

    private JsonNode fetch() throws Exception {
        String branch = it.call.text("refspec_branch");
        String tag = it.call.text("refspec_tag");
        List<String> what =
                it.call.flag("fetch_tags")
                        ? List.of(
                                "refs/heads/"
                                        + branch
                                        + ":refs/remotes/"
                                        + it.remote
                                        + "/"
                                        + branch,
                                "+refs/tags/" + tag + ":refs/tags/" + tag)
                        : List.of();
        return git.away(
                "fetch",
                "remote",
                it.remote,
                "force",
                it.call.value("force_fetch"),
                "refspecs",
                what);
    }

    private JsonNode failedFetch(ModuleError.Failed e) {
        return it.failed(
                "Fetch failed. Set 'force_fetch' to True to force the fetch if the failure was due"
                        + " to not being able to fast-forward. Output of the fetch command follows:\n\n"
                        + GitCalls.reason(e));
    }

    private Optional<JsonNode> update() throws Exception {
        if (seen.dirty && seen.matches) {
            if (!Values.of(true).equals(it.call.value("force_reset"))) {
                return Optional.of(upToDate(it.comments, true));
            }
            if (it.test) {
                return Optional.of(
                        it.result
                                .change("forced update", Values.of(true))
                                .would(
                                        it.target
                                                + " is up-to-date, but with uncommitted changes."
                                                + " Since 'force_reset' is set to True, these local"
                                                + " changes would be reset. To only reset when"
                                                + " there are changes in the remote repository, set"
                                                + " 'force_reset' to 'remote-changes'.")
                                .tree());
            }
        }
        Optional<JsonNode> end = seen.compare();
        if (end.isPresent() || it.wanted == null) {
            return end;
        }
        String now = seen.baseBranch == null ? null : git.upstream(seen.baseBranch).orElse(null);
        end = setRemote();
        if (end.isPresent()) {
            return end;
        }
        if (it.test) {
            return Optional.of(foretold(now));
        }
        var following = it.following(now, it.branch == null || seen.branches.contains(it.branch));
        if (following.isPresent() && seen.localBranch == null) {
            return Optional.of(
                    it.failed(
                            "Cannot set/unset upstream tracking branch, local HEAD refers to"
                                    + " nonexistent branch. This may have been caused by cloning a"
                                    + " remote repository for which the default branch was renamed or"
                                    + " deleted. If you are unable to fix the remote repository, you"
                                    + " can work around this by setting the 'branch' argument (which"
                                    + " will ensure that the named branch is created if it does not"
                                    + " already exist)."));
        }
        syncTags();
        end = seen.hasWanted ? Optional.empty() : fetchWanted();
        if (end.isEmpty()) {
            end = seen.changesBranch() ? changeBranch() : Optional.empty();
        }
        if (end.isPresent()) {
            return end;
        }
        move();
        if (following.isPresent()) {
            git.run("branch", "opts", following.get().getKey());
            it.comments.add(following.get().getValue());
        }
        end =
                seen.forward == GitSituation.Forward.YES && !it.isWanted(seen.base)
                        ? advance()
                        : Optional.empty();
        if (end.isEmpty() && it.call.flag("submodules")) {
            try {
                it.updateSubmodules();
            } catch (ModuleError.Failed e) {
                return Optional.of(it.failed("Failed to update submodules: " + GitCalls.reason(e)));
            }
        }
        return end;
    }

    private String action() {
        return switch (seen.forward) {
            case NO -> "hard-reset";
            case YES -> "fast-forwarded";
            case UNKNOWN -> "updated";
        };
    }

    private void foretellRevision() {
        it.result.change("revision", Values.text(seen.local), Values.text(it.wanted));
    }

    private JsonNode foretold(List<String> actions) {
        String words = GitCalls.sentences(actions);
        if (!it.result.changes().isEmpty()) {
            return it.result.would(words).tree();
        }
        if (!seen.matches && !it.call.flag("update_head") && !words.isEmpty()) {
            return it.result.done(words).tree();
        }
        return upToDate(actions, false);
    }

    private Optional<JsonNode> setRemote() throws Exception {
        String shown = redacted(it.name);
        JsonNode now = git.run("remotes", "redact_auth", false).path(it.remote).path("fetch");
        String url = now.isMissingNode() ? null : now.asText();
        String wanted = withPassword();
        if (wanted.equals(url)) {
            return Optional.empty();
        }
        if (it.test) {
            var actions = new ArrayList<String>();
            actions.add(
                    "Remote '"
                            + it.remote
                            + "' would be changed from "
                            + (url == null ? "None" : redacted(url))
                            + " to "
                            + shown);
            if (!seen.hasWanted) {
                actions.add("Remote would be fetched");
            }
            if (!seen.matches && it.call.flag("update_head")) {
                foretellRevision();
                if (seen.forward == GitSituation.Forward.NO) {
                    it.result.change("forced update", Values.of(true));
                }
                actions.add("Repository would be " + action() + " to " + GitCalls.brief(it.wanted));
            }
            return Optional.of(foretold(actions));
        }
        git.run(
                "remote_set",
                "url",
                it.name,
                "remote",
                it.remote,
                "https_user",
                it.call.value("https_user"),
                "https_pass",
                it.call.value("https_pass"));
        if (url == null) {
            it.comments.add("Remote '" + it.remote + "' set to " + shown);
            it.result.change("new", it.name + " => " + it.remote);
        } else {
            it.comments.add(
                    "Remote '" + it.remote + "' changed from " + redacted(url) + " to " + shown);
        }
        return Optional.empty();
    }

    private static String redacted(String url) {
        return url.replaceAll("(https?)://[^\\s/]*@", "$1://<redacted>@");
    }

    private String withPassword() {
        JsonNode user = it.call.value("https_user");
        JsonNode password = it.call.value("https_pass");
        if (user.isNull() && password.isNull()) {
            return it.name;
        }
        String who = Values.asText(user) + (password.isNull() ? "" : ":" + Values.asText(password));
        return it.name.replaceFirst(
                "^https://", "https://" + java.util.regex.Matcher.quoteReplacement(who) + "@");
    }

    private JsonNode foretold(String now) {
        var actions = new ArrayList<String>();
        boolean updates = it.call.flag("update_head");
        if (!seen.hasWanted) {
            actions.add("Remote '" + it.remote + "' would be fetched");
        }
        if (!seen.matches && (updates || seen.changesBranch())) {
            foretellRevision();
        }
        if (seen.changesBranch() && !seen.branches.contains(it.branch)) {
            actions.add(
                    "New branch '"
                            + it.branch
                            + "' would be checked out, with "
                            + it.place()
                            + " as a starting point");
            if (it.upstream != null && !it.upstream.isEmpty()) {
                actions.add("Tracking branch would be set to " + it.upstream);
            }
        } else if (seen.changesBranch()) {
            actions.add(
                    "Branch '"
                            + it.branch
                            + "' would be checked out and "
                            + action()
                            + " to "
                            + GitCalls.brief(it.wanted));
        } else if (!seen.matches && updates) {
            String how =
                    seen.forward == GitSituation.Forward.YES
                            ? "fast-forwarded"
                            : seen.mayReset() && seen.hasWanted ? "hard-reset" : "updated";
            actions.add(
                    "Repository would be "
                            + how
                            + " from "
                            + GitCalls.brief(seen.local)
                            + " to "
                            + GitCalls.brief(it.wanted));
        } else if (!seen.matches) {
            actions.add(
                    "Local HEAD ("
                            + GitCalls.brief(seen.local)
                            + ") does not match "
                            + it.place()
                            + " but update_head=False, HEAD would not be updated locally");
        }
        it.following(now, true)
                .ifPresent(f -> actions.add(f.getValue().replace(" was ", " would be ")));
        return foretold(actions);
    }

    private void syncTags() throws Exception {
        var theirs = new TreeSet<String>();
        for (String name :
                Values.keys(git.away("ls_remote", "remote", it.remote, "opts", "--tags"))) {
            if (!name.contains("^{}")) {
                theirs.add(name.replace("refs/tags/", ""));
            }
        }
        if (seen.tags.equals(theirs)) {
            return;
        }
        seen.hasWanted = false;
        var added = new TreeSet<>(theirs);
        added.removeAll(seen.tags);
        if (!added.isEmpty()) {
            it.result.change("new_tags", Values.texts(added));
        }
        var gone = new TreeSet<>(seen.tags);
        gone.removeAll(theirs);
        var deleted = new ArrayList<String>();
        for (String tag : it.call.flag("sync_tags") ? gone : Set.<String>of()) {
            try {
                git.run("tag", "name", tag, "opts", "-d");
                deleted.add(tag);
            } catch (ModuleError.Failed e) {
                it.result.warn(
                        "Failed to remove local tag '" + tag + "':\n\n" + e.getMessage() + "\n\n");
            }
        }
        if (!deleted.isEmpty()) {
            it.result.change("deleted_tags", Values.texts(deleted));
            it.comments.add(
                    "The following tags were removed from the local checkout: "
                            + String.join(", ", deleted));
        }
    }

    private Optional<JsonNode> fetchWanted() throws Exception {
        try {
            if (!fetch().isEmpty()) {
                it.comments.add(it.name + " was fetched, resulting in updated refs");
            }
        } catch (ModuleError.Failed e) {
            return Optional.of(failedFetch(e));
        }
        if (git.commit(it.wanted).isEmpty()) {
            return Optional.of(
                    it.failed(
                            "Fetch did not successfully retrieve rev '"
                                    + it.rev
                                    + "' from "
                                    + it.name));
        }
        if (seen.staysBehind()) {
            return Optional.of(seen.behind());
        }
        seen.forward = seen.related();
        boolean refuses =
                !seen.mayReset()
                        && (seen.forward == GitSituation.Forward.NO
                                || (seen.forward == GitSituation.Forward.YES && seen.dirty));
        return refuses ? Optional.of(seen.refused()) : Optional.empty();
    }

    private Optional<JsonNode> changeBranch() throws Exception {
        boolean force = it.call.flag("force_checkout");
        if (seen.dirty && !force) {
            return Optional.of(
                    it.failed(
                            "Local branch '"
                                    + seen.localBranch
                                    + "' has uncommitted changes. Set 'force_checkout' to True to"
                                    + " discard them and proceed."));
        }
        boolean isNew = !seen.branches.contains(it.branch);
        git.run(
                "checkout",
                "rev",
                isNew ? it.startingPoint() : it.branch,
                "force",
                force,
                "opts",
                isNew ? List.of("-b", it.branch) : List.of());
        it.comments.add(
                isNew
                        ? "New branch '"
                                + it.branch
                                + "' was checked out, with "
                                + it.place()
                                + " as a starting point"
                        : "'" + it.branch + "' was checked out");
        return Optional.empty();
    }

    private void move() throws Exception {
        if (seen.forward == GitSituation.Forward.NO) {
            git.run("reset", "opts", List.of("--hard", it.wanted));
            it.result.change("forced update", Values.of(true));
            if (seen.dirty) {
                it.comments.add("Uncommitted changes were discarded");
            }
            it.comments.add("Repository was hard-reset to " + it.place());
        } else if (seen.forward == GitSituation.Forward.YES && seen.dirty && seen.mayReset()) {
            git.run("discard_local_changes");
            it.comments.add("Uncommitted changes were discarded");
        }
    }

    private Optional<JsonNode> advance() throws Exception {
        boolean follows = it.upstream == null || !it.upstream.isEmpty();
        if (!follows && !it.rev.equals("HEAD")) {
            git.run("reset", "opts", List.of("--hard", it.rev));
            it.comments.add("Repository was reset to " + it.rev + " (fast-forward)");
            return Optional.empty();
        }
        if (git.ask("symbolic_ref", "ref", "HEAD", "opts", List.of("--quiet"))
                .filter(r -> !r.isEmpty())
                .isEmpty()) {
            return Optional.of(it.failed("Unable to fast-forward, HEAD is detached"));
        }
        git.run("merge", "rev", it.wanted, "opts", List.of("--ff-only"));
        it.comments.add("Repository was fast-forwarded to " + it.place());
        return Optional.empty();
    }
}
