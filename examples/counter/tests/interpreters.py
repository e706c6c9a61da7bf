"""Sub-interpreters with their own GIL on every CPython from 3.12: one interface over three modules of the standard library."""

import sys


class Interpreter:
    """Runs source text in an interpreter of its own, with a GIL of its own, on the thread that calls."""

    def __init__(self):
        if sys.version_info >= (3, 14):
            from concurrent import interpreters

            self._interpreter = interpreters.create()
        elif sys.version_info >= (3, 13):
            import _interpreters

            self._module, self._id = _interpreters, _interpreters.create("isolated")
        else:
            import _xxsubinterpreters

            self._module, self._id = _xxsubinterpreters, _xxsubinterpreters.create(isolated=True)

    def run(self, source: str) -> None:
        if sys.version_info >= (3, 14):
            self._interpreter.exec(source)
        elif sys.version_info >= (3, 13):
            failure = self._module.exec(self._id, source)
            if failure is not None:
                raise RuntimeError(failure.formatted)
        else:
            self._module.run_string(self._id, source)

    def close(self) -> None:
        if sys.version_info >= (3, 14):
            self._interpreter.close()
        else:
            self._module.destroy(self._id)
