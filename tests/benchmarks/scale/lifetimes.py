"""Interpreters that come and go: what each takes and what it leaves, as JSON.

    lifetimes.py FOLDER COUNT [MODULE]       without a module: the interpreters alone
"""

import json
import sys
import time

from common import create, destroy, run, status

folder, count, module = sys.argv[1], int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else None
USE = "pass" if module is None else f"""
import sys
sys.path.insert(0, {folder!r})
import {module} as m
points = [m.Point(1.0, 2.0) for _ in range(100)]
assert m.greet('Monty') == 'Hello, Monty!' and m.apply(lambda value: value, 42) == 42
"""


def life():
    interpreter = create()
    run(interpreter, USE)
    destroy(interpreter)


for _ in range(count // 5):
    life()
before, start = status()["rss_kb"], time.perf_counter_ns()
for _ in range(count - count // 5):
    life()
lives = count - count // 5
print(json.dumps({"kept_kb": (status()["rss_kb"] - before) / lives, "ms": (time.perf_counter_ns() - start) / 1e6 / lives, "lives": count}))
