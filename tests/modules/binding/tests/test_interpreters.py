"""Interpreters with their own GIL: state, types and lifetime are each one's own."""

import os
import subprocess
import sys
import threading
import unittest

import binding
from support import in_interpreter

TURNS = int(os.environ.get("BINDING_TEST_TURNS", "40000"))  # fewer under valgrind, which runs one thread at a time

STRESS = """
import binding

for n in range({turns}):
    point = binding.Point(float(n), 1.0)
    assert (point + point).length > 0
    assert binding.text("text %d" % n) == "text %d" % n
    assert binding.anything(point) is point
    binding.count(1)
    if n % 1000 == 0:
        binding.keep([point])
        assert binding.catch(lambda: 1 / 0) == "ZeroDivisionError: division by zero"
        try:
            binding.throw("argument")
        except ValueError:
            pass
        else:
            raise AssertionError("nothing raised")
        binding.drop_later(point)
    if n % 5000 == 0:
        binding.collect()
assert binding.count(0) == {turns}
"""

REPORT = """
import os
import binding
binding.count({amount})
os.write({pipe}, b"%d %d %d\\n" % (id(binding.Point), id(binding.Dog), binding.count(0)))
"""


def resident_kilobytes():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * (os.sysconf("SC_PAGE_SIZE") // 1024)


class Interpreters(unittest.TestCase):
    def test_state_and_types_are_separate(self):
        before = binding.count(0)
        read, write = os.pipe()
        threads = [threading.Thread(target=in_interpreter, args=(REPORT.format(amount=amount, pipe=write),)) for amount in range(1, 5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        os.close(write)
        with os.fdopen(read) as lines:
            reports = [tuple(map(int, line.split())) for line in lines]
        self.assertEqual(sorted(total for _, _, total in reports), [1, 2, 3, 4])
        self.assertNotIn(id(binding.Point), [point for point, _, _ in reports])
        self.assertEqual(binding.count(0), before)

    def test_eight_interpreters_on_eight_threads_with_garbage_collection(self):
        # docs/internals/entry-points.md: with a suppressed call inside an entry point this dies within seconds.
        failures = []

        def work():
            try:
                in_interpreter(STRESS.format(turns=TURNS))
            except BaseException as error:
                failures.append(error)

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(failures, [])

    def test_the_first_imports_of_a_process_at_the_same_time(self):
        # CPython 3.12 calls PyInit_ in the importing interpreter, under that interpreter's GIL only.
        code = """
import threading
from support import in_interpreter

failures = []
start = threading.Barrier(8)

def work():
    try:
        start.wait()
        in_interpreter("import binding\\nassert binding.add(1, 2) == 3 and binding.Point(1, 2).x == 1.0")
    except BaseException as error:
        failures.append(error)

threads = [threading.Thread(target=work) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert not failures, failures
"""
        for _ in range(5):
            result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, cwd=os.path.dirname(os.path.abspath(__file__)))
            self.assertEqual((result.returncode, result.stderr), (0, ""))

    def test_a_second_module_object_has_its_own_state(self):
        first = sys.modules.pop("binding")
        native = sys.modules.pop("binding.binding")
        try:
            import binding as second

            self.assertIsNot(second.Point, first.Point)
            second.count(5)
            self.assertEqual(second.count(0), 5)
            self.assertRaises(TypeError, first.location, second.Point(1, 2))
        finally:
            sys.modules["binding"] = first
            sys.modules["binding.binding"] = native

    def test_a_handle_opens_in_its_own_interpreter_only(self):
        value = ["of the main interpreter"]
        binding.share(value)
        self.assertIs(binding.open_shared(), value)
        in_interpreter(
            """
import binding
try:
    binding.open_shared()
except RuntimeError as error:
    assert str(error).startswith("the object belongs to interpreter 0 and cannot be used in interpreter "), error
else:
    raise AssertionError("opened in another interpreter")
"""
        )

    def test_a_handle_dropped_in_another_interpreter_is_released_by_its_owner(self):
        value = ["of the main interpreter"]
        before = sys.getrefcount(value)
        binding.share(value)
        in_interpreter("import binding\nbinding.drop_shared()")
        self.assertEqual(sys.getrefcount(value), before + 1)  # waits in the owner's queue
        binding.count(0)
        self.assertEqual(sys.getrefcount(value), before)

    def test_a_handle_that_outlives_its_interpreter_is_leaked_and_counted(self):
        in_interpreter("import binding\nbinding.share([1])")
        self.assertRaisesRegex(RuntimeError, "^the object belongs to interpreter [0-9]+, which has ended, and cannot be used in interpreter 0$", binding.open_shared)
        self.assertEqual(binding.drop_shared(), 1)

    def test_an_exported_object_stays_in_its_interpreter(self):
        point = binding.Point(1, 2)
        binding.share_point(point)
        self.assertIs(binding.take_point(), point)
        in_interpreter(
            """
import binding
try:
    binding.take_point()
except RuntimeError as error:
    assert str(error).startswith("the object belongs to interpreter 0 and cannot be used in interpreter "), error
else:
    raise AssertionError("an object of another interpreter")
"""
        )

    @unittest.skipIf("BINDING_TEST_TURNS" in os.environ, "memcheck keeps what is freed for a while")
    @unittest.skipIf(sys.version_info < (3, 14), "CPython keeps 1.7 MB for every interpreter that ends before 3.14, with or without a module")
    def test_an_interpreter_that_ends_leaves_nothing_behind(self):
        use = "import binding as b\np = b.Point(1, 2)\nd = b.Dog('x')\nd.toy = [d]\nb.keep([p, d])\nb.catch(lambda: 1 / 0)"
        for _ in range(20):
            in_interpreter(use)
        kept = []
        for _ in range(3):
            before = resident_kilobytes()
            for _ in range(40):
                in_interpreter(use)
            kept.append((resident_kilobytes() - before) / 40)
        # 1,700 in each round when something keeps the interpreter alive; the allocator may take a few megabytes in one of them.
        self.assertLess(min(kept), 50)


if __name__ == "__main__":
    unittest.main()
