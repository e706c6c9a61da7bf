"""Programs with several interpreters: pools, queues, and interpreters that end while their threads are in C#."""

import os
import subprocess
import sys
import threading
import unittest

import binding
from support import _interpreters, in_interpreter

HERE = os.path.dirname(os.path.abspath(__file__))


def identity(number):
    import binding

    point = binding.Point(number, 1) + binding.Point(0, 1)
    assert type(point) is binding.Point
    return os.getpid(), id(binding.Point), binding.interpreter_id(), point.x, binding.count(1)


def double(data):
    import binding

    return bytes(binding.anything(data)) * 2


def legacy():
    """An interpreter that shares the GIL and in which CPython does not look at what modules declare; None where this Python cannot make one."""
    if sys.version_info >= (3, 13):
        return _raw().create("legacy")
    return _interpreters.create(isolated=False)


def _raw():
    import _interpreters as raw

    return raw


class Pools(unittest.TestCase):
    @unittest.skipIf(sys.version_info < (3, 14), "InterpreterPoolExecutor came with 3.14")
    def test_interpreter_pool_executor(self):
        from concurrent.futures import InterpreterPoolExecutor

        # The interpreters have to find this file, wherever the tests were started.
        with InterpreterPoolExecutor(4, initializer=exec, initargs=(f"import sys; sys.path.insert(0, {HERE!r})",)) as pool:
            results = list(pool.map(identity, range(200)))
        self.assertEqual({process for process, *_ in results}, {os.getpid()})
        types, ids = {kind for _, kind, *_ in results}, {number for _, _, number, *_ in results}
        self.assertEqual(len(types), len(ids))
        self.assertNotIn(id(binding.Point), types)
        self.assertNotIn(binding.interpreter_id(), ids)
        self.assertEqual([x for *_, x, _ in results], [float(n) for n in range(200)])
        # Each interpreter counted for itself.
        for number in ids:
            counts = [count for _, _, other, _, count in results if other == number]
            self.assertEqual(sorted(counts), list(range(1, len(counts) + 1)))

    @unittest.skipIf(sys.version_info < (3, 14), "concurrent.interpreters came with 3.14")
    def test_queues_carry_bytes_and_buffers(self):
        import concurrent.interpreters as interpreters

        requests, answers = interpreters.create_queue(), interpreters.create_queue()
        interpreter = interpreters.create()
        interpreter.prepare_main(requests=requests, answers=answers)
        thread = threading.Thread(
            target=interpreter.exec,
            args=("import binding\nwhile (item := requests.get()) is not None:\n    answers.put((binding.text(str(len(item))), bytes(item), binding.interpreter_id()))",),
        )
        thread.start()
        payload = bytearray(b"shared memory")
        for item in (b"bytes", memoryview(payload)):
            requests.put(item)
        requests.put(None)
        thread.join()
        got = [answers.get() for _ in range(2)]
        interpreter.close()
        self.assertEqual([(size, data) for size, data, _ in got], [("5", b"bytes"), ("13", bytes(payload))])
        self.assertNotIn(binding.interpreter_id(), [number for *_, number in got])

    @unittest.skipIf(sys.version_info < (3, 14), "concurrent.interpreters came with 3.14")
    def test_a_call_in_another_interpreter(self):
        import concurrent.interpreters as interpreters

        interpreter = interpreters.create()
        try:
            self.assertEqual(interpreter.call(double, b"ab"), b"abab")
        finally:
            interpreter.close()

    def test_an_object_of_a_class_does_not_cross(self):
        if sys.version_info < (3, 14):
            self.skipTest("concurrent.interpreters came with 3.14")
        import concurrent.interpreters as interpreters

        queue = interpreters.create_queue()
        with self.assertRaises(Exception):
            queue.put(binding.Point(1, 2))  # it can neither be shared nor be pickled


