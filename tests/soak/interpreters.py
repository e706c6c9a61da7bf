"""What interpreters cost: memory kept by each that has ended, speed-up of two on two cores, attaching, an owner check.

    interpreters.py [COUNT]
"""

import os
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "modules", "binding", "tests"))

import binding  # noqa: E402
from support import in_interpreter  # noqa: E402

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 500

USE = {
    "nothing": "pass",
    "array, a C module of CPython": "import array\na = array.array('d', [1.0])",
    "the module": "import binding as b\np = b.Point(1, 2)\nd = b.Dog('x')\nd.toy = [d]\nb.keep([p, d])\nb.catch(lambda: 1 / 0)",
}

LOOPS = {
    "calls": "for i in range(n): add(i, 1)",
    "objects of a class": "for i in range(n): Point(1.0, 2.0)",
    "objects of a struct": "for i in range(n): Vector(1.0, 2.0)",
}

TIMED = """
import binding, os, time
add, Point, Vector, n = binding.add, binding.Point, binding.Vector, {turns}
def loop():
    {loop}
loop()
os.write({ready}, b"x")
os.read({go}, 1)
start = time.perf_counter()
loop()
os.write({answer}, b"%f\\n" % (time.perf_counter() - start))
"""


def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1024


def kept(code):
    """KB per interpreter that was created, ran the code and has ended."""
    for _ in range(20):
        in_interpreter(code)
    before = resident()
    for _ in range(COUNT):
        in_interpreter(code)
    return (resident() - before) / COUNT


def seconds(loop, interpreters, turns=1_000_000):
    """How long the slowest of so many takes; the clocks run at the same time."""
    ready, ready_in = os.pipe()
    go_out, go = os.pipe()
    answer, answer_in = os.pipe()
    code = TIMED.format(loop=loop, turns=turns, ready=ready_in, go=go_out, answer=answer_in)
    threads = [threading.Thread(target=in_interpreter, args=(code,)) for _ in range(interpreters)]
    for thread in threads:
        thread.start()
    for _ in threads:
        os.read(ready, 1)
    os.write(go, b"x" * interpreters)
    for thread in threads:
        thread.join()
    os.close(answer_in)
    with os.fdopen(answer) as lines:
        taken = [float(line) for line in lines]
    for pipe in (ready, ready_in, go_out, go):
        os.close(pipe)
    return max(taken)


def main():
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}\n")
    print(f"| memory kept by an interpreter that has ended, {COUNT} of them | KB |\n|---|---|")
    for name, code in USE.items():
        print(f"| {name} | {kept(code):.1f} |")
    print("\n| two interpreters at once | times as much as one |\n|---|---|")
    for name, loop in LOOPS.items():
        best = max(2 * seconds(loop, 1) / seconds(loop, 2) for _ in range(5))
        print(f"| {name} | {best:.2f} |")
    first, repeated = binding.attach_cost(100_000)
    for _ in range(4):
        more = binding.attach_cost(100_000)
        first, repeated = min(first, more[0]), min(repeated, more[1])
    opening, check = min(binding.owner_check_cost(object(), 1_000_000) for _ in range(5))
    print("\n| | ns |\n|---|---|")
    print(f"| `TryAttach`, the first of a thread | {first:.0f} |")
    print(f"| `TryAttach`, again | {repeated:.0f} |")
    print(f"| `PyHandle.Get` with its scope | {opening:.1f} |")
    print(f"| the owner check in it | {check:.2f} |")


if __name__ == "__main__":
    main()
