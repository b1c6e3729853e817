package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Support;
import org.saltern.modules.Values;
import org.saltern.modules.exec.Paths;

/** {@code virtualenv.managed}: virtual environments of Python and the packages in them. */
final class VirtualenvStates {
    private static final Support SUPPORT =
            Support.compared("virtualenv, venv, pip", ", packages from files of the host");

    private VirtualenvStates() {}

    static List<Function> all() {
        String takes =
                "name, venv_bin=None, requirements=None, system_site_packages=False,"
                        + " distribute=False, use_wheel=False, clear=False, python=None,"
                        + " extra_search_dir=None, never_download=None, prompt=None, user=None,"
                        + " cwd=None, index_url=None, extra_index_url=None, pre_releases=False,"
                        + " no_deps=False, pip_download=None, pip_download_cache=None,"
                        + " pip_exists_action=None, pip_ignore_installed=False, proxy=None,"
                        + " use_vt=False, env_vars=None, no_use_wheel=False, pip_upgrade=False,"
                        + " pip_pkgs=None, pip_no_cache_dir=False, pip_cache_dir=None,"
                        + " process_dependency_links=False, no_binary=None, **kwargs";
        return SUPPORT.behind(
                List.of(
                        Function.named("virtualenv.managed")
                                .doc("A virtual environment with these packages.")
                                .takes(takes)
                                .runs(VirtualenvStates::managed),
                        Function.named("virtualenv.manage")
                                .doc("The same as virtualenv.managed.")
                                .takes(takes)
                                .runs(VirtualenvStates::managed)));
    }

    private static String version(Call call, String python) throws Exception {
        return new Exec(call).run("cmd.run", Values.text(python + " -V")).asText().strip();
    }

    private static JsonNode managed(Call call) throws Exception {
        String name = call.text("name");
        String python = name + "/bin/python";
        StateResult result = StateResult.of(call);
        boolean there = Paths.exists(call.machine(), python);
        boolean clear = call.flag("clear");
        ObjectNode where = Json.object().put("bin_env", name);
        if (there && clear) {
            result.change("cleared_packages", new Exec(call).with("pip.freeze", where));
            result.change("old", version(call, python));
        }
        if (call.context().test()) {
            return there && !clear
                    ? result.done("Virtualenv " + name + " is already created").tree()
                    : result.would(
                                    "Virtualenv "
                                            + name
                                            + (there
                                                    ? " is set to be cleared"
                                                    : " is set to be created"))
                            .tree();
        }
        String words = "virtualenv exists";
        if (!there || clear) {
            JsonNode ran;
            try {
                ran = create(call);
            } catch (ModuleError e) {
                return result.failed("Failed to create virtualenv: " + e.getMessage()).tree();
            }
            if (ran.path("retcode").asInt(1) != 0) {
                return result.failed(ran.path("stdout").asText() + ran.path("stderr").asText())
                        .tree();
            }
            result.change("new", version(call, python));
            words = clear ? "Cleared existing virtualenv" : "Created new virtualenv";
        }
        boolean fills =
                Values.isTrue(call.value("requirements")) || Values.isTrue(call.value("pip_pkgs"));
        return fills ? fill(call, result, words) : result.done(words).tree();
    }

    private static JsonNode create(Call call) throws Exception {
        ObjectNode how = Json.object().put("path", call.text("name"));
        for (String same :
                List.of(
                        "venv_bin",
                        "system_site_packages",
                        "distribute",
                        "clear",
                        "python",
                        "extra_search_dir",
                        "never_download",
                        "prompt",
                        "user")) {
            how.set(same, call.value(same));
        }
        for (String same : List.of("symlinks", "upgrade", "pip")) {
            if (!call.keyword(same).isNull()) {
                how.set(same, call.keyword(same));
            }
        }
        return new Exec(call).with("virtualenv.create", how);
    }

    private static JsonNode fill(Call call, StateResult result, String words) throws Exception {
        var exec = new Exec(call);
        ObjectNode where = Json.object().put("bin_env", call.text("name"));
        where.set("user", call.value("user"));
        List<String> before = Call.texts(exec.with("pip.freeze", where));
        ObjectNode how = where.deepCopy();
        String[][] names = {
            {"pkgs", "pip_pkgs"},
            {"requirements", "requirements"},
            {"no_binary", "no_binary"},
            {"index_url", "index_url"},
            {"extra_index_url", "extra_index_url"},
            {"download", "pip_download"},
            {"pre_releases", "pre_releases"},
            {"exists_action", "pip_exists_action"},
            {"ignore_installed", "pip_ignore_installed"},
            {"upgrade", "pip_upgrade"},
            {"no_deps", "no_deps"},
            {"proxy", "proxy"},
            {"env_vars", "env_vars"},
            {"no_cache_dir", "pip_no_cache_dir"},
            {"cache_dir", "pip_cache_dir"}
        };
        for (String[] pair : names) {
            how.set(pair[0], call.value(pair[1]));
        }
        String first = call.texts("requirements").stream().findFirst().orElse("");
        boolean absolute = first.startsWith("/") || first.startsWith("salt://");
        how.set("cwd", call.value("cwd"));
        if (!first.isEmpty() && !absolute) {
            return result.failed(
                            "The requirements file '"
                                    + first
                                    + "' must be an absolute path or a file of the master"
                                    + " (salt://)")
                    .tree();
        }
        JsonNode ran = exec.with("pip.install", how);
        boolean ok = ran.path("retcode").asInt(1) == 0;
        List<String> after = Call.texts(exec.with("pip.freeze", where));
        var added = new ArrayList<>(after);
        added.removeAll(before);
        var gone = new ArrayList<>(before);
        gone.removeAll(after);
        if (!added.isEmpty() || !gone.isEmpty()) {
            ObjectNode both = Json.object();
            both.set("new", added.isEmpty() ? Values.text("") : Values.texts(added));
            both.set("old", gone.isEmpty() ? Values.text("") : Values.texts(gone));
            result.change("packages", both);
        }
        return ok
                ? result.done(words).tree()
                : result.failed(
                                words
                                        + "\n"
                                        + ran.path("stdout").asText()
                                        + "\n"
                                        + ran.path("stderr").asText())
                        .tree();
    }
}
