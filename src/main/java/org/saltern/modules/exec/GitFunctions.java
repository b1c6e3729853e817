package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;

/** {@code git.*}: repositories of this machine. What speaks with others is in {@link GitRemotes}. */
final class GitFunctions {
    static final String RUN =
            "user=None, password=None, ignore_retcode=False, output_encoding=None";
    static final String OPTS = "opts='', git_opts='', " + RUN;
    private static final Map<String, String> STATES =
            Map.of("M", "modified", "A", "new", "D", "deleted", "??", "untracked");

    private GitFunctions() {}

    static List<Function> all() {
        return List.of(
                Function.named("git.version")
                        .doc("Answers the version of git.")
                        .takes("versioninfo=False")
                        .runs(GitFunctions::version),
                Function.named("git.init")
                        .doc("Makes a repository.")
                        .takes(
                                "cwd, bare=False, template=None, separate_git_dir=None,"
                                        + " shared=None, "
                                        + OPTS)
                        .runs(GitFunctions::init),
                Function.named("git.add")
                        .doc("Adds a file to the next commit.")
                        .takes("cwd, filename, " + OPTS)
                        .runs(
                                call ->
                                        text(
                                                GitCommand.in(call, "add", "--verbose")
                                                        .withOpts()
                                                        .with("--", call.text("filename")))),
                Function.named("git.rm")
                        .doc("Removes a file from the repository.")
                        .takes("cwd, filename, " + OPTS)
                        .runs(
                                call ->
                                        text(
                                                GitCommand.in(call, "rm")
                                                        .withOpts()
                                                        .with("--", call.text("filename")))),
                Function.named("git.commit")
                        .doc("Commits what was added, or one file.")
                        .takes(
                                "cwd, message, opts='', git_opts='', user=None, password=None,"
                                        + " filename=None, ignore_retcode=False, output_encoding=None")
                        .runs(GitFunctions::commit),
                Function.named("git.branch")
                        .doc("Makes, renames or removes a branch, as opts say.")
                        .takes("cwd, name=None, " + OPTS)
                        .runs(GitFunctions::branch),
                Function.named("git.checkout")
                        .doc("Checks a revision out.")
                        .takes("cwd, rev=None, force=False, " + OPTS)
                        .runs(GitFunctions::checkout),
                Function.named("git.current_branch")
                        .doc("Answers the name of the branch that is checked out.")
                        .takes("cwd, " + RUN)
                        .runs(
                                call ->
                                        text(
                                                GitCommand.in(
                                                        call,
                                                        "rev-parse",
                                                        "--abbrev-ref",
                                                        "HEAD"))),
                Function.named("git.describe")
                        .doc("Answers a name for a revision from the tags before it.")
                        .takes("cwd, rev='HEAD', " + RUN)
                        .runs(
                                call ->
                                        text(
                                                GitCommand.in(call, "describe", "--always")
                                                        .with(GitCommand.name(call.value("rev"))))),
                Function.named("git.diff")
                        .doc(
                                "Answers the difference between two revisions, or to the working"
                                        + " tree.")
                        .takes(
                                "cwd, item1=None, item2=None, opts='', git_opts='', user=None,"
                                        + " password=None, no_index=False, cached=False, paths=None,"
                                        + " output_encoding=None")
                        .runs(GitFunctions::diff),
                Function.named("git.discard_local_changes")
                        .doc("Takes back what was changed and not committed below a path.")
                        .takes("cwd, path='.', " + RUN)
                        .runs(
                                call ->
                                        text(
                                                GitCommand.in(call, "checkout", "--")
                                                        .with(call.text("path"))
                                                        .merged())),
                Function.named("git.is_worktree")
                        .doc("Answers whether a folder is a further working tree of a repository.")
                        .takes("cwd, user=None, password=None, output_encoding=None")
                        .runs(call -> Values.of(isWorktree(call))),
                Function.named("git.list_branches")
                        .doc("Answers the branches of a repository, or those known of remotes.")
                        .takes("cwd, remote=False, " + RUN)
                        .runs(
                                call ->
                                        names(
                                                call,
                                                call.flag("remote")
                                                        ? "refs/remotes/"
                                                        : "refs/heads/")),
                Function.named("git.list_tags")
                        .doc("Answers the tags of a repository.")
                        .takes("cwd, " + RUN)
                        .runs(call -> names(call, "refs/tags/")),
                Function.named("git.merge")
                        .doc("Merges a revision into the branch that is checked out.")
                        .takes(
                                "cwd, rev=None, opts='', git_opts='', user=None, password=None,"
                                        + " identity=None, ignore_retcode=False, output_encoding=None,"
                                        + " **kwargs")
                        .runs(call -> text(withRev(call, GitCommand.in(call, "merge").withOpts()))),
                Function.named("git.merge_base")
                        .doc(
                                "Answers the common ancestor of revisions; is_ancestor: whether one"
                                        + " is the other's.")
                        .takes(
                                "cwd, refs=None, octopus=False, is_ancestor=False,"
                                        + " independent=False, fork_point=None, "
                                        + OPTS
                                        + ", **kwargs")
                        .runs(GitFunctions::mergeBase),
                Function.named("git.rebase")
                        .doc("Rebases the branch that is checked out.")
                        .takes("cwd, rev='master', " + OPTS)
                        .runs(
                                call ->
                                        text(
                                                withRev(
                                                        call,
                                                        GitCommand.in(call, "rebase").withOpts()))),
                Function.named("git.reset")
                        .doc("Moves the branch that is checked out, as opts say.")
                        .takes(
                                "cwd, opts='', git_opts='', user=None, password=None,"
                                        + " identity=None, ignore_retcode=False, output_encoding=None")
                        .runs(call -> text(GitCommand.in(call, "reset").withOpts())),
                Function.named("git.rev_parse")
                        .doc("Answers what git rev-parse does.")
                        .takes("cwd, rev=None, " + OPTS)
                        .runs(
                                call ->
                                        text(
                                                withRev(
                                                        call,
                                                        GitCommand.in(call, "rev-parse")
                                                                .withOpts()))),
                Function.named("git.revision")
                        .doc("Answers the commit of a revision.")
                        .takes("cwd, rev='HEAD', short=False, " + RUN)
                        .runs(GitFunctions::revision),
                Function.named("git.stash")
                        .doc("Puts uncommitted changes aside, or back.")
                        .takes("cwd, action='save', " + OPTS)
                        .runs(
                                call ->
                                        text(
                                                GitCommand.in(call, "stash")
                                                        .with(GitCommand.name(call.value("action")))
                                                        .withOpts()
                                                        .merged())),
                Function.named("git.status")
                        .doc("Answers the files that differ from the last commit.")
                        .takes("cwd, " + RUN)
                        .runs(GitFunctions::status),
                Function.named("git.symbolic_ref")
                        .doc("Answers or sets where a symbolic reference leads.")
                        .takes("cwd, ref, value=None, " + OPTS)
                        .runs(GitFunctions::symbolic),
                Function.named("git.tag")
                        .doc("Makes a tag, or removes one with -d in opts.")
                        .takes("cwd, name, ref='HEAD', message=None, " + OPTS)
                        .runs(GitFunctions::tag));
    }

