"""import_everywhere.py MODULE: imports it in the main, an isolated (own GIL) and a legacy (shared GIL) interpreter."""

import importlib
import sys

module = sys.argv[1]


def in_main():
    try:
        importlib.import_module(module)
    except ImportError:
        return "refused"
    return "loads"


def in_new(kind):
    # The import's own failure is what counts: anything else ends the script.
    source = f"try:\n    import {module}\nexcept ImportError as e:\n    import sys; sys.stderr.write(f'{{e}}\\n'); raise\n{module}.add(1, 2)"
    if sys.version_info >= (3, 13):
        import _interpreters

        interpreter = _interpreters.create(kind)
        failure = _interpreters.exec(interpreter, source)
        _interpreters.destroy(interpreter)
        if failure is None:
            return "loads"
        kind = failure.type.__name__
    else:
        import _xxsubinterpreters

        interpreter = _xxsubinterpreters.create(isolated=kind == "isolated")
        try:
            _xxsubinterpreters.run_string(interpreter, source)
            return "loads"
        except _xxsubinterpreters.RunFailedError as failure:
            kind = "ImportError" if "ImportError" in str(failure).split(":")[0] else str(failure)
        finally:
            _xxsubinterpreters.destroy(interpreter)
    if kind != "ImportError":
        raise RuntimeError(kind)
    return "refused"


# The sub-interpreters first, so that what the main one loaded cannot serve them.
results = {kind: in_new(kind) for kind in ("isolated", "legacy")}
print(f"main: {in_main()}, isolated: {results['isolated']}, legacy: {results['legacy']}")
