"""The tests of the binding, and the soak for a minute, under valgrind's memcheck: every byte that the module, .NET and CPython read or write is one of theirs.

    memcheck.py [MODULE...]

Python takes its memory from malloc for this (PYTHONMALLOC), so that valgrind knows each object's bounds. What starts processes of its own is left out: valgrind follows none.
Exit code 1 with valgrind's report, if there is one.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TESTS = os.path.join(HERE, "..", "modules", "binding", "tests")
MODULES = ["calls", "signatures", "varargs", "conversions", "classes", "values", "python", "buffers", "exceptions", "lifetime", "gc", "two_modules", "iterators", "interpreters", "attach", "pools", "threads"]
LIMIT = 600

# Reads what has been freed: a memcheck that does not see this proves nothing.
CONTROL = """
import ctypes
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
block = libc.malloc(64)
libc.free(ctypes.c_void_p(block))
ctypes.string_at(block, 8)
"""


def check(arguments, folder, limit=LIMIT):
    """Runs Python under memcheck: the exit code, what it printed, and valgrind's report."""
    log = os.path.join(folder, "valgrind.log")
    environment = {**os.environ, "PYTHONMALLOC": "malloc", "BINDING_TEST_TURNS": "1000"}
    command = ["valgrind", "--quiet", "--error-exitcode=99", "--num-callers=20", f"--log-file={log}", sys.executable, *arguments]
    try:
        result = subprocess.run(command, cwd=TESTS, env=environment, capture_output=True, text=True, timeout=limit)
        code, output = result.returncode, result.stdout + result.stderr
    except subprocess.TimeoutExpired:
        code, output = -1, f"stopped after {limit} s"
    with open(log) as file:
        return code, output, file.read()


def main():
    if shutil.which("valgrind") is None:
        print("There is no valgrind here: run build/provision-pythons.sh --valgrind.")
        return 2
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        code, _, report = check(["-c", CONTROL], folder)
        if code != 99 or "Invalid read" not in report:
            print("valgrind does not see a read of freed memory, so nothing can be concluded.")
            return 2
        runs = [(f"test_{name}", ["-m", "unittest", f"test_{name}"]) for name in sys.argv[1:] or MODULES]
        if not sys.argv[1:]:
            runs.append(("soak, 60 s", [os.path.join(HERE, "soak.py"), "60"]))
        for name, arguments in runs:
            start = time.monotonic()
            code, output, report = check(arguments, folder)
            failures += code != 0
            ran = next((line.split()[1] + " tests, " for line in output.splitlines() if line.startswith("Ran ")), "")
            print(f"{name}: {ran}{'no errors' if code == 0 else 'failed'}, {time.monotonic() - start:.0f} s", flush=True)
            if code != 0:
                print("\n".join((output + report).splitlines()[-60:]), flush=True)
    print(f"Python {sys.version.split()[0]} under {subprocess.run(['valgrind', '--version'], capture_output=True, text=True).stdout.strip()}: {failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
