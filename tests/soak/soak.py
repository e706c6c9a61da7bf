"""Eight interpreters with their own GIL that do everything at once, for as long as one likes; reports how memory grows.

    soak.py [SECONDS]

Each makes objects and values, calls back, raises, iterates, awaits tasks that finish on .NET's thread pool, cancels some, drops handles on foreign threads and to the .NET garbage collector, passes buffers and lists, and attaches threads that Python has not made,
while .NET collections are forced. Every answer is checked. Exit code 1 with the failures, if there are any.
"""

import os
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "modules", "binding", "tests"))

from support import in_interpreter  # noqa: E402

SECONDS = float(sys.argv[1]) if len(sys.argv) > 1 else 20
INTERPRETERS = 8

WORK = """
import asyncio, os, time
import binding

async def wait(number):
    sums = await asyncio.gather(*(binding.add_later(i, number, i % 3) for i in range(20)), *(binding.add_on_the_pool(i, number) for i in range(20)))
    assert sums == [i + number for i in range(20)] * 2, sums
    assert await binding.add_now(number, 1) == number + 1
    task = asyncio.create_task(binding.answer_when_cancelled())
    left = asyncio.create_task(binding.never())
    await asyncio.sleep(0)
    task.cancel()
    left.cancel()
    assert (await asyncio.gather(task, left, return_exceptions=True))[0] == 42
    try:
        await binding.fail_later("text")
    except ValueError:
        pass
    else:
        raise AssertionError("no error")

def work(number, end, report):
    turns = 0
    point = binding.Point(0, 0)
    while time.time() < end:
        for i in range(200):
            point = binding.Point(float(i), 1.0) + binding.Point(1.0, 1.0)
            assert type(point) is binding.Point and point.x == i + 1.0
            assert binding.anything(point) is point
            vector = binding.Vector(i, 1.0) + binding.Vector(1.0, 1.0)
            assert (vector.x, vector.y) == (i + 1.0, 2.0)
            assert binding.text("text %d \\u00e9" % i) == "text %d \\u00e9" % i
        assert binding.integers(list(range(100))) is not None
        assert binding.catch(lambda: 1 / 0) == "ZeroDivisionError: division by zero"
        for kind, expected in (("argument", ValueError), ("key", KeyError), ("inner", RuntimeError)):
            try:
                binding.throw(kind)
            except expected:
                pass
            else:
                raise AssertionError(kind)
        assert binding.call_through(lambda: point) is point
        dog = binding.Dog("Rex")
        dog.toy = [dog, point]
        dog.set_friend(dog)
        binding.keep([point, dog])
        assert binding.kept()[0] is point
        binding.drop_later(point)
        binding.drop_elsewhere(point, 20)
        assert sum(binding.count_to(100)) == 4950 and len(list(binding.Bag(["a", "b"]))) == 2
        next(binding.notes_its_end(3))
        if turns % 10 == 5:
            asyncio.run(wait(number))
        if turns % 10 == 0:
            seen = []
            assert binding.call_from_threads(seen.append, 2, 5) == 10 and len(seen) == 10
        if turns % 50 == number:
            binding.collect()
        turns += 1
        binding.count(1)
    assert binding.count(0) == turns
    os.write(report, b"%d %d\\n" % (number, turns))

work({number}, {end}, {report})
"""


def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024


def slope(samples):
    """KB per minute by least squares over the second half, when everything has warmed up."""
    half = samples[len(samples) // 2 :]
    if len(half) < 3:
        return 0.0
    n = len(half)
    mean_t, mean_m = sum(t for t, _ in half) / n, sum(m for _, m in half) / n
    spread = sum((t - mean_t) ** 2 for t, _ in half)
    return 60 * sum((t - mean_t) * (m - mean_m) for t, m in half) / spread


def main():
    read, write = os.pipe()
    end = time.time() + SECONDS
    failures = []

    def run(number):
        try:
            in_interpreter(WORK.format(number=number, end=end, report=write))
        except BaseException as error:
            failures.append(f"interpreter {number}: {error}")

    threads = [threading.Thread(target=run, args=(number,)) for number in range(INTERPRETERS)]
    for thread in threads:
        thread.start()
    samples = []
    while any(thread.is_alive() for thread in threads):
        samples.append((time.time(), resident()))
        time.sleep(min(5.0, SECONDS / 40))
    os.close(write)
    with os.fdopen(read) as lines:
        turns = [int(line.split()[1]) for line in lines]
    for failure in failures:
        print(failure)
    print(f"Python {sys.version.split()[0]}, {SECONDS:.0f} s, {INTERPRETERS} interpreters: {sum(turns)} turns ({min(turns, default=0)} to {max(turns, default=0)} each), "
          f"{samples[-1][1] // 1024} MB resident, {slope([s for s in samples if s[0] < end]):+.0f} KB a minute in the second half, {len(failures)} failures")
    return 1 if failures or len(turns) != INTERPRETERS else 0


if __name__ == "__main__":
    sys.exit(main())
