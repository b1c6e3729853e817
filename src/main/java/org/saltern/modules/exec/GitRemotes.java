package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;

/** {@code git.*} with other repositories: clone, fetch, push and the names of remotes. */
final class GitRemotes {
    private static final String AUTH =
            "user=None, password=None, identity=None, https_user=None, https_pass=None,"
                    + " ignore_retcode=False, ";
    private static final String KEYS =
            "opts='', git_opts='', user=None, password=None, identity=None, ignore_retcode=False,"
                    + " saltenv='base', output_encoding=None";

    /** A line of git fetch about a branch that moved, or about something new. */
    private static final Pattern UPDATE =
            Pattern.compile(
                    "[\\s*]*(?:([0-9a-f]+)\\.\\.([0-9a-f]+)|\\[(?:new (tag|branch)|tag"
                            + " update)\\])\\s+(.+?)\\s*->.*");

    private GitRemotes() {}

    static List<Function> all() {
        return List.of(
                Function.named("git.clone")
                        .doc("Clones a repository into a folder.")
                        .takes(
                                "cwd, url=None, name=None, opts='', git_opts='', "
                                        + AUTH
                                        + "saltenv='base', output_encoding=None")
                        .runs(GitRemotes::copy),
                Function.named("git.fetch")
                        .doc("Fetches from a remote; answers what is new.")
                        .takes("cwd, remote=None, force=False, refspecs=None, " + KEYS)
                        .runs(GitRemotes::fetch),
                Function.named("git.pull")
                        .doc("Fetches and merges.")
                        .takes("cwd, " + KEYS)
                        .runs(call -> GitFunctions.text(GitCommand.in(call, "pull").withOpts())),
                Function.named("git.push")
                        .doc("Pushes a reference to a remote.")
                        .takes("cwd, remote=None, ref=None, " + KEYS + ", **kwargs")
                        .runs(GitRemotes::push),
                Function.named("git.submodule")
                        .doc("Works on submodules, for example command update with --init in opts.")
                        .takes("cwd, command, " + KEYS + ", **kwargs")
                        .runs(
                                call ->
                                        GitFunctions.text(
                                                GitCommand.in(call, "submodule")
                                                        .with(
                                                                GitCommand.name(
                                                                        call.value("command")))
                                                        .withOpts())),
                Function.named("git.ls_remote")
                        .doc("Answers the references of a remote.")
                        .takes(
                                "cwd=None, remote='origin', ref=None, opts='', git_opts='', "
                                        + AUTH
                                        + "output_encoding=None, saltenv='base'")
                        .runs(GitRemotes::list),
                Function.named("git.remote_refs")
                        .doc("Answers the references of a repository somewhere.")
                        .takes(
                                "url, heads=False, tags=False, "
                                        + AUTH
                                        + "output_encoding=None, saltenv='base', **kwargs")
                        .runs(GitRemotes::references),
                Function.named("git.remotes")
                        .doc("Answers the remotes of a repository with their URLs.")
                        .takes(
                                "cwd, user=None, password=None, redact_auth=True,"
                                        + " ignore_retcode=False, output_encoding=None")
                        .runs(call -> remotes(call, call.flag("redact_auth"))),
                Function.named("git.remote_get")
                        .doc("Answers the URLs of a remote.")
                        .takes(
                                "cwd, remote='origin', user=None, password=None, redact_auth=True,"
                                        + " ignore_retcode=False, output_encoding=None")
                        .runs(call -> remote(call, call.flag("redact_auth"))),
                Function.named("git.remote_set")
                        .doc("Sets the URLs of a remote, which is made when it is not there.")
                        .takes(
                                "cwd, url, remote='origin', user=None, password=None,"
                                        + " https_user=None, https_pass=None, push_url=None,"
                                        + " push_https_user=None, push_https_pass=None,"
                                        + " ignore_retcode=False, output_encoding=None")
                        .runs(GitRemotes::set));
    }

    private static String url(Call call, String parameter) {
        return GitCommand.withPassword(
                call.text(parameter), call.value("https_user"), call.value("https_pass"));
    }

