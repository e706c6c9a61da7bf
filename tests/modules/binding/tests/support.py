"""What the tests share."""

import inspect
import re
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


def without_suggestion(text):
    """That text without the "Did you mean …?" which 3.13 and later add for a function written in Python."""
    return re.sub(r"\. Did you mean '\w+'\?$", "", text)


def twin(name, signature):
    """A function of Python with that signature, which tells what it got in the same way."""
    parameters = inspect.signature(eval(f"lambda {signature[1:-1]}: None")).parameters.values()
    named = [p.name for p in parameters if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]
    args = "args" if any(p.kind == p.VAR_POSITIONAL for p in parameters) else "()"
    kwargs = "kwargs" if any(p.kind == p.VAR_KEYWORD for p in parameters) else "{}"
    scope = {"show": show}
    exec(f"def {name}{signature}: return show([{', '.join(named)}], {args}, {kwargs})", scope)
    return scope[name]


def show(named, args, kwargs):
    return " ".join(map(str, named)) + "[" + ",".join(map(str, args)) + "]{" + ",".join(f"{key}:{value}" for key, value in kwargs.items()) + "}"


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
