"""Threads that Python has not made, attaching by the interpreter's name."""

import os
import subprocess
import sys
import threading
import unittest

import binding
from support import in_interpreter

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


if __name__ == "__main__":
    unittest.main()
