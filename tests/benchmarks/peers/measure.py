"""Measures the modules of a folder that do the same, and prints the figures as JSON.

    measure.py FOLDER ROUNDS MODULE...
    measure.py FOLDER check MODULE        fails unless the module does what it should

All modules are measured in one process, in turn: each round runs every operation of every module once (A B C … A B C …), so that a
slow moment of the machine hits all of them. The best round is what the code takes; median and quartiles show how quiet the machine
was. Times contain the `for` loop around the call, which `loop` tells.
"""

import gc
import importlib
import json
import os
import statistics
import subprocess
import sys
import time

from operations import MISSING, OPERATIONS, TOPICS, check, operations_of

BATCH = 2_000_000  # nanoseconds that one batch takes, about
IMPORTS = 15

# Each module gets code of its own: the interpreter specialises a call site for what it has seen there.
CODE = """
def prepare(m, repeat, clock):
    {setup}
    def run(count):
        times = repeat(None, count)
        start = clock()
        for _ in times:
            {statement}
        return clock() - start
    return run
"""

IMPORT = """
import sys, time
sys.path.insert(0, {folder!r})
start = time.perf_counter_ns()
import {module}
print(time.perf_counter_ns() - start)
"""


def prepare(module, statement, setup):
    import itertools

    scope = {}
    exec(CODE.format(setup=setup, statement=statement.replace("\n        ", "\n            ")), scope)
    return scope["prepare"](module, itertools.repeat, time.perf_counter_ns)


def summary(samples):
    low, median, high = statistics.quantiles(samples, n=4)
    return {"best": min(samples), "median": median, "low": low, "high": high, "rounds": len(samples)}


def calls(modules, rounds):
    """Per operation and module: best, median and quartiles in ns."""
    batches = []
    can = {module.__name__: {name for name, *_ in operations_of(module.__name__)} for module in modules}
    for name, statement, setup, _ in [*OPERATIONS, ("", "pass", "pass", ...)]:
        for module in modules if name else [None]:
            if module and name not in can[module.__name__]:
                continue
            run = prepare(module, statement, setup)
            run(10)
            count = 10
            while (taken := min(run(count), run(count))) < BATCH // 4:
                count *= 2
            batches.append((name, module and module.__name__, run, max(1, count * BATCH // taken), []))
    gc.disable()
    for _ in range(rounds):
        for _, _, run, count, samples in batches:
            run(count)  # warms the caches: after the million ints of an operation before, the first two milliseconds took .NET's allocations twice the time
            samples.append(run(count) / count)
        gc.collect()
    gc.enable()
    result = {name: {} for name, *_ in OPERATIONS}
    for name, module, _, _, samples in batches[:-1]:
        result[name][module] = summary(samples)
    return result, summary(batches[-1][-1])


def imports(folder, modules):
    """The first import in ms, in fresh processes, in turn."""
    samples = {module: [] for module in modules}
    for _ in range(IMPORTS):
        for module in modules:
            command = [sys.executable, "-c", IMPORT.format(folder=folder, module=module)]
            samples[module].append(int(subprocess.run(command, capture_output=True, text=True, check=True).stdout) / 1e6)
    return {module: summary(times) for module, times in samples.items()}


def main():
    folder, rounds, names = sys.argv[1], sys.argv[2], sys.argv[3:]
    sys.path.insert(0, folder)
    modules = [importlib.import_module(name) for name in names]
    for module in modules:
        check(module)
    if rounds == "check":
        return
    import_times = imports(folder, names)
    measured, loop = calls(modules, int(rounds))
    print(json.dumps({"python": sys.version.split()[0], "load": os.getloadavg()[0], "calls": measured, "loop": loop, "import": import_times,
                      "topics": {topic: [name for name, *_ in operations] for topic, operations in TOPICS},
                      "missing": {name: MISSING[name] for name in names if name in MISSING}}))


if __name__ == "__main__":
    main()