class Kinds(unittest.TestCase):
    def run_in(self, interpreter, code):
        if sys.version_info >= (3, 13):
            failure = _raw().exec(interpreter, code)
            self.assertIsNone(failure)
            _raw().destroy(interpreter)
        else:
            _interpreters.run_string(interpreter, code)
            _interpreters.destroy(interpreter)

    def test_legacy_and_isolated_interpreters(self):
        for turn in range(3):
            self.run_in(legacy(), f"import binding\nassert binding.count(0) == 0 and binding.count({turn}) == {turn}\nassert type(binding.Point(1, 2)) is binding.Point and id(binding.Point) != {id(binding.Point)}")
            in_interpreter(f"import binding\nassert binding.count(0) == 0 and id(binding.Point) != {id(binding.Point)}")

    def test_import_in_subinterpreter_before_main(self):
        code = "from support import in_interpreter\nin_interpreter('import binding; binding.Point(1, 2)')\nimport binding\nprint(binding.Point(3, 4).length, binding.count(0))"
        result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, cwd=HERE)
        self.assertEqual((result.returncode, result.stdout, result.stderr), (0, "5.0 0\n", ""))

    def test_import_in_subinterpreter_concurrently(self):
        failures = []

        def work(number):
            try:
                in_interpreter(f"import binding\nassert binding.count({number}) == {number}")
            except BaseException as error:
                failures.append(error)

        threads = [threading.Thread(target=work, args=(n,)) for n in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(failures, [])

    def test_forty_interpreters_ended_in_reverse_and_their_ids(self):
        if sys.version_info < (3, 13):
            self.skipTest("needs _interpreters")
        raw = _raw()
        interpreters = [raw.create() for _ in range(40)]
        addresses = []
        read, write = os.pipe()
        for interpreter in interpreters:
            self.assertIsNone(raw.exec(interpreter, f"import binding, os\nos.write({write}, b'%d\\n' % id(binding.Point))"))
        os.close(write)
        with os.fdopen(read) as lines:
            addresses = [int(line) for line in lines]
        self.assertEqual(len(set(addresses)), 40)
        for interpreter in reversed(interpreters):
            raw.destroy(interpreter)

    def test_a_reused_address_is_another_interpreter(self):
        # PyInterpreterState is freed and its address used again at once: names are compared, not addresses.
        for _ in range(20):
            in_interpreter("import binding\nassert binding.count(0) == 0\nbinding.share([1])")
            self.assertRaises(RuntimeError, binding.open_shared)

    def test_reload_and_reimport(self):
        import importlib

        again = importlib.reload(sys.modules["binding"])
        self.assertEqual(again.add(1, 2), 3)
        in_interpreter("import binding, importlib, sys\nimportlib.reload(binding)\nfor name in ('binding', 'binding.binding'): sys.modules.pop(name)\nimport binding as other\nassert other.Point is not binding.Point")

    def test_module_with_singleton_per_interpreter(self):
        binding.keep(["main"])
        in_interpreter("import binding\nassert binding.kept() is None\nbinding.keep(['other'])")
        self.assertEqual(binding.kept(), ["main"])
        binding.keep(None)


    def test_an_interpreter_that_moves_between_threads(self):
        if sys.version_info < (3, 13):
            self.skipTest("in 3.12 an interpreter has to end on the thread that made it")
        raw = _raw()
        failures = []

        def on_a_thread(work):
            def run():
                try:
                    result.append(work())
                except BaseException as error:
                    failures.append(error)

            result = []
            thread = threading.Thread(target=run)
            thread.start()
            thread.join()
            return result and result[0]

        interpreters = [on_a_thread(raw.create) for _ in range(3)]
        for turn in range(5):
            for interpreter in interpreters:
                failure = on_a_thread(lambda: raw.exec(interpreter, f"import binding\nassert binding.count(1) == {turn + 1}\nassert binding.call_from_threads(lambda n: binding.add(n, 1), 1, 2) == 2"))
                failures.extend(filter(None, [failure]))
        for interpreter in reversed(interpreters):
            on_a_thread(lambda: raw.destroy(interpreter))
        self.assertEqual(failures, [])

    def test_one_thread_in_several_interpreters_by_turns(self):
        if sys.version_info < (3, 13):
            self.skipTest("needs _interpreters")
        raw = _raw()
        interpreters = [raw.create() for _ in range(4)]
        for turn in range(50):
            for number, interpreter in enumerate(interpreters):
                self.assertIsNone(raw.exec(interpreter, f"import binding\nassert binding.count({number + 1}) == {(turn + 1) * (number + 1)}\nassert binding.call_detached(lambda: 'x') == 'x'"))
            binding.add(turn, 1)
        for interpreter in interpreters:
            raw.destroy(interpreter)


class Ends(unittest.TestCase):
    def test_an_interpreter_cannot_be_closed_while_its_thread_is_detached(self):
        # CPython refuses: an interpreter that runs is not destroyed. Its thread comes back unharmed.
        if sys.version_info < (3, 13):
            self.skipTest("needs _interpreters")
        raw = _raw()
        interpreter = raw.create()
        failures = []
        reading, writing = os.pipe()
        code = f"import binding, os\nos.write({writing}, b'x')\nassert binding.sleep(1000) == 1000"
        thread = threading.Thread(target=lambda: failures.append(raw.exec(interpreter, code)))
        thread.start()
        os.read(reading, 1)
        os.close(reading)
        os.close(writing)
        self.assertRaises(raw.InterpreterError, raw.destroy, interpreter)
        thread.join()
        self.assertEqual(failures, [None])
        raw.destroy(interpreter)

    def test_an_interpreter_closed_while_a_thread_of_it_is_detached(self):
        # A thread of threading that is in AllowThreads: the interpreter waits for it.
        for _ in range(3):
            in_interpreter("import binding, threading\nthreading.Thread(target=binding.sleep, args=(100,)).start()")

    @unittest.skipIf(sys.version_info < (3, 13), "CPython 3.12 aborts when an interpreter that is still open has threads, with or without a module")
    def test_a_process_that_ends_with_interpreters_open(self):
        code = """
import sys
from support import _interpreters
import binding
for _ in range(3):
    interpreter = _interpreters.create()
    use = "import binding; p = binding.Point(1, 2); binding.keep(p); binding.call_until_the_end(lambda: None)"
    if sys.version_info >= (3, 14):
        interpreter.exec(use)
    else:
        (getattr(_interpreters, "exec", None) or _interpreters.run_string)(interpreter, use)
"""
        result = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, timeout=120, cwd=HERE)
        self.assertEqual(result.returncode, 0, result)


if __name__ == "__main__":
    unittest.main()
