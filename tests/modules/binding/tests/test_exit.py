"""The end of a process, and what goes wrong in one: no hang, no crash, an exit status that is right."""

import os
import signal
import subprocess
import sys
import threading
import unittest

import binding

HERE = os.path.dirname(os.path.abspath(__file__))


def run(code, status=0, output="", error="", timeout=120, **options):
    """Runs code in a process of its own; error is what stderr has to contain, or nothing at all."""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=timeout, cwd=HERE, **options)
    assert result.returncode == status, result
    assert result.stdout.strip() == output, result
    assert error in result.stderr if error else result.stderr == "", result


class FaultHandler(unittest.TestCase):
    USE = "for i in range(100): binding.Point(i, 1) + binding.Point(1, i); binding.catch(lambda: 1 / 0)\nbinding.collect()\nprint(binding.add(1, 2))"

    def test_enabled_before_the_import(self):
        # .NET takes SIGSEGV last: a null dereference of C# is an exception.
        run("import faulthandler; faulthandler.enable()\nimport binding\n" + self.USE + "\ntry: binding.null_dereference()\nexcept RuntimeError as error: print(type(error).__name__)", output="3\nRuntimeError")

    def test_enabled_after_the_import(self):
        # Nothing that is generated relies on SIGSEGV: default(PyObject), an instance without a constructor, a subclass that forgets super().__init__.
        code = """
import binding, faulthandler
faulthandler.enable()

class Forgets(binding.Dog):
    def __init__(self):
        pass

try:
    Forgets().name
except RuntimeError:
    print("refused")
"""
        run(code + self.USE, output="refused\n3")

    @unittest.skipIf(sys.platform == "win32", "signals")
    def test_a_null_dereference_after_faulthandler_ends_the_process(self):
        # Documented: faulthandler has taken SIGSEGV over, and reports what .NET would have made an exception of.
        run("import resource; resource.setrlimit(resource.RLIMIT_CORE, (0, 0))\nimport binding, faulthandler\nfaulthandler.enable()\nbinding.null_dereference()", status=-signal.SIGSEGV, error="Segmentation fault")


class Interrupts(unittest.TestCase):
    # The loop holds the GIL, so the signal comes from another process. Python leaves SIGINT alone where it was ignored before, as in what a shell runs in the background.
    LATER = "import binding, os, signal, subprocess\nsignal.signal(signal.SIGINT, signal.default_int_handler)\nsubprocess.Popen(['sh', '-c', f'sleep 0.5; kill -INT {os.getpid()}']).returncode = 0\n"

    def test_ctrl_c_in_a_long_loop(self):
        run(self.LATER + "try: binding.spin_until_signal()\nexcept KeyboardInterrupt: print('interrupted')", output="interrupted", timeout=30)

    def test_ctrl_c_that_nobody_catches(self):
        run(self.LATER + "binding.spin_until_signal()", status=-signal.SIGINT, error="KeyboardInterrupt", timeout=30)

    def test_a_handler_that_raises(self):
        class Alarm(Exception):
            pass

        def handler(*_):
            raise Alarm("rang")

        if threading.current_thread() is not threading.main_thread():
            self.skipTest("signals are for the main thread")
        previous = signal.signal(signal.SIGALRM, handler)
        try:
            signal.setitimer(signal.ITIMER_REAL, 0.1)
            self.assertRaises(Alarm, binding.spin_until_signal)
        finally:
            signal.signal(signal.SIGALRM, previous)


