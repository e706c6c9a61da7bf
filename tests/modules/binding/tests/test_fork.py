"""os.fork() and multiprocessing: a child works, or says clearly that it cannot. It never hangs or crashes."""

import multiprocessing
import os
import subprocess
import sys
import unittest

from support import in_interpreter

HERE = os.path.dirname(os.path.abspath(__file__))

PRELUDE = """
import os, signal, sys, threading, time, warnings
warnings.simplefilter("ignore")
import binding
from support import in_interpreter

point, vector = binding.Point(1, 2), binding.Vector(1, 2)

class Derived(binding.Point):
    pass

derived = Derived(1, 2)

def use():
    binding.allocate(32)
    total = binding.Point(1, 2) + binding.Point(1, 2)
    return [binding.throws_and_catches(), total.x, binding.add(1, 2), repr(vector)]

WORKS = [True, 2.0, 3, repr(vector)]

def fork(work=use, ends=os._exit):
    '''What a child's work returns, or the RuntimeError that it raises, as text.'''
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(60)
        try:
            result = str(work())
        except RuntimeError as error:
            result = "RuntimeError: " + str(error)
        os.write(write, result.encode())
        ends(0)
    os.close(write)
    with os.fdopen(read) as result:
        text = result.read()
    _, status = os.waitpid(child, 0)
    assert status == 0, (status, text)
    return text

def works(**options):
    result = fork(**options)
    assert result == str(WORKS), result

def works_or_refuses():
    result = fork()
    assert result == str(WORKS) or result.startswith("RuntimeError: binding cannot be used in this process, which was made by fork(): another thread was running C#"), result
    return result == str(WORKS)
"""


def run(code, expected="", ignores_stderr=False):
    """Runs code in a process of its own, since what it does to .NET lasts."""
    result = subprocess.run([sys.executable, "-c", PRELUDE + code], capture_output=True, text=True, timeout=300, cwd=HERE)
    assert (result.returncode, result.stdout.strip(), "" if ignores_stderr else result.stderr) == (0, expected, ""), result


def add(number):
    import binding

    binding.allocate(16)
    return binding.add(number, 1)


