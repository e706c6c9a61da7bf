"""Measures the generated suites of 720 functions and 720 classes, and prints the figures as JSON.

    measure.py FOLDER-OF-PEERS ROUNDS SITE SUITE MODULE...

One function (or class) is called again and again, as nanobind's own benchmark does, and all 720 in turn, which is what a program with
many functions does: the code is then no longer in the processor's caches. Rounds alternate between the modules.
"""

import gc
import importlib
import json
import os
import sys

sys.path.insert(0, sys.argv[1])
from measure import imports, summary  # noqa: E402

NUMBER = 100  # all 720, that often per round
HOT = 20_000


def call_one(function, count, clock):
    times = range(count)
    start = clock()
    for _ in times:
        function(1, 2, 3, 4, 5, 6)
    return clock() - start


def call_all(functions, count, clock):
    times = range(count)
    start = clock()
    for _ in times:
        for function in functions:
            function(1, 2, 3, 4, 5, 6)
    return clock() - start


def sum_all(objects, count, clock):
    times = range(count)
    start = clock()
    for _ in times:
        for item in objects:
            item.sum()
    return clock() - start


def operations(module, suite):
    from time import perf_counter_ns as clock

    if suite == "functions":
        every = [getattr(module, f"test{i:04}") for i in range(720)]
        assert all(function(1, 2, 3, 4, 5, 6) == 21.0 for function in every), module.__name__
        return {
            "call of one": lambda: call_one(every[0], HOT, clock) / HOT,
            "call of each in turn": lambda: call_all(every, NUMBER // 4, clock) / (NUMBER // 4) / 720,
        }
    every = [getattr(module, f"Struct{i:04}") for i in range(720)]
    objects = [make(1, 2, 3, 4, 5, 6) for make in every]
    assert all(item.sum() == 21.0 for item in objects), module.__name__
    return {
        "instance of one": lambda: call_one(every[0], HOT, clock) / HOT,
        "instance of each in turn": lambda: call_all(every, NUMBER // 4, clock) / (NUMBER // 4) / 720,
        "method of each in turn": lambda: sum_all(objects, NUMBER // 4, clock) / (NUMBER // 4) / 720,
    }


def main():
    rounds, site, suite, names = int(sys.argv[2]), sys.argv[3], sys.argv[4], sys.argv[5:]
    sys.path.insert(0, site)
    import_times = imports(site, names)
    todo = {name: operations(importlib.import_module(name), suite) for name in names}
    samples = {operation: {name: [] for name in names} for operation in todo[names[0]]}
    gc.disable()
    for _ in range(rounds):
        for operation, results in samples.items():
            for name in names:
                results[name].append(todo[name][operation]())
        gc.collect()
    print(json.dumps({
        "python": sys.version.split()[0], "load": os.getloadavg()[0], "import": import_times,
        "calls": {operation: {name: summary(values) for name, values in results.items()} for operation, results in samples.items()},
    }))


if __name__ == "__main__":
    main()
