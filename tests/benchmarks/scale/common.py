"""What the scripts share: interpreters, memory, the operations."""

try:
    import _interpreters  # 3.13 and later
except ImportError:
    import _xxsubinterpreters as _interpreters

# The module is `m`.
OPERATIONS = {
    "add(int, int)": ("add = m.add", "add(20, 22)"),
    "greet(str) → str": ("greet = m.greet; s = 'Monty'", "greet(s)"),
    "call a Python callable": ("apply = m.apply; f = lambda value: value", "apply(f, 42)"),
    "Point(1.0, 2.0)": ("Point = m.Point", "Point(1.0, 2.0)"),
    "Vector(1.0, 2.0)": ("Vector = getattr(m, 'Vector', m.Point)", "Vector(1.0, 2.0)"),
    "p + q": ("p = m.Point(1.0, 2.0); q = m.Point(3.0, 4.0)", "p + q"),
    "list of 1000 ints out": ("list_out = m.list_out", "list_out(1000)"),
}

RUN = """
def run{number}(count):
    import {module} as m
    {setup}
    for _ in range(count):
        {statement}
"""


def code(module, folder):
    """What an interpreter runs first: it defines run0(count), run1(count), …, one per operation."""
    functions = (RUN.format(number=number, module=module, setup=setup, statement=statement) for number, (setup, statement) in enumerate(OPERATIONS.values()))
    return f"import sys\nsys.path.insert(0, {folder!r})\n" + "".join(functions)


def create():
    """An interpreter with a GIL of its own."""
    try:
        return _interpreters.create("isolated")
    except (TypeError, ValueError):
        return _interpreters.create(isolated=True)


def run(interpreter, text):
    execute = getattr(_interpreters, "exec", None) or _interpreters.run_string
    failure = execute(interpreter, text)
    if failure is not None:
        raise RuntimeError(failure)


def destroy(interpreter):
    _interpreters.destroy(interpreter)


def status():
    """KB of resident and of reserved memory, and the number of threads."""
    wanted = {"VmRSS": "rss_kb", "VmSize": "reserved_kb", "Threads": "threads"}
    with open("/proc/self/status") as lines:
        return {wanted[name]: int(value.split()[0]) for name, value in (line.split(":", 1) for line in lines) if name in wanted}
