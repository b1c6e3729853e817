"""The templates through the real Jinja2, in its sandbox as Salt uses it: python3 reference.py SECONDS"""

import os
import sys
import time

import jinja2
import jinja2.sandbox

here = os.path.join(os.path.dirname(os.path.abspath(__file__)), "templates")
rows = [{"number": i, "name": "site-%d" % i, "port": 8000 + i, "tags": ["a", "b"]} for i in range(200)]
environment = jinja2.sandbox.SandboxedEnvironment(
    undefined=jinja2.StrictUndefined, extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"], cache_size=0)
for name in sorted(os.listdir(here)):
    with open(os.path.join(here, name), encoding="utf-8") as file:
        text = file.read()
    first = time.monotonic()
    length = len(environment.from_string(text).render(rows=rows))
    first = time.monotonic() - first
    count, start = 0, time.process_time()
    while time.process_time() - start < float(sys.argv[1]):
        environment.from_string(text).render(rows=rows)  # read and rendered, as each SLS is
        count += 1
    print("%-12s jinja2  %8.2f ms a rendering, the first %.1f ms, %d characters" % (name, (time.process_time() - start) / count * 1e3, first * 1e3, length))