    private static JsonNode copy(Call call) throws Exception {
        if (call.given("url").isEmpty()) {
            throw new ModuleError.BadRequest("Missing 'url' argument");
        }
        String folder = GitCommand.folder(call);
        GitCommand git = GitCommand.of(call, "clone").withOpts().with("--", url(call, "url"));
        if (call.given("name").isPresent()) {
            Paths.makeDirectories(call.machine(), folder);
            git.with(call.text("name")).at(folder);
        } else {
            git.with(folder).at("/tmp");
        }
        git.output();
        return Values.of(true);
    }

    private static JsonNode fetch(Call call) throws Exception {
        GitCommand git = GitCommand.in(call, "fetch").merged();
        if (call.flag("force")) {
            git.with("--force");
        }
        git.withOpts();
        if (Values.isTrue(call.value("remote"))) {
            git.with(GitCommand.name(call.value("remote")));
        }
        ObjectNode out = Json.object();
        for (String line : git.with(call.texts("refspecs")).output().lines().toList()) {
            Matcher m = UPDATE.matcher(line);
            if (!m.matches()) {
                continue;
            }
            String name = m.group(4);
            if (m.group(3) != null) {
                out.withArrayProperty(m.group(3).equals("tag") ? "new tags" : "new branches")
                        .add(name);
            } else if (m.group(1) != null) {
                out.withObjectProperty("updated branches")
                        .putObject(name)
                        .put("old", m.group(1))
                        .put("new", m.group(2));
            } else {
                out.withArrayProperty("updated tags").add(name);
            }
        }
        return out;
    }

    private static JsonNode push(Call call) throws Exception {
        return GitFunctions.text(
                GitCommand.in(call, "push")
                        .withOpts()
                        .with(GitCommand.name(call.value("remote")))
                        .with(GitCommand.name(call.value("ref"))));
    }

    private static ObjectNode parsed(String output) {
        ObjectNode out = Json.object();
        for (String line : output.lines().toList()) {
            String[] f = line.split("\\s+", 2);
            if (f.length == 2) {
                out.put(f[1], f[0]);
            }
        }
        return out;
    }

    private static JsonNode list(Call call) throws Exception {
        GitCommand git = GitCommand.in(call, "ls-remote").withOpts().with(url(call, "remote"));
        if (Values.isTrue(call.value("ref"))) {
            git.with(GitCommand.name(call.value("ref")));
        }
        return parsed(git.output());
    }

    private static JsonNode references(Call call) throws Exception {
        GitCommand git = GitCommand.of(call, "ls-remote");
        if (call.flag("heads")) {
            git.with("--heads");
        }
        if (call.flag("tags")) {
            git.with("--tags");
        }
        git.with(url(call, "url"));
        if (Values.isTrue(call.keyword("filter"))) {
            git.with(GitCommand.name(call.keyword("filter")));
        }
        return parsed(git.output());
    }

    private static ObjectNode remotes(Call call, boolean redact) throws Exception {
        ObjectNode out = Json.object();
        for (String line : GitCommand.in(call, "remote", "--verbose").output().lines().toList()) {
            String[] f = line.split("\\s+");
            if (f.length >= 3) {
                out.withObjectProperty(f[0])
                        .put(
                                f[2].replaceAll("[()]", ""),
                                redact ? GitCommand.redacted(f[1]) : f[1]);
            }
        }
        return out;
    }

    private static JsonNode remote(Call call, boolean redact) throws Exception {
        JsonNode found = remotes(call, redact).path(call.text("remote"));
        if (found.isMissingNode()) {
            throw new ModuleError.Failed(
                    "Remote '"
                            + call.text("remote")
                            + "' not present in git checkout located at "
                            + call.text("cwd"));
        }
        return found;
    }

    private static JsonNode set(Call call) throws Exception {
        String name = GitCommand.name(call.value("remote"));
        if (remotes(call, true).has(name)) {
            GitCommand.in(call, "remote", "rm", name).output();
        }
        GitCommand.in(call, "remote", "add", name, url(call, "url")).output();
        if (Values.isTrue(call.value("push_url"))) {
            String push =
                    GitCommand.withPassword(
                            call.text("push_url"),
                            call.value("push_https_user"),
                            call.value("push_https_pass"));
            GitCommand.in(call, "remote", "set-url", "--push", name, push).output();
        }
        return remote(call, true);
    }
}
