# Runs one SLS file of the renderer "py": python3 frame.py FOLDER. Reads given.json and sls.py there; writes one JSON object a
# line: {"call", "args", "kwargs", "number"} asks for the file NUMBER.json, {"result"} or {"failed"} is the end.
import json
import os
import sys
import time
import traceback

folder = sys.argv[1]
parent = os.getppid()
out = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)  # what the script prints is no answer


def say(message):
    out.write(json.dumps(message, default=str) + "\n")
    out.flush()


class CommandExecutionError(Exception):
    pass


class SaltInvocationError(Exception):
    pass


class Function:
    def __init__(self, name):
        self.name = name

    def __call__(self, *args, **kwargs):
        Function.number = getattr(Function, "number", 0) + 1
        say({"call": self.name, "args": args, "kwargs": kwargs, "number": Function.number})
        path = os.path.join(folder, "%d.json" % Function.number)
        while not os.path.exists(path):
            if os.getppid() != parent:
                sys.exit("nobody answers any more")
            time.sleep(0.002)
        with open(path, encoding="utf-8") as file:
            answer = json.load(file)
        if "error" in answer:
            kinds = {"SaltInvocationError": SaltInvocationError, "TypeError": TypeError, "KeyError": KeyError}
            raise kinds.get(answer["type"], CommandExecutionError)(answer["error"])
        return answer["answer"]


class Module:
    def __init__(self, salt, name):
        self._salt, self._name = salt, name

    def __getattr__(self, name):
        return self._salt[self._name + "." + name]


class Functions(dict):
    def __getattr__(self, name):
        return Module(self, name)


with open(os.path.join(folder, "given.json"), encoding="utf-8") as file:
    given = json.load(file)
salt = Functions((name, Function(name)) for name in given["functions"])
names = {"__name__": "sls"}
for word in ("grains", "pillar", "opts", "sls", "env"):
    names["__%s__" % word] = given[word]
for word in ("grains", "pillar", "opts", "sls"):
    names[word] = given[word]
names.update(__salt__=salt, salt=salt, saltenv=given["env"])
names.update(given.get("extra", {}))
path = os.path.join(folder, "sls.py")
try:
    with open(path, encoding="utf-8") as file:
        exec(compile(file.read(), path, "exec"), names)
    say({"result": names["run"]()})
except Exception:
    say({"failed": traceback.format_exc()})
