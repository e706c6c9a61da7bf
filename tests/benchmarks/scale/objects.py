"""Many live objects: bytes of each, time to make and to release them, and what they cost everything else, as JSON.

    objects.py FOLDER MODULE CLASS COUNT
"""

import gc
import importlib
import json
import sys
import time

from common import status

folder, name, kind, count = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
sys.path.insert(0, folder)
module = importlib.import_module(name)
make = getattr(module, kind)


def timed(work):
    start = time.perf_counter_ns()
    result = work()
    return time.perf_counter_ns() - start, result


def churn():
    """Makes and drops short-lived objects, a thousand at a time so that they take no memory worth speaking of; ns of each."""

    def thousands():
        for _ in range(200):
            [make(1.0, 2.0) for _ in range(1000)]

    return min(timed(thousands)[0] for _ in range(5)) / 200_000


def collections():
    """The pause of a .NET collection of each generation in ms, best of three."""
    collect = getattr(module, "collect", None)
    return collect and {str(generation): min(collect(generation) for _ in range(3)) / 1e6 for generation in (0, 1, 2)}


make(1.0, 2.0)
gc.disable()
idle = {"churn_ns": churn(), "collections_ms": collections()}
before = status()["rss_kb"]
made, objects = timed(lambda: [make(1.0, 2.0) for _ in range(count)])
peak = status()["rss_kb"] - before
first = collections()
settled = status()["rss_kb"] - before
result = {
    "count": count,
    "make_ns": made / count,
    # A list holds 8 bytes for each.
    "bytes": peak * 1024 / count - 8,
    "bytes_after_collection": settled * 1024 / count - 8,
    "python_collection_ms": timed(gc.collect)[0] / 1e6,
    "collections_ms": first,
    "churn_ns": churn(),
    "idle": idle,
}
released, _ = timed(objects.clear)
result["release_ns"] = released / count
print(json.dumps(result))
