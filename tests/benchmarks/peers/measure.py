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

BATCH = 2_000_000  # nanoseconds that one batch takes, about
IMPORTS = 15

# name, statement, what prepares it, what the statement (an expression then) must give
OPERATIONS = [
    ("noop()", "noop()", "noop = m.noop", None),
    ("ident(o)", "ident(o)", "ident = m.ident; o = ()", ()),
    ("add(int, int)", "add(20, 22)", "add = m.add", 42),
    ("strlen(str)", "strlen(s)", "strlen = m.strlen; s = 'a string of some length'", 23),
    ("greet(str) → str", "greet(s)", "greet = m.greet; s = 'Monty'", "Hello, Monty!"),
    ("kw(1, c=5)", "kw(1, c=5)", "kw = m.kw", 8),
    ("optional(None)", "optional(None)", "optional = m.optional", None),
    ("sum of list[int] × 1000", "sum_list(l)", "sum_list = m.sum_list; l = list(range(1000, 2000))", 1499500),
    ("list of 1000 ints out", "list_out(1000)", "list_out = m.list_out", list(range(1000))),
    ("dict[str, int] × 100 in", "dict_in(d)", "dict_in = m.dict_in; d = {f'key{i}': i for i in range(100)}", 4950),
    ("dict[str, int] × 100 out", "dict_out()", "dict_out = m.dict_out", {f"key{i}": i for i in range(100)}),
    ("bytes 1 KB in", "bytes_in(b)", "bytes_in = m.bytes_in; b = bytes(range(256)) * 4", 1024 + 255),
    ("bytes 1 KB out", "bytes_out()", "bytes_out = m.bytes_out", bytes(range(256)) * 4),
    ("raise ValueError, caught", "try: raise_error()\n        except ValueError: pass", "raise_error = m.raise_error", ...),
    ("throw ValueError, caught", "try: throw_error()\n        except ValueError: pass", "throw_error = getattr(m, 'throw_error', m.raise_error)", ...),
    ("call a Python callable", "apply(f, 42)", "apply = m.apply; f = lambda value: value", 42),
    ("Point(1.0, 2.0)", "Point(1.0, 2.0)", "Point = m.Point", ...),
    ("p.norm()", "p.norm()", "p = m.Point(3.0, 4.0)", 5.0),
    ("p.x", "p.x", "p = m.Point(3.0, 4.0)", 3.0),
    ("p.x = v", "p.x = 2.5", "p = m.Point(3.0, 4.0)", ...),
    ("p + q", "p + q", "p = m.Point(1.5, 2.5); q = m.Point(3.0, 4.0)", ...),
    ("p == q", "p == q", "p = m.Point(1.5, 2.5); q = m.Point(1.5, 2.5)", True),
    ("Vector(1.0, 2.0)", "Vector(1.0, 2.0)", "Vector = getattr(m, 'Vector', m.Point)", ...),
    ("v.norm()", "v.norm()", "v = getattr(m, 'Vector', m.Point)(3.0, 4.0)", 5.0),
    ("v.x", "v.x", "v = getattr(m, 'Vector', m.Point)(3.0, 4.0)", 3.0),
    ("v + w", "v + w", "v = getattr(m, 'Vector', m.Point)(1.5, 2.5); w = getattr(m, 'Vector', m.Point)(3.0, 4.0)", ...),
    ("v == w", "v == w", "v = getattr(m, 'Vector', m.Point)(1.5, 2.5); w = getattr(m, 'Vector', m.Point)(1.5, 2.5)", True),
    ("str(p)", "str(p)", "p = m.Point(1.5, 2.5)", "Point(1.5, 2.5)"),
    ("repr(p)", "repr(p)", "p = m.Point(1.5, 2.5)", "Point(1.5, 2.5)"),
]

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


def check(module):
    for name, statement, setup, expected in OPERATIONS:
        if expected is not ...:
            scope = {"m": module}
            exec(setup, scope)
            found = eval(statement, scope)
            assert found == expected and type(found) is type(expected), f"{module.__name__}: {name} gives {found!r}"
    p, q = module.Point(1.0, 2.0) + module.Point(0.5, 0.25), module.Point(1.5, 2.25)
    p.x += 1
    q.x = 2.5
    assert type(p) is module.Point and p == q and (p.x, p.y) == (2.5, 2.25) and p != module.Point(1.0, 2.0)
    try:
        module.raise_error()
    except ValueError as error:
        assert str(error) == "wrong"
    else:
        raise AssertionError(f"{module.__name__}: raise_error() does not raise")


def summary(samples):
    low, median, high = statistics.quantiles(samples, n=4)
    return {"best": min(samples), "median": median, "low": low, "high": high, "rounds": len(samples)}


def calls(modules, rounds):
    """Per operation and module: best, median and quartiles in ns."""
    batches = []
    for name, statement, setup, _ in [*OPERATIONS, ("", "pass", "pass", ...)]:
        for module in modules if name else [None]:
            run = prepare(module, statement, setup)
            run(100)  # the interpreter specialises
            count = 100
            while (taken := min(run(count), run(count))) < BATCH // 4:
                count *= 2
            batches.append((name, module and module.__name__, run, max(1, count * BATCH // taken), []))
    gc.disable()
    for _ in range(rounds):
        for _, _, run, count, samples in batches:
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
    print(json.dumps({"python": sys.version.split()[0], "load": os.getloadavg()[0], "calls": measured, "loop": loop, "import": import_times}))


if __name__ == "__main__":
    main()
