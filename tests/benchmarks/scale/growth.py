"""What importing modules takes in this fresh process, as JSON: time, page faults, memory, threads.

    growth.py FOLDER MODULE...
"""

import importlib
import json
import resource
import sys
import time

from common import status

sys.path.insert(0, sys.argv[1])
before, faults = status(), resource.getrusage(resource.RUSAGE_SELF)
start = time.perf_counter_ns()
for name in sys.argv[2:]:
    importlib.import_module(name)
taken = time.perf_counter_ns() - start
after, now = status(), resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({
    "ms": taken / 1e6,
    "minor_faults": now.ru_minflt - faults.ru_minflt,
    "major_faults": now.ru_majflt - faults.ru_majflt,
    **{name: after[name] - before[name] for name in after},
}))
