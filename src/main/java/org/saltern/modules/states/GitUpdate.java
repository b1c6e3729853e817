package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.saltern.modules.Call;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;

/** {@code git.latest} on a repository that is there: from what it is to what is wanted. One call. */
final class GitUpdate {
    /** Whether the wanted commit comes after the one that is there; not known before it was fetched. */
    private enum Forward {
        YES,
        NO,
        UNKNOWN
    }

    private final GitLatest it;
    private final GitCalls git;
    private String local;
    private String localBranch;
    private Set<String> branches;
    private Set<String> tags;

    /** The commit that the branch in question is at; null for none. */
    private String base;

    private String baseBranch;
    private boolean dirty;
    private boolean matches;
    private boolean hasWanted;
    private Forward forward = Forward.UNKNOWN;

    GitUpdate(GitLatest latest) {
        it = latest;
        git = latest.git;
    }

    private boolean changesBranch() {
        return it.branch != null && !it.branch.equals(localBranch);
    }

    private boolean mayReset() {
        return Values.isTrue(it.call.value("force_reset"));
    }

    private boolean onlyRemoteChanges() {
        return it.call.text("force_reset").equals("remote-changes");
    }

    private boolean staysBehind() {
        return !matches && !it.call.flag("update_head") && !changesBranch();
    }

