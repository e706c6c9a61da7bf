"""How much more N interpreters (or N threads of a free-threaded Python) do than one, as JSON.

    parallel.py interpreters|threads FOLDER ROUNDS WIDTHS MODULE...      WIDTHS such as 1,2,4,8

Each of N threads runs an operation the same number of times; the time is that from the common start to the last end. The widths and the
modules alternate, the best round of each counts. Speed-up is N times the time of one, divided by the time of N.
"""

import importlib
import json
import os
import sys
import threading
import time

from common import OPERATIONS, code, create, destroy, run

SPAN = 60_000_000  # nanoseconds that one thread is busy, about


def together(works):
    """Runs them at the same time, each in a thread; returns the nanoseconds until the last one ends."""
    barrier = threading.Barrier(len(works) + 1)
    ends = [0] * len(works)
    failures = []

    def thread(index, work):
        barrier.wait()
        try:
            work()
        except BaseException as failure:
            failures.append(failure)
        ends[index] = time.perf_counter_ns()

    threads = [threading.Thread(target=thread, args=item) for item in enumerate(works)]
    for item in threads:
        item.start()
    barrier.wait()
    start = time.perf_counter_ns()
    for item in threads:
        item.join()
    if failures:
        raise failures[0]
    return max(ends) - start


def in_interpreters(module, folder, width):
    interpreters = [create() for _ in range(width)]
    for interpreter in interpreters:
        run(interpreter, code(module, folder))
    return [lambda number, count, interpreter=interpreter: run(interpreter, f"run{number}({count})") for interpreter in interpreters]


def in_threads(module, folder, width):
    workers = []
    for _ in range(width):
        scope = {}
        exec(code(module, folder), scope)
        workers.append(lambda number, count, scope=scope: scope[f"run{number}"](count))
    return workers


def main():
    kind, folder, rounds, widths, names = sys.argv[1], sys.argv[2], int(sys.argv[3]), [int(width) for width in sys.argv[4].split(",")], sys.argv[5:]
    workers = {name: (in_interpreters if kind == "interpreters" else in_threads)(name, folder, max(widths)) for name in names}
    result = {operation: {name: {str(width): [] for width in widths} for name in names} for operation in OPERATIONS}
    for number, operation in enumerate(OPERATIONS):
        counts = {}
        for name in names:
            together([lambda work=work: work(number, 1) for work in workers[name]])  # the import
            count = 1000
            while (taken := together([lambda: workers[name][0](number, count)])) < SPAN // 4:
                count *= 2
            counts[name] = max(1, count * SPAN // taken)
        for _ in range(rounds):
            for width in widths:
                for name in names:
                    works = [lambda worker=worker: worker(number, counts[name]) for worker in workers[name][:width]]
                    result[operation][name][str(width)].append(together(works) / counts[name])
    gil = getattr(sys, "_is_gil_enabled", lambda: True)()
    print(json.dumps({
        "python": sys.version.split()[0], "load": os.getloadavg()[0], "processors": os.cpu_count(), "kind": kind, "gil": gil,
        "nanoseconds": {operation: {name: {width: min(times) for width, times in by_width.items()} for name, by_width in by_name.items()} for operation, by_name in result.items()},
    }))
    # Ending eight interpreters with all that they hold is not what is measured.
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
