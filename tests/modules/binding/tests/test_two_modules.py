"""Two extension modules made with PyExt in one process are two .NET runtimes: they call each other, and mistake nothing of the other's for their own."""

import gc
import importlib.machinery
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest

import binding
from support import message

HERE = os.path.dirname(os.path.abspath(__file__))


def load_copy(folder, name="other"):
    """A second library: another file, so another runtime with statics of its own."""
    source = sys.modules["binding.binding"].__file__
    path = os.path.join(folder, f"{name}.{os.path.basename(source).split('.', 1)[1]}")
    if not os.path.exists(path):
        shutil.copy(source, path)
    spec = importlib.util.spec_from_loader("binding", importlib.machinery.ExtensionFileLoader("binding", path), origin=path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@unittest.skipIf(sys.platform == "win32", "a library that is loaded cannot be removed")
class TwoModules(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp()
        cls.other = load_copy(cls.folder)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def test_state_and_types_are_separate(self):
        self.assertIsNot(self.other.Point, binding.Point)
        before = binding.count(0)
        self.other.count(5)
        self.assertEqual(binding.count(0), before)
        self.assertTrue(message(binding.location, self.other.Point(1, 2)).startswith("TypeError"))
        self.assertTrue(message(self.other.location, binding.Point(1, 2)).startswith("TypeError"))
        self.assertFalse(binding.Point(1, 2) == self.other.Point(1, 2))
        self.assertRaises(TypeError, lambda: binding.Point(1, 2) + self.other.Point(1, 2))
        self.assertRaises(TypeError, lambda: binding.Point(1, 2) < self.other.Point(1, 2))

    def test_cross_module_calls(self):
        point = self.other.Point(3, 4)
        self.assertIs(binding.call_through(lambda: self.other.call_through(lambda: binding.anything(point))), point)
        self.assertEqual(binding.call_through(lambda: self.other.add(1, 2)), 3)
        self.assertEqual(binding.describe(point).split()[0], self.other.describe(point).split()[0])

    def test_cross_module_exceptions(self):
        self.assertEqual(message(binding.call_through, lambda: self.other.throw("argument")), "ValueError: bad value")
        self.assertEqual(binding.catch(lambda: self.other.throw("key")).split(":")[0], "KeyError")
        try:
            binding.chain(lambda: self.other.chain(lambda: binding.throw("format")))
        except RuntimeError as error:
            causes = []
            while error is not None:
                causes.append(type(error).__name__)
                error = error.__cause__
            self.assertEqual(causes, ["RuntimeError", "RuntimeError", "ValueError"])
        else:
            self.fail("nothing raised")

    def test_objects_hold_each_other(self):
        class Thing:
            pass

        import weakref

        thing, mine, theirs = Thing(), binding.Dog("mine"), self.other.Dog("theirs")
        mine.toy, theirs.toy = theirs, mine
        mine.set_friend(thing)
        thing.dog = theirs
        reference = weakref.ref(thing)
        del thing, mine, theirs
        for _ in range(2):
            gc.collect()
            binding.count(0), self.other.count(0)
        self.assertIsNone(reference())

    def test_a_class_with_both_as_bases_is_refused(self):
        self.assertRaises(TypeError, type, "Both", (binding.Point, self.other.Point), {})

    # pybind11's cross_module_gil_* and multi_acquire_release_cross_module, with AllowThreads and TryAttach.
    def test_nested_detaching_and_attaching(self):
        self.assertEqual(binding.call_detached(lambda: self.other.call_detached(lambda: binding.call_detached(lambda: "deep"))), "deep")
        self.assertEqual(binding.attach_again(lambda: self.other.attach_again(lambda: "deep")), "deep True True")

    def test_nested_in_many_threads(self):
        seen, failures = [], []

        def callback(number):
            seen.append(self.other.call_detached(lambda: str(number)))
            if self.other.call_from_threads(lambda inner: seen.append(str(inner)), 1, 2) != 2:
                failures.append(number)

        self.assertEqual(binding.call_from_threads(callback, 4, 10), 40)
        self.assertEqual((len(seen), failures), (120, []))

        def work():
            for _ in range(200):
                binding.sleep(0), self.other.sleep(0)
                binding.call_detached(lambda: self.other.text("x"))

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def test_handles_dropped_by_both_collectors(self):
        thing = [1]
        before = sys.getrefcount(thing)
        for _ in range(20):
            binding.drop_later(thing), self.other.drop_later(thing)
            self.other.drop_elsewhere(thing, 5)
        binding.collect(), self.other.collect()
        binding.count(0), self.other.count(0)
        self.assertLess(sys.getrefcount(thing), before + 4)

    def test_in_interpreters(self):
        from support import in_interpreter

        code = f"""
import sys
sys.path.insert(0, {HERE!r})
import binding
from test_two_modules import load_copy
other = load_copy({self.folder!r})
assert other.interpreter_id() == binding.interpreter_id()
assert binding.call_through(lambda: other.add(1, 2)) == 3
assert other.count(0) == 0
seen = []
assert binding.call_from_threads(lambda n: other.call_from_threads(seen.append, 1, 1), 2, 5) == 10 and len(seen) == 10
"""
        failures = []

        def work():
            try:
                in_interpreter(code)
            except BaseException as error:
                failures.append(error)

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(failures, [])

    @unittest.skipUnless(hasattr(os, "fork"), "there is no fork here")
    def test_fork_and_the_end_of_the_process(self):
        code = f"""
import os, sys, warnings
warnings.simplefilter("ignore")
import binding
from test_two_modules import load_copy
other = load_copy({self.folder!r})
binding.call_until_the_end(lambda: None)
other.call_until_the_end(lambda: None)
child = os.fork()
if child == 0:
    try:
        binding.add(1, 2), other.add(1, 2)
        binding.allocate(16), other.allocate(16)
    except RuntimeError:
        pass
    os._exit(0)
sys.exit(os.waitpid(child, 0)[1])
"""
        result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, cwd=HERE)
        self.assertEqual((result.returncode, result.stderr), (0, ""))


if __name__ == "__main__":
    unittest.main()
