"""Records what a real Salt answers: python reference.py CASES OUT [JOBS]

Run by the Python of a Salt installation. CASES is a folder of cases in the form of src/test/resources/states, `expect` left out;
each is run in a fresh folder with the grains of the case and nothing else, and written to OUT with `expect` filled in; one with
`split` becomes a case for each of its runs. Not for root: states really run. `record` calls this.
"""

import json
import os
import re
import shutil
import sys
import tempfile
import traceback

import salt.client
import salt.config
import salt.loader
import salt.minion
import salt.payload
import salt.utils.args
import salt.version
from salt.exceptions import CommandExecutionError, SaltInvocationError

GRAINS = json.load(open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "grains.json"), encoding="utf-8"))
TRACE = re.compile(r"Traceback \(most recent call last\):\n(?:[ ].*\n|\n(?=  ))+")


def write_tree(root, tree):
    for folder in ("srv/base", "pillar/base", "work", "sys/var/cache/salt/minion", "conf", "sys/log", "sys/run"):
        os.makedirs(os.path.join(root, folder), exist_ok=True)
    for path, content in tree.items():
        full = os.path.join(root, path)
        if path.endswith("/"):
            os.makedirs(full, exist_ok=True)
            continue
        os.makedirs(os.path.dirname(full), exist_ok=True)
        mode = 0o644
        if isinstance(content, dict):
            if "link" in content:
                os.symlink(content["link"].replace("{{ROOT}}", root), full)
                continue
            mode = int(str(content.get("mode", "0644")), 8)
            content = content.get("text", "")
        with open(full, "w", encoding="utf-8", newline="") as file:
            file.write(content.replace("{{ROOT}}", root))
        os.chmod(full, mode)


def roots(root, area):
    base = os.path.join(root, area)
    return {env: [os.path.join(base, env)] for env in sorted(os.listdir(base))}


def options(root, case):
    conf = {
        "id": "web01",
        "file_client": "local",
        "local": True,
        "root_dir": root + "/sys",
        "cachedir": root + "/sys/var/cache/salt/minion",
        "pki_dir": root + "/conf/pki",
        "sock_dir": root + "/sys/run",
        "log_file": root + "/sys/log/minion",
        "conf_file": root + "/conf/minion",
        "file_roots": roots(root, "srv"),
        "pillar_roots": roots(root, "pillar"),
        "autoload_dynamic_modules": False,
        "state_output": "full",
        "fileserver_backend": ["roots"],
        "grains_cache": False,
        "enable_fqdns_grains": False,
    }
    conf.update(case.get("config", {}))
    with open(root + "/conf/minion", "w", encoding="utf-8") as file:
        json.dump(conf, file)
    opts = salt.config.minion_config(root + "/conf/minion")
    opts["__cli"] = "salt-call"
    opts["local"] = True
    return opts


def plain(value, root):
    if isinstance(value, dict):
        out = {}
        for key, inner in value.items():
            if key == "__sls_included_from__":
                continue  # newer than the recorded answers of 3007.0
            if key == "pid" and isinstance(inner, int):
                inner = "{{PID}}"
            out[plain(str(key) if not isinstance(key, str) else key, root)] = plain(inner, root)
        if "__run_num__" in out or "result" in out:
            out.pop("duration", None)
            out.pop("start_time", None)
        return out
    if isinstance(value, (list, tuple)):
        return [plain(inner, root) for inner in value]
    if isinstance(value, (set, frozenset)):
        return sorted(plain(inner, root) for inner in value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, str):
        return TRACE.sub("{{TRACEBACK}}\n", str(value).replace(root, "{{ROOT}}"))
    if value is None or isinstance(value, (bool, int, float)):
        return value
    return str(value)


