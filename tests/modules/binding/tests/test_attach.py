"""Threads that Python has not made, attaching by the interpreter's name."""

import os
import subprocess
import sys
import threading
import unittest

import binding
from support import FREE_THREADED, in_interpreter

CALLS = """
import os
import binding

seen = []
assert binding.call_from_threads(seen.append, 4, 50) == 200
assert sorted(set(seen)) == [0, 1, 2, 3] and len(seen) == 200
os.write({pipe}, b"%d\\n" % binding.interpreter_id())
"""

# The callback counts in a namespace of this interpreter; the thread stops when TryAttach says no.
UNTIL_THE_END = """
import time
import binding

turns = []
binding.call_until_the_end(lambda: turns.append(1))
while len(turns) < 10:
    time.sleep(0.001)
"""


class Attach(unittest.TestCase):
    def test_threads_call_back(self):
        seen = []
        self.assertEqual(binding.call_from_threads(seen.append, 4, 100), 400)
        self.assertEqual(sorted(seen), sorted([0, 1, 2, 3] * 100))

    def test_every_interpreter_gets_its_own_calls(self):
        read, write = os.pipe()
        threads = [threading.Thread(target=in_interpreter, args=(CALLS.format(pipe=write),)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        os.close(write)
        with os.fdopen(read) as lines:
            ids = [int(line) for line in lines]
        self.assertEqual(len(set(ids)), 4)
        self.assertNotIn(binding.interpreter_id(), ids)

    def test_a_thread_that_is_attached_already(self):
        self.assertEqual(binding.attach_again(lambda: "called"), "called True")

    def test_an_exception_stays_with_its_text_only(self):
        def fail():
            raise LookupError("mine")

        self.assertEqual(binding.fail_from_thread(fail), "LookupError: mine True")

    def test_an_interpreter_ends_while_threads_call(self):
        for _ in range(5):
            in_interpreter(UNTIL_THE_END)

    def test_python_ends_while_threads_call(self):
        for _ in range(3):
            result = subprocess.run([sys.executable, "-c", UNTIL_THE_END], capture_output=True, text=True, timeout=60)
            self.assertEqual((result.returncode, result.stdout, result.stderr), (0, "", ""))

    def test_a_thread_that_drops_and_attaches_while_its_interpreter_ends(self):
        for _ in range(5):
            in_interpreter("import binding\nbinding.share([1])\nbinding.drop_for_a_while([2], 20_000)")
            self.assertRaisesRegex(RuntimeError, "which has ended", binding.open_shared)
        self.assertGreaterEqual(binding.drop_shared(), 1)

    def test_an_interpreter_ends_without_its_hook(self):
        # Whoever clears atexit takes our hook with it. Since 3.15 (PEP 788) a guard keeps the interpreter from ending while a thread is attached; before, nothing can.
        if sys.version_info < (3, 15):
            self.skipTest("PyInterpreterGuard came with 3.15")
        code = f"from support import FREE_THREADED, in_interpreter\nfor _ in range(10): in_interpreter({UNTIL_THE_END + 'import atexit; atexit._clear()'!r})"
        result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, cwd=os.path.dirname(os.path.abspath(__file__)))
        self.assertEqual((result.returncode, result.stderr), (0, ""))

    def test_python_ends_without_its_hook(self):
        if sys.version_info < (3, 15):
            self.skipTest("PyInterpreterGuard came with 3.15")
        for _ in range(5):
            result = subprocess.run([sys.executable, "-c", UNTIL_THE_END + "import atexit; atexit._clear()"], capture_output=True, text=True, timeout=60)
            self.assertEqual((result.returncode, result.stdout, result.stderr), (0, "", ""))

    def test_a_destructor_that_runs_when_the_thread_state_is_cleared(self):
        # What threading.local holds dies with the thread state, after the work, on the thread that detaches.
        local, seen = threading.local(), []

        class Late:
            def __del__(self):
                point = binding.Point(3, 4)
                seen.append((point + point).length)
                binding.drop_later(point)

        def fill(number):
            local.value = Late()

        self.assertEqual(binding.call_from_threads(fill, 2, 10), 20)
        self.assertEqual(seen, [10.0] * 20)

    @unittest.skipIf(FREE_THREADED, "where an iterator is for one thread")
    def test_one_iterator_in_many_threads(self):
        import itertools

        counter, total = itertools.count(), []
        limited = itertools.takewhile(lambda n: n < 20_000, counter)
        threads = [threading.Thread(target=lambda: total.append(binding.sum_items(limited))) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(sum(total), sum(range(20_000)))

    def test_threads_that_attach_in_a_loop_while_others_import_and_collect(self):
        import gc

        turns = []
        workers = [threading.Thread(target=binding.call_from_threads, args=(turns.append, 2, 200)) for _ in range(3)]
        for worker in workers:
            worker.start()
        for _ in range(20):
            gc.collect()
            binding.collect()
            in_interpreter("import binding\nbinding.call_from_threads(lambda n: None, 1, 2)")
        for worker in workers:
            worker.join()
        self.assertEqual(len(turns), 3 * 2 * 200)


if __name__ == "__main__":
    unittest.main()