class Exit(unittest.TestCase):
    def test_daemon_threads_that_call(self):
        code = """
import binding, threading, time

def work():
    while True:
        binding.Point(1, 2) + binding.Point(1, 2)
        binding.catch(lambda: 1 / 0)
        binding.drop_later([])

for _ in range(4):
    threading.Thread(target=work, daemon=True).start()
time.sleep(0.2)
"""
        for _ in range(2):
            run(code)

    def test_daemon_threads_that_are_detached(self):
        # Before 3.14 Python ends such a thread when it comes back, and after that it waits for ever; the process ends before.
        for milliseconds in (100_000, 150, 60):
            run(f"import binding, threading, time\nfor _ in range(3): threading.Thread(target=binding.sleep, args=({milliseconds},), daemon=True).start()\ntime.sleep(0.1)")

    def test_daemon_threads_that_come_back_while_python_ends(self):
        run(
            """
import atexit, binding, threading, time

def work():
    while True:
        binding.sleep(1)

for _ in range(4):
    threading.Thread(target=work, daemon=True).start()

class Late:
    def __del__(self):
        time.sleep(0.1)  # detaches: the threads run into the finalization

import sys
sys.late = Late()
time.sleep(0.05)
"""
        )

    def test_detach_during_finalization(self):
        run("import binding, sys\nclass Late:\n    def __del__(self):\n        late(10)\nlate = binding.sleep\nsys.late = Late()\nsys.late.__class__.__del__.__globals__['late'] = late")

    def test_objects_that_call_when_python_ends(self):
        run(
            """
import binding, sys

class Late:
    def __init__(self):
        self.binding, self.point = binding, binding.Point(1, 2)
    def __del__(self):
        try:
            self.point + self.point
            self.binding.add(1, 2)
            self.binding.Point(1, 2)
        except (AttributeError, TypeError, RuntimeError, ImportError):
            pass

keep = Late()
sys.late = Late()
dog = binding.Dog("Rex")
dog.toy = Late()
dog.set_friend(dog)
binding.keep(Late())
"""
        )

    def test_py_cast_useable_on_shutdown(self):
        run("import atexit, binding\natexit.register(lambda: print(binding.text('still there'), binding.count(1), binding.Point(3, 4).length))", output="still there 1 5.0")

    def test_callbacks_that_exit(self):
        run("import binding, sys\nbinding.call_through(lambda: sys.exit(7))", status=7)
        run("import binding\nbinding.call_through(lambda: exit('done'))", status=1, error="done")
        run("import binding, os\nbinding.call_through(lambda: os._exit(5))", status=5)
        run("import binding, os\nbinding.call_from_threads(lambda n: os._exit(6), 2, 10)", status=6)

    def test_exit_from_an_attached_thread_is_an_exception_of_that_thread(self):
        run("import binding, sys\nprint(binding.fail_from_thread(sys.exit))", output="SystemExit:  True")

    def test_os_exit_while_threads_run(self):
        for start in ("binding.start_thread('allocate')", "binding.start_thread('spin')", "threading.Thread(target=binding.sleep, args=(60_000,)).start()", "binding.use_thread_pool()"):
            run(f"import binding, os, threading, time\n{start}\ntime.sleep(0.05)\nos._exit(3)", status=3)

    def test_dotnet_threads_at_exit(self):
        for kind in ("spin", "allocate", "sleep"):
            run(f"import binding, time\nbinding.start_thread('{kind}')\nbinding.use_thread_pool()\ntime.sleep(0.05)")

    def test_an_unhandled_exception_of_a_dotnet_thread_ends_the_process(self):
        # Documented: .NET's rule. Catch in the thread's own code.
        run("import resource; resource.setrlimit(resource.RLIMIT_CORE, (0, 0))\nimport binding, time\nbinding.start_thread('throw')\ntime.sleep(30)", status=-signal.SIGABRT, error="nobody catches this")

    def test_exceptions_at_exit(self):
        run("import atexit, binding\natexit.register(binding.throw, 'argument')\nbinding.add(1, 2)", error="ValueError: bad value")
        run("import atexit, binding\natexit.register(binding.call_through, lambda: 1 / 0)\nbinding.count()", error="ZeroDivisionError")
        run("import atexit, binding\nseen = []\nbinding.call_until_the_end(lambda: seen.append(1))\natexit.register(lambda: 1 / 0)", error="ZeroDivisionError")

    def test_an_attach_after_the_module_was_dropped(self):
        # Row 10: what a foreign thread sees when the module object is gone, while its interpreter lives.
        run(
            """
import gc, sys, time
import binding
seen = []
binding.attach_later(seen.append)
del binding
sys.modules.pop("binding"), sys.modules.pop("binding.binding")
for _ in range(3): gc.collect()
for _ in range(100):
    if seen: break
    time.sleep(0.05)
assert seen in (["the module has been cleared: its interpreter is shutting down"], ["<Point>"], ["Point(1, 2)"]), seen
"""
        )


class Depth(unittest.TestCase):
    def test_recursion_through_csharp_is_a_recursion_error(self):
        def recurse():
            binding.call_through(recurse)

        self.assertRaises(RecursionError, recurse)

    def test_recursion_without_python_frames(self):
        import functools

        chain = int
        for _ in range(100_000):
            chain = functools.partial(binding.call_through, chain)
        try:
            self.assertRaises(RecursionError, lambda: chain())
        finally:
            while isinstance(chain, functools.partial):  # a deep chain is freed link by link
                chain = chain.args[0]

    def test_recursion_with_a_high_limit(self):
        run(
            """
import binding, sys
sys.setrecursionlimit(10**8)

def recurse():
    binding.call_through(recurse)

try:
    recurse()
except RecursionError:
    print("RecursionError")
""",
            output="RecursionError",
        )

    def test_recursion_on_a_thread(self):
        run(
            """
import binding, threading

def recurse():
    binding.call_through(recurse)

def work():
    try:
        recurse()
    except RecursionError:
        print("RecursionError")

thread = threading.Thread(target=work)
thread.start()
thread.join()
""",
            output="RecursionError",
        )


class Memory(unittest.TestCase):
    def test_memory_error_of_python(self):
        def fail():
            raise MemoryError("none left")

        self.assertRaisesRegex(MemoryError, "none left", binding.call_through, fail)

    def test_memory_error_of_dotnet(self):
        self.assertRaises(MemoryError, binding.throw, "memory")
        self.assertEqual(binding.add(1, 2), 3)

    @unittest.skipIf(not hasattr(sys, "gettotalrefcount"), "_testcapi.set_nomemory is for builds with tests")
    def test_allocations_that_fail_one_after_the_other(self):
        run(
            """
try:
    import _testcapi
except ImportError:
    raise SystemExit
import binding
for n in range(1, 60):
    for call in (lambda: binding.text("text"), lambda: binding.Point(1, 2), lambda: binding.integers([1, 2, 3]), lambda: binding.catch(len)):
        _testcapi.set_nomemory(n, n + 1)
        try:
            call()
        except MemoryError:
            pass
        finally:
            _testcapi.remove_mem_hooks()
"""
        )


class Threads(unittest.TestCase):
    def test_a_python_thread_stays_the_same_thread(self):
        local = threading.local()
        local.value = "mine"

        def callback():
            return f"{local.value} {threading.current_thread() is thread} {threading.get_ident() == thread.ident}"

        def work():
            local.value = "the thread's"
            results.append(binding.call_detached(callback))
            results.append(binding.attach_again(callback))

        results = []
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        self.assertEqual(results, ["the thread's True True", "the thread's True True True"])


if __name__ == "__main__":
    unittest.main()