@unittest.skipUnless(hasattr(os, "fork"), "there is no fork here")
class Fork(unittest.TestCase):
    def test_a_child_of_a_process_with_one_thread_works(self):
        run("for _ in range(3): works()\nworks(work=lambda: fork() and use())")

    def test_a_child_ends_like_any_process(self):
        run("works(ends=sys.exit)\nos._exit(0)")

    def test_threads_of_python_do_not_matter(self):
        run("threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\nfor _ in range(3): works()\nos._exit(0)")

    def test_a_thread_that_waits_in_csharp_does_not_matter(self):
        run(
            """
threading.Thread(target=binding.sleep, args=(60_000,), daemon=True).start()
binding.start_thread("sleep")
time.sleep(0.1)
for _ in range(3): works()
assert binding.collect() is None  # the parent collects on
os._exit(0)
"""
        )

    def test_threads_that_run_csharp(self):
        for start in ('binding.start_thread("spin")', 'binding.start_thread("allocate")', "threading.Thread(target=binding.spin_detached, args=(60_000,), daemon=True).start()"):
            with self.subTest(start):
                # Twenty: a fork while the other thread holds the allocator's lock comes up in one of thirty.
                run(start + "\ntime.sleep(0.1)\nfor _ in range(20): works_or_refuses()\nbinding.collect()\nassert use() == WORKS\nos._exit(0)")

    def test_threads_that_attach(self):
        run("turns = []\nbinding.call_until_the_end(lambda: turns.append(1))\nwhile len(turns) < 10: time.sleep(0.001)\nfor _ in range(4): works_or_refuses()\nfork(ends=sys.exit)")

    def test_a_fork_by_a_thread_that_has_attached(self):
        # Its own attaching ends in the child, too: nothing is left that the end of the interpreter would wait for.
        run(
            """
def child_goes_on():
    child = os.fork()
    return "child" if child == 0 else str(os.waitpid(child, 0)[1])

signal.alarm(60)
result = binding.attach_again(child_goes_on)
if result == "child True":
    assert binding.attach_again(lambda: "again") == "again True" and use() == WORKS
    sys.exit(0)
assert result == "0 True", result
"""
        )

    def test_after_the_thread_pool_everything_refuses(self):
        run(
            """
def refused():
    calls = [
        lambda: binding.add(1, 2), binding.count, lambda: binding.Point(1, 2), lambda: binding.Vector(1, 2), lambda: point + point, lambda: point == point, lambda: point.x,
        lambda: setattr(point, "x", 1.0), lambda: point.scale(2.0), lambda: repr(point), lambda: hash(point), lambda: binding.Point.__add__(point, point), binding.Point.origin,
        lambda: vector + vector, lambda: vector.x, lambda: vector.stretch(2.0), lambda: derived + derived, lambda: derived.x, lambda: Derived(1, 2), lambda: derived.__repr__(),
        lambda: next(numbers), lambda: numbers.close(), lambda: binding.count_to(3), lambda: next(waiting), lambda: waiting.send(None), lambda: waiting.close(), binding.done_now,
    ]
    accepted = []
    for number, call in enumerate(calls):
        try:
            accepted.append((number, call()))
        except RuntimeError as error:
            assert str(error) == EXPECTED, error
    sys.modules.pop("binding"), sys.modules.pop("binding.binding")
    try:
        import binding as again
        accepted.append("import")
    except RuntimeError as error:
        assert str(error) == EXPECTED, error
    global point, derived, numbers, waiting
    del point, derived, numbers, waiting
    return accepted

EXPECTED = (
    "binding cannot be used in this process, which was made by fork(): the parent had used .NET's thread pool or timers, which do not run in a child; "
    "start processes with the methods 'spawn' or 'forkserver', or fork before the module is used"
)
numbers, waiting = binding.count_to(3), binding.add_now(1, 2)
assert binding.use_thread_pool()
assert fork(work=refused) == "[]", fork(work=refused)
assert fork(work=refused, ends=sys.exit) == "[]"
assert use() == WORKS and binding.use_thread_pool()  # the parent goes on
"""
        )

    def test_an_interpreter_that_ended_before_the_fork(self):
        run("in_interpreter('import binding; binding.Point(1, 2)')\nworks()")

    def test_a_module_that_only_another_interpreter_had_imported(self):
        # The hooks of os.fork() belong to the interpreter that forks, which has none here; the child finds out when it imports.
        code = PRELUDE.replace("import binding\n", "", 1).split("point, vector")[0]
        code += """
in_interpreter("import binding; binding.Point(1, 2)")
child = os.fork()
if child == 0:
    signal.alarm(60)
    import binding
    binding.allocate(32)
    os._exit(0)
status = os.waitpid(child, 0)[1]
assert status == 0, status
"""
        result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=180, cwd=HERE)
        self.assertEqual((result.returncode, result.stderr), (0, ""))

    def test_an_open_interpreter(self):
        # CPython ends it in the child without a thread state and dies of that, or hangs, with or without a module (3.12 to 3.15). The module says so before, and the parent goes on.
        for work in (None, "while True: binding.Point(1, 2) + binding.Point(1, 2)", "while True: binding.spin_detached(100)", "while True: binding.allocate_detached(32)", "while True: binding.sleep(50)"):
            with self.subTest(work):
                run(
                    f"""
import subprocess
from support import _interpreters
WORK = {work!r}

def run_in(code):
    if hasattr(other, "exec"):
        other.exec(code)
    else:
        (getattr(_interpreters, "exec", None) or _interpreters.run_string)(other, code)

other = _interpreters.create()
run_in("import binding; kept = binding.Point(1, 2)")
if WORK:
    threading.Thread(target=run_in, args=("import binding\\n" + WORK,), daemon=True).start()
    time.sleep(0.1)
for _ in range(2):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        child = os.fork()
        if child == 0:
            os._exit(0 if use() == WORKS else 1)
    assert any(item.category is RuntimeWarning and "while another interpreter is open" in str(item.message) for item in caught), caught
    for _ in range(100):
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            break
        time.sleep(0.02)
    else:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    assert use() == WORKS and binding.collect() is None
    assert subprocess.run(["true"]).returncode == 0
if not WORK:
    run_in("assert kept.x == 1.0 and binding.Point(1, 2).y == 2.0")
os._exit(0)
""",
                    ignores_stderr=True,
                )

    def test_a_fork_in_another_interpreter_is_refused_by_python(self):
        in_interpreter(
            """
import os, warnings
import binding
binding.count(3)
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    try:
        child = os.fork()
    except RuntimeError as error:
        assert "isolated subinterpreter" in str(error), error
    else:
        os._exit(1) if child == 0 else os.waitpid(child, 0)
        raise AssertionError("forked")
binding.collect()
assert binding.count(0) == 3 and binding.Point(1, 2).x == 1.0
"""
        )

    def test_multiprocessing(self):
        for method in ("spawn", "forkserver", "fork"):
            with self.subTest(method):
                code = f"""
import multiprocessing, warnings
warnings.simplefilter("ignore")
import binding
from test_fork import add

if __name__ == "__main__":
    binding.count(1)
    with multiprocessing.get_context("{method}").Pool(2) as pool:
        assert pool.map(add, range(20)) == list(range(1, 21))
    print("done")
"""
                path = os.path.join(os.environ.get("TMPDIR", "/tmp"), f"binding_{method}_{os.getpid()}.py")
                with open(path, "w") as file:
                    file.write(code)
                try:
                    result = subprocess.run([sys.executable, path], capture_output=True, text=True, timeout=180, env={**os.environ, "PYTHONPATH": os.pathsep.join([HERE, *filter(None, [os.environ.get("PYTHONPATH")])])})
                finally:
                    os.remove(path)
                self.assertEqual((result.returncode, result.stdout, result.stderr), (0, "done\n", ""))

    def test_subprocess_while_threads_run_csharp(self):
        run("binding.start_thread('allocate')\nimport subprocess\nfor _ in range(5): assert subprocess.run(['true'], preexec_fn=None).returncode == 0\nos._exit(0)")


if __name__ == "__main__":
    multiprocessing.freeze_support()
    unittest.main()