    JsonNode answer() throws Exception {
        look();
        if (!it.bare && it.wanted == null && local != null) {
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
        if (now != null && !now.equals(local)) {
            return it.result
                    .change("revision", Values.text(local), Values.text(now))
                    .done(GitCalls.sentences(it.comments))
                    .tree();
        }
        return upToDate(it.comments, false);
    }

    private void look() throws Exception {
        branches = new TreeSet<>(Call.texts(git.run("list_branches")));
        tags = new TreeSet<>(Call.texts(git.run("list_tags")));
        local = git.revision().orElse(null);
        localBranch = git.branch().orElse(null);
        base = local;
        baseBranch = localBranch;
        if (changesBranch() && !branches.contains(it.branch)) {
            base = it.wanted;
        } else if (changesBranch()) {
            baseBranch = it.branch;
            base = git.commit(it.branch).orElse(null);
        }
        matches = it.isWanted(local);
        dirty = !it.bare && git.ask("diff", "item1", "HEAD").filter(d -> !d.isEmpty()).isPresent();
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
        if (dirty && matches) {
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
        Optional<JsonNode> end = compare();
        if (end.isPresent() || it.wanted == null) {
            return end;
        }
        String now = baseBranch == null ? null : git.upstream(baseBranch).orElse(null);
        end = setRemote();
        if (end.isPresent()) {
            return end;
        }
        if (it.test) {
            return Optional.of(foretold(now));
        }
        var following = it.following(now, it.branch == null || branches.contains(it.branch));
        if (following.isPresent() && localBranch == null) {
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
        end = hasWanted ? Optional.empty() : fetchWanted();
        if (end.isEmpty()) {
            end = changesBranch() ? changeBranch() : Optional.empty();
        }
        if (end.isPresent()) {
            return end;
        }
        move();
        if (following.isPresent()) {
            git.run("branch", "opts", following.get().getKey());
            it.comments.add(following.get().getValue());
        }
        end = forward == Forward.YES && !it.isWanted(base) ? advance() : Optional.empty();
        if (end.isEmpty() && it.call.flag("submodules")) {
            try {
                it.updateSubmodules();
            } catch (ModuleError.Failed e) {
                return Optional.of(it.failed("Failed to update submodules: " + GitCalls.reason(e)));
            }
        }
        return end;
    }

    /** Finds out whether the wanted commit is here already and how it relates to what is checked out. */
    private Optional<JsonNode> compare() throws Exception {
        if (it.wanted == null) {
            return Optional.empty();
        }
        if (it.kind == GitLatest.Kind.COMMIT && base != null && base.startsWith(it.wanted)) {
            hasWanted = true;
        } else if (git.commit(it.wanted).isPresent()) {
            switch (it.kind) {
                case COMMIT -> hasWanted = true;
                case BRANCH ->
                        hasWanted =
                                git.ask("rev_parse", "rev", it.upstream)
                                        .filter(it.wanted::equals)
                                        .isPresent();
                case TAG -> {
                    String here = tags.contains(it.rev) ? git.commit(it.rev).orElse(null) : null;
                    hasWanted = it.wanted.equals(here);
                    if (!hasWanted && tags.contains(it.rev) && !mayReset()) {
                        return Optional.of(
                                it.failed(
                                        "'"
                                                + it.rev
                                                + "' is a tag, but the remote SHA1 for this tag ("
                                                + GitCalls.brief(it.wanted)
                                                + ") doesn't match the local SHA1 ("
                                                + GitCalls.brief(here)
                                                + "). Set 'force_reset' to True to force this"
                                                + " update."));
                    }
                }
            }
        }
        forward = dirty && !onlyRemoteChanges() ? Forward.NO : Forward.UNKNOWN;
        if (hasWanted) {
            if (staysBehind()) {
                return Optional.of(behind());
            }
            if (forward != Forward.NO) {
                forward = related();
            }
        }
        return forward == Forward.NO && !mayReset() ? Optional.of(refused()) : Optional.empty();
    }

    private Forward related() throws Exception {
        return base == null
                        || Values.isTrue(
                                git.run(
                                        "merge_base",
                                        "refs",
                                        List.of(base, it.wanted),
                                        "is_ancestor",
                                        true))
                ? Forward.YES
                : Forward.NO;
    }

    private JsonNode behind() {
        String place = it.place();
        String shown =
                it.rev.equals("HEAD")
                        ? "Remote head" + place.substring("remote HEAD".length())
                        : place;
        return it.result
                .done(
                        shown
                                + " is already present and local HEAD ("
                                + GitCalls.brief(local)
                                + ") does not match, but update_head=False. HEAD has not been"
                                + " updated locally.")
                .tree();
    }

    private JsonNode refused() {
        String about = "";
        if (it.branch == null && !it.rev.equals("HEAD") && !it.rev.equals(localBranch)) {
            about =
                    " The desired rev ("
                            + it.rev
                            + ") differs from the name of the local branch ("
                            + localBranch
                            + "), if the desired rev is a branch name then a forced update could"
                            + " possibly be avoided by setting the 'branch' argument to '"
                            + it.rev
                            + "' instead.";
        } else if (it.branch == null
                && it.rev.equals("HEAD")
                && it.defaultBranch != null
                && !it.defaultBranch.equals(localBranch)) {
            about =
                    " The default remote branch ("
                            + it.defaultBranch
                            + ") differs from the local branch ("
                            + localBranch
                            + "). This could be caused by changing the default remote branch, or if"
                            + " the local branch was manually changed. Rather than forcing an"
                            + " update, it may be advisable to set the 'branch' argument to '"
                            + it.defaultBranch
                            + "' instead. To ensure that this state follows the '"
                            + it.defaultBranch
                            + "' branch instead of the remote HEAD, set the 'rev' argument to '"
                            + it.defaultBranch
                            + "'.";
        }
        String before = GitCalls.brief(base);
        String after = GitCalls.brief(it.wanted);
        return it.failed(
                "Repository would be updated "
                        + (dirty && !before.equals(after)
                                ? "from " + before + " to " + after
                                : "to " + after)
                        + (changesBranch()
                                ? " (after checking out local branch '" + it.branch + "')"
                                : "")
                        + ", but "
                        + (dirty
                                ? "there are uncommitted changes"
                                : "this is not a fast-forward merge")
                        + ". Set 'force_reset' to True"
                        + (dirty ? " (or 'remote-changes')" : "")
                        + " to force this update"
                        + (dirty ? " and discard these changes" : "")
                        + "."
                        + about);
    }

    private String action() {
        return switch (forward) {
            case NO -> "hard-reset";
            case YES -> "fast-forwarded";
            case UNKNOWN -> "updated";
        };
    }

    private void foretellRevision() {
        it.result.change("revision", Values.text(local), Values.text(it.wanted));
    }

    private JsonNode foretold(List<String> actions) {
        String words = GitCalls.sentences(actions);
        if (!it.result.changes().isEmpty()) {
            return it.result.would(words).tree();
        }
        if (!matches && !it.call.flag("update_head") && !words.isEmpty()) {
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
            if (!hasWanted) {
                actions.add("Remote would be fetched");
            }
            if (!matches && it.call.flag("update_head")) {
                foretellRevision();
                if (forward == Forward.NO) {
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
        if (!hasWanted) {
            actions.add("Remote '" + it.remote + "' would be fetched");
        }
        if (!matches && (updates || changesBranch())) {
            foretellRevision();
        }
        if (changesBranch() && !branches.contains(it.branch)) {
            actions.add(
                    "New branch '"
                            + it.branch
                            + "' would be checked out, with "
                            + it.place()
                            + " as a starting point");
            if (it.upstream != null && !it.upstream.isEmpty()) {
                actions.add("Tracking branch would be set to " + it.upstream);
            }
        } else if (changesBranch()) {
            actions.add(
                    "Branch '"
                            + it.branch
                            + "' would be checked out and "
                            + action()
                            + " to "
                            + GitCalls.brief(it.wanted));
        } else if (!matches && updates) {
            String how =
                    forward == Forward.YES
                            ? "fast-forwarded"
                            : mayReset() && hasWanted ? "hard-reset" : "updated";
            actions.add(
                    "Repository would be "
                            + how
                            + " from "
                            + GitCalls.brief(local)
                            + " to "
                            + GitCalls.brief(it.wanted));
        } else if (!matches) {
            actions.add(
                    "Local HEAD ("
                            + GitCalls.brief(local)
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
        if (tags.equals(theirs)) {
            return;
        }
        hasWanted = false;
        var added = new TreeSet<>(theirs);
        added.removeAll(tags);
        if (!added.isEmpty()) {
            it.result.change("new_tags", Values.texts(added));
        }
        var gone = new TreeSet<>(tags);
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
        if (staysBehind()) {
            return Optional.of(behind());
        }
        forward = related();
        boolean refuses =
                !mayReset() && (forward == Forward.NO || (forward == Forward.YES && dirty));
        return refuses ? Optional.of(refused()) : Optional.empty();
    }

    private Optional<JsonNode> changeBranch() throws Exception {
        boolean force = it.call.flag("force_checkout");
        if (dirty && !force) {
            return Optional.of(
                    it.failed(
                            "Local branch '"
                                    + localBranch
                                    + "' has uncommitted changes. Set 'force_checkout' to True to"
                                    + " discard them and proceed."));
        }
        boolean isNew = !branches.contains(it.branch);
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
        if (forward == Forward.NO) {
            git.run("reset", "opts", List.of("--hard", it.wanted));
            it.result.change("forced update", Values.of(true));
            if (dirty) {
                it.comments.add("Uncommitted changes were discarded");
            }
            it.comments.add("Repository was hard-reset to " + it.place());
        } else if (forward == Forward.YES && dirty && mayReset()) {
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