    static JsonNode text(GitCommand git) throws Exception {
        return Values.text(git.output());
    }

    private static GitCommand withRev(Call call, GitCommand git) {
        return Values.isTrue(call.value("rev"))
                ? git.with(GitCommand.name(call.value("rev")))
                : git;
    }

    private static JsonNode version(Call call) throws Exception {
        String words = GitCommand.of(call, "--version").output();
        String version = words.replaceFirst("^git version ", "").split(" ")[0];
        if (!call.flag("versioninfo")) {
            return Values.text(version);
        }
        var parts = new ArrayList<JsonNode>();
        for (String part : version.split("\\.")) {
            parts.add(part.matches("\\d+") ? Values.of(Long.parseLong(part)) : Values.text(part));
        }
        return Values.list(parts);
    }

    private static JsonNode init(Call call) throws Exception {
        GitCommand git = GitCommand.of(call, "init");
        if (call.flag("bare")) {
            git.with("--bare");
        }
        call.given("template").ifPresent(t -> git.with("--template=" + t));
        call.given("separate_git_dir").ifPresent(d -> git.with("--separate-git-dir=" + d));
        JsonNode shared = call.value("shared");
        if (!shared.isNull()) {
            String mode = Values.asText(shared);
            git.with(
                    "--shared="
                            + (shared.isNumber()
                                    ? "0" + mode
                                    : shared.isBoolean()
                                            ? mode.toLowerCase(java.util.Locale.ROOT)
                                            : mode));
        }
        return text(git.withOpts().with(GitCommand.folder(call)));
    }

    private static JsonNode commit(Call call) throws Exception {
        GitCommand git = GitCommand.in(call, "commit", "-m", call.text("message")).withOpts();
        call.given("filename").ifPresent(f -> git.with("--", f));
        return text(git);
    }

    private static JsonNode branch(Call call) throws Exception {
        GitCommand git = GitCommand.in(call, "branch").withOpts();
        if (!call.value("name").isNull()) {
            git.with(GitCommand.name(call.value("name")));
        }
        git.output();
        return Values.of(true);
    }

