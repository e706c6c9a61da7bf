"""Measures figures_pyext against figures_c and hello's import, and prints the figures as JSON.

    measure.py FOLDER-OF-FIGURES_C [ROUNDS]

Both modules do the same in one process; their rounds alternate, so that a slow moment of the machine hits both. The best round of
each counts: what is above it was somebody else's work.
"""

import itertools
import json
import subprocess
import sys
import time

folder, rounds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 25
sys.path.insert(0, folder)

import figures_c  # noqa: E402
import figures_pyext  # noqa: E402

CALLS = 200_000

IMPORT = """
import sys, time
sys.path.insert(0, {folder!r})
def rss():
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * 4096
before = rss()
start = time.perf_counter_ns()
import {module}
print(time.perf_counter_ns() - start, rss() - before)
"""


def noop(module):
    function = module.noop
    start = time.perf_counter_ns()
    for _ in itertools.repeat(None, CALLS):
        function()
    return (time.perf_counter_ns() - start) / CALLS


def add(module):
    function = module.add
    start = time.perf_counter_ns()
    for _ in itertools.repeat(None, CALLS):
        function(20, 22)
    return (time.perf_counter_ns() - start) / CALLS


def point(module):
    function = module.Point
    start = time.perf_counter_ns()
    for _ in itertools.repeat(None, CALLS):
        function(1.0, 2.0)
    return (time.perf_counter_ns() - start) / CALLS


def calls():
    modules = (figures_c, figures_pyext)
    assert all(module.add(20, 22) == 42 and module.noop() is None and module.Point(3.0, 4.0).norm2() == 25.0 for module in modules)
    best = {}
    for _ in range(rounds):
        for operation in (noop, add, point):
            for module in modules:
                key = operation.__name__, module.__name__
                best[key] = min(best.get(key, float("inf")), operation(module))
    return {name: {"c": best[name, "figures_c"], "pyext": best[name, "figures_pyext"]} for name in ("noop", "add", "point")}


def first_import(module):
    """The median of fresh processes: time in ms, memory in KB."""
    times, memory = [], []
    for _ in range(15):
        output = subprocess.run([sys.executable, "-c", IMPORT.format(folder=folder, module=module)], capture_output=True, text=True, check=True).stdout
        nanoseconds, added = map(int, output.split())
        times.append(nanoseconds / 1e6)
        memory.append(added / 1024)
    return {"ms": sorted(times)[len(times) // 2], "rss_kb": sorted(memory)[len(memory) // 2]}


print(json.dumps({"calls": calls(), "import": {"pyext": first_import("hello"), "c": first_import("figures_c")}}))