def work_files(root):
    found = {}
    base = os.path.join(root, "work")
    for folder, folders, files in os.walk(base):
        for name in folders + files:
            full = os.path.join(folder, name)
            path = os.path.relpath(full, base)
            mode = "%04o" % (os.lstat(full).st_mode & 0o7777)
            if os.path.islink(full):
                found[path] = {"link": os.readlink(full).replace(root, "{{ROOT}}")}
            elif os.path.isdir(full):
                found[path + "/"] = {"mode": mode}
            else:
                with open(full, encoding="utf-8", newline="") as file:
                    found[path] = {"text": file.read().replace(root, "{{ROOT}}"), "mode": mode}
    return found


def call(minion, opts, run, root):
    context = minion.functions.pack["__context__"]
    context.pop("retcode", None)
    fun = run["fun"]
    words = [a.replace("{{ROOT}}", root) if isinstance(a, str) else a for a in run.get("args", [])]
    keywords = dict(run.get("kwargs", {}), __kwarg__=True)
    try:
        args, kwargs = salt.minion.load_args_and_kwargs(
            minion.functions[fun],
            salt.utils.args.parse_input(words + ([keywords] if len(keywords) > 1 else [])),
            data={"fun": fun, "pid": os.getpid(), "jid": "20260102030405000006", "tgt": "salt-call"},
        )
        answer = minion.functions[fun](*args, **kwargs)
    except (SaltInvocationError, TypeError) as exc:
        return {"retcode": 1, "error": plain("%s." % str(exc).rstrip("."), root)}
    except CommandExecutionError as exc:
        return {"retcode": 1, "stderr": plain("Error running '%s': %s\n" % (fun, exc), root)}
    except Exception:
        return {"retcode": 1, "stdout": "", "stderr": plain(traceback.format_exc(), root)}
    retcode = context.get("retcode", 0)
    if retcode == 0 and isinstance(answer, dict) and not all(answer.get(x, True) for x in ("result", "success")):
        retcode = 1
    return {"retcode": retcode, "return": plain(answer, root)}


def record(case):
    root = os.path.realpath(tempfile.mkdtemp(prefix="salt-case-"))
    try:
        write_tree(root, case["tree"])
        grains = dict(GRAINS, **case.get("grains", {}))
        salt.loader.grains = lambda *a, **k: json.loads(json.dumps(grains))
        minion = None
        for run in case["runs"]:
            if minion is None or not case.get("split"):
                opts = options(root, case)
                minion = salt.minion.SMinion(opts)
            if case.get("split"):
                shutil.rmtree(root + "/work")
                write_tree(root, {p: t for p, t in case["tree"].items() if p.startswith("work/")})
            run["expect"] = call(minion, opts, run, root)
            if run.get("files"):
                run["expect"]["files"] = work_files(root)
        return case
    finally:
        shutil.rmtree(root, ignore_errors=True)


def parts(case):
    """A case of its own for each run that does not build on the runs before it, so that one difference hides no other."""
    if not case.pop("split", False):
        return [case]
    return [dict(case, name="%s-%02d" % (case["name"], i), runs=[run]) for i, run in enumerate(case["runs"])]


def main(source, target, jobs):
    os.umask(0o022)
    names = sorted(n for n in os.listdir(source) if n.endswith(".json"))
    children = []
    for job in range(jobs):
        pid = os.fork()
        if pid:
            children.append(pid)
            continue
        for name in names[job::jobs]:
            # a process for each case: modules keep what they once loaded
            inner = os.fork()
            if inner:
                os.waitpid(inner, 0)
                continue
            try:
                with open(os.path.join(source, name), encoding="utf-8") as file:
                    case = record(json.load(file))
                for part in parts(case):
                    with open(os.path.join(target, part["name"] + ".json"), "w", encoding="utf-8") as file:
                        json.dump(part, file, indent=1)
            except BaseException:
                traceback.print_exc()
            os._exit(0)
        os._exit(0)
    for pid in children:
        os.waitpid(pid, 0)


if __name__ == "__main__":
    if os.geteuid() == 0:
        sys.exit("Not as root: the states of the cases really run.")
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 2)
