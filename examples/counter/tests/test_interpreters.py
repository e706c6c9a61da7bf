"""Eight interpreters on eight threads, each with its own GIL, its own total and its own types, while .NET collects garbage."""

import os
import pathlib
import struct
import sys
import threading
import unittest

import counter

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from interpreters import Interpreter  # noqa: E402

COUNT = 8
ROUNDS = 2_000

# Runs in each interpreter: `number` and `pipe` are put before it.
WORK = """
import os, struct, counter
assert counter.total() == 0, counter.total()
for i in range(1, {rounds} + 1):
    assert counter.add(number) == number * i, (number, i)
    a, b = counter.Point(i, number), counter.Point(number, i)
    assert (a + b).x == i + number
    assert counter.apply(lambda total: total) == number * i
    if i % 250 == number:
        counter.collect()
try:
    counter.apply(lambda total: 1 // 0)
except ZeroDivisionError:
    pass
else:
    raise AssertionError("the exception was lost")
kept = counter.Point(1, 2)
os.write(pipe, struct.pack("=qqq", number, counter.total(), id(counter.Point)))
"""


class InterpretersTest(unittest.TestCase):
    def test_each_interpreter_has_its_own_total_and_types(self):
        results = self.run_all()
        self.assertEqual({n: total for n, (total, _) in results.items()}, {n: n * ROUNDS for n in range(1, COUNT + 1)})
        addresses = {address for _, address in results.values()} | {id(counter.Point)}
        self.assertEqual(len(addresses), COUNT + 1, "two interpreters share a type")

    def test_the_main_interpreter_keeps_its_own(self):
        before = counter.total()
        counter.add(41)
        self.run_all()
        self.assertEqual(counter.add(1), before + 42)

    def test_interpreters_come_and_go(self):
        for number in range(1, 9):
            interpreter = Interpreter()
            interpreter.run(f"import counter\nassert counter.add({number}) == {number}\npoint = counter.Point(1, 2)")
            interpreter.close()

    def run_all(self):
        """Runs WORK everywhere at once; all interpreters are alive until the last has ended, so that addresses compare."""
        interpreters = {number: Interpreter() for number in range(1, COUNT + 1)}
        reader, writer = os.pipe()
        failures = []

        def work(number, interpreter):
            try:
                interpreter.run(f"number, pipe = {number}, {writer}\n" + WORK.replace("{rounds}", str(ROUNDS)))
            except BaseException as failure:  # a thread's exception is this test's failure
                failures.append(f"interpreter {number}: {failure}")

        threads = [threading.Thread(target=work, args=item) for item in interpreters.items()]
        before = counter.collections()
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            counter.collect()
            threads[0].join(0.01)
        os.close(writer)
        with os.fdopen(reader, "rb") as results:
            data = results.read()
        for interpreter in interpreters.values():
            interpreter.close()
        self.assertEqual(failures, [])
        self.assertGreater(counter.collections(), before)
        self.assertEqual(len(data), 24 * COUNT)
        return {number: (total, address) for number, total, address in struct.iter_unpack("=qqq", data)}


if __name__ == "__main__":
    unittest.main()
