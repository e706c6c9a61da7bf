"""What the tests share."""

import sys
import sysconfig

# Whether this Python is a free-threaded build; its GIL may be on all the same (PYTHON_GIL=1).
FREE_THREADED = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))


def message(call, *args, **kwargs):
    """The type and text of the exception that a call raises."""
    try:
        call(*args, **kwargs)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "nothing raised"


if sys.version_info >= (3, 14):
    import concurrent.interpreters as _interpreters

    def in_interpreter(code):
        """Runs code in a new interpreter with its own GIL."""
        interpreter = _interpreters.create()
        try:
            interpreter.exec(code)
        finally:
            interpreter.close()

else:
    try:
        import _interpreters
    except ImportError:
        import _xxsubinterpreters as _interpreters

    def in_interpreter(code):
        """Runs code in a new interpreter with its own GIL."""
        interpreter = _interpreters.create()
        try:
            run = getattr(_interpreters, "exec", None) or _interpreters.run_string
            failure = run(interpreter, code)  # 3.12 raises, 3.13 returns
            if failure is not None:
                raise RuntimeError(str(failure))
        finally:
            _interpreters.destroy(interpreter)