    private static JsonNode checkout(Call call) throws Exception {
        GitCommand git = GitCommand.in(call, "checkout");
        if (call.flag("force")) {
            git.with("--force");
        }
        git.withOpts().merged();
        List<String> opts = GitCommand.words(call.value("opts"));
        if (call.value("rev").isNull() && !opts.contains("-b") && !opts.contains("-B")) {
            throw new ModuleError.BadRequest("'rev' argument is required unless -b or -B in opts");
        }
        return text(withRev(call, git));
    }

    private static JsonNode diff(Call call) throws Exception {
        GitCommand git = GitCommand.in(call, "diff").withOpts().merged();
        boolean outside = call.flag("no_index");
        if (outside && call.flag("cached")) {
            throw new ModuleError.Failed(
                    "The 'no_index' and 'cached' options cannot be used together");
        }
        if (outside) {
            git.with("--no-index");
        } else if (call.flag("cached")) {
            git.with("--cached");
        }
        for (String item : List.of("item1", "item2")) {
            boolean taken = !outside && (item.equals("item1") || !call.flag("cached"));
            if (taken && Values.isTrue(call.value(item))) {
                git.with(GitCommand.name(call.value(item)));
            }
        }
        if (Values.isTrue(call.value("paths"))) {
            git.with("--").with(call.texts("paths"));
        }
        return outside ? Values.text(git.run().text().stripTrailing()) : text(git);
    }

    private static boolean isWorktree(Call call) throws Exception {
        if (!Paths.isDirectory(call.machine(), GitCommand.folder(call))) {
            return false;
        }
        var ran = GitCommand.in(call, "rev-parse", "--show-toplevel").run();
        String pointer = ran.text().strip() + "/.git";
        return ran.ok()
                && Paths.isFile(call.machine(), pointer)
                && Texts.read(call.machine(), pointer).text().startsWith("gitdir: /");
    }

    private static JsonNode names(Call call, String below) throws Exception {
        String all =
                GitCommand.in(call, "for-each-ref", "--format", "%(refname:short)", below).output();
        return Values.texts(all.lines().toList());
    }

    private static JsonNode mergeBase(Call call) throws Exception {
        boolean every = Values.isTrue(call.keyword("all"));
        GitCommand git = GitCommand.in(call, "merge-base").withOpts();
        if (every) {
            git.with("--all");
        }
        if (call.flag("octopus")) {
            git.with("--octopus");
        } else if (call.flag("is_ancestor")) {
            git.with("--is-ancestor");
        } else if (call.flag("independent")) {
            git.with("--independent");
        } else if (Values.isTrue(call.value("fork_point"))) {
            git.with("--fork-point", GitCommand.name(call.value("fork_point")));
        }
        for (String ref : call.texts("refs")) {
            git.with(Running.name(ref));
        }
        if (call.flag("is_ancestor")) {
            if (call.texts("refs").size() != 2) {
                throw new ModuleError.BadRequest(
                        "Two refs/commits are required if 'is_ancestor' is True");
            }
            return Values.of(git.run().ok());
        }
        List<String> found = git.output().lines().toList();
        return every ? Values.texts(found) : Values.text(found.isEmpty() ? "" : found.getFirst());
    }

    private static JsonNode revision(Call call) throws Exception {
        GitCommand git = GitCommand.in(call, "rev-parse");
        if (call.flag("short")) {
            git.with("--short");
        }
        return text(git.with(GitCommand.name(call.value("rev"))));
    }

    private static JsonNode status(Call call) throws Exception {
        ObjectNode out = Json.object();
        for (String entry :
                GitCommand.in(call, "status", "-z", "--porcelain").output().split("\0")) {
            String[] f = entry.strip().split("\\s+", 2);
            if (f.length == 2) {
                out.withArrayProperty(STATES.getOrDefault(f[0], f[0])).add(f[1]);
            }
        }
        return out;
    }

    private static JsonNode symbolic(Call call) throws Exception {
        GitCommand git =
                GitCommand.in(call, "symbolic-ref")
                        .withOpts()
                        .with(GitCommand.name(call.value("ref")));
        if (Values.isTrue(call.value("value"))) {
            git.with(GitCommand.name(call.value("value")));
        }
        return text(git);
    }

    private static JsonNode tag(Call call) throws Exception {
        List<String> opts = GitCommand.words(call.value("opts"));
        GitCommand git = GitCommand.in(call, "tag").with(opts).merged();
        if (!call.value("message").isNull()) {
            git.with("-m", call.text("message"));
        }
        git.with(GitCommand.name(call.value("name")));
        boolean removes = opts.contains("-d") || opts.contains("--delete");
        return text(removes ? git : git.with(GitCommand.name(call.value("ref"))));
    }
}
