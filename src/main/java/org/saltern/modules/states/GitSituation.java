package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.saltern.modules.Call;
import org.saltern.modules.Values;

/** What {@code git.latest} finds in a repository that is there, and how that relates to what is wanted. One call. */
final class GitSituation {
    /** Whether the wanted commit comes after the one that is there; not known before it was fetched. */
    enum Forward {
        YES,
        NO,
        UNKNOWN
    }

    private final GitLatest it;
    private final GitCalls git;
    String local;
    String localBranch;
    Set<String> branches;
    Set<String> tags;

    /** The commit that the branch in question is at; null for none. */
    String base;

    String baseBranch;
    boolean dirty;
    boolean matches;
    boolean hasWanted;
    Forward forward = Forward.UNKNOWN;

    GitSituation(GitLatest latest) {
        it = latest;
        git = latest.git;
    }

    boolean changesBranch() {
        return it.branch != null && !it.branch.equals(localBranch);
    }

    boolean mayReset() {
        return Values.isTrue(it.call.value("force_reset"));
    }

    boolean onlyRemoteChanges() {
        return it.call.text("force_reset").equals("remote-changes");
    }

    boolean staysBehind() {
        return !matches && !it.call.flag("update_head") && !changesBranch();
    }

    void look() throws Exception {
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

    /** Finds out whether the wanted commit is here already and how it relates to what is checked out. */
    Optional<JsonNode> compare() throws Exception {
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

    Forward related() throws Exception {
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

    JsonNode behind() {
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

    JsonNode refused() {
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
}
