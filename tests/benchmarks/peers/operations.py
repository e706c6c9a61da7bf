"""What measure.py measures: every operation of the benchmark module, by topic."""

import asyncio

# What a system cannot do yet, and why: {module: {operation: reason}}. It stands as a gap in the table; everything else must be there.
NO_ASYNC = {
    "await what is finished × 100": "no coroutines",
    "await what another thread finishes × 10": "no coroutines",
}
MISSING = {
    "bench_nanobind": NO_ASYNC,
    "bench_pybind11": NO_ASYNC,
    "bench_cython": {"await what another thread finishes × 10": "no bridge from other threads to asyncio"},
    "bench_pyo3": {"await what another thread finishes × 10": "its coroutines come without threads"},
}



def awaiting(function, times):
    """Awaits a coroutine function so many times, one after the other, in an event loop of its own."""
    loop = asyncio.new_event_loop()

    async def wait():
        for _ in range(times):
            await function(20, 22)

    async def sum_of_one():
        return await function(20, 22)

    assert loop.run_until_complete(sum_of_one()) == 42
    return lambda: loop.run_until_complete(wait())


CATCH = "try: {}\n        except {}: pass"

# topic, [name, statement, what prepares it, what the statement (an expression then) must give]
TOPICS = [
    ("Calls", [
        ("noop()", "noop()", "noop = m.noop", None),
        ("ident(o)", "ident(o)", "ident = m.ident; o = ()", ()),
        ("add(int, int)", "add(20, 22)", "add = m.add", 42),
        ("optional(None)", "optional(None)", "optional = m.optional", None),
        ("typed(bool, int, float, str)", "typed(True, 40, 1.5, s)", "typed = m.typed; s = 'four'", 46),
        ("kw(1, c=5)", "kw(1, c=5)", "kw = m.kw", 8),
        ("many(a=1, …, h=8)", "many(a=1, b=2, c=3, d=4, e=5, f=6, g=7, h=8)", "many = m.many", 36),
        ("varargs(1, 2, 3)", "varargs(1, 2, 3)", "varargs = m.varargs", 3),
        ("varkw(a=1, b=2)", "varkw(a=1, b=2)", "varkw = m.varkw", 2),
    ]),
    ("Strings and bytes", [
        ("strlen(str)", "strlen(s)", "strlen = m.strlen; s = 'a string of some length'", 23),
        ("… its UTF-8, in place", "strlen(s)", "strlen = getattr(m, 'utf8_length', m.strlen); s = 'a string of some length'", 23),
        ("greet(str) → str", "greet(s)", "greet = m.greet; s = 'Monty'", "Hello, Monty!"),
        ("bytes × 10 in", "bytes_in(b)", "bytes_in = m.bytes_in; b = bytes(range(10))", 19),
        ("bytes 1 KB in", "bytes_in(b)", "bytes_in = m.bytes_in; b = bytes(range(256)) * 4", 1024 + 255),
        ("bytes 1 MB in", "bytes_in(b)", "bytes_in = m.bytes_in; b = bytes(range(250)) * 4000", 1_000_000 + 249),
        ("bytes × 10 out", "bytes_of(10)", "bytes_of = m.bytes_of", bytes(range(10))),
        ("bytes 1 KB out", "bytes_out()", "bytes_out = m.bytes_out", bytes(range(256)) * 4),
        ("bytes 1 MB out", "bytes_of(1_000_000)", "bytes_of = m.bytes_of", (bytes(range(256)) * 4096)[:1_000_000]),
        ("sum of float64 buffer × 1000", "sum_buffer(b)", "import array; sum_buffer = m.sum_buffer; b = array.array('d', range(1000))", 499500.0),
    ]),
    ("Collections", [
        ("sum of list[int] × 10", "sum_list(l)", "sum_list = m.sum_list; l = list(range(1000, 1010))", 10045),
        ("sum of list[int] × 1000", "sum_list(l)", "sum_list = m.sum_list; l = list(range(1000, 2000))", 1499500),
        ("sum of list[int] × 1,000,000", "sum_list(l)", "sum_list = m.sum_list; l = list(range(1_000_000))", 499999500000),
        ("list of 10 ints out", "list_out(10)", "list_out = m.list_out", list(range(10))),
        ("list of 1000 ints out", "list_out(1000)", "list_out = m.list_out", list(range(1000))),
        ("list of 1,000,000 ints out", "list_out(1_000_000)", "list_out = m.list_out", list(range(1_000_000))),
        ("list[float] × 1000 in", "floats_in(l)", "floats_in = m.floats_in; l = [float(i) for i in range(1000)]", 499500.0),
        ("list[float] × 1000 out", "floats_out()", "floats_out = m.floats_out", [float(i) for i in range(1000)]),
        ("list[str] × 100 in", "strings_in(l)", "strings_in = m.strings_in; l = [f'item {i:02}' for i in range(100)]", 700),
        ("list[str] × 100 out", "strings_out()", "strings_out = m.strings_out", [f"item {i:02}" for i in range(100)]),
        ("tuple[int, float, str] in", "tuple_in(t)", "tuple_in = m.tuple_in; t = (1, 2.5, 'three')", 8.5),
        ("tuple[int, float, str] out", "tuple_out()", "tuple_out = m.tuple_out", (1, 2.5, "three")),
        ("set[int] × 100 in", "set_in(s)", "set_in = m.set_in; s = set(range(100))", 4950),
        ("set[int] × 100 out", "set_out()", "set_out = m.set_out", set(range(100))),
        ("dict[str, int] × 100 in", "dict_in(d)", "dict_in = m.dict_in; d = {f'key{i}': i for i in range(100)}", 4950),
        ("dict[str, int] × 100 out", "dict_out()", "dict_out = m.dict_out", {f"key{i}": i for i in range(100)}),
    ]),
    ("Python from native code", [
        ("call a Python callable", "apply(f, 42)", "apply = m.apply; f = lambda value: value", 42),
        ("call it without arguments", "apply0(f)", "apply0 = m.apply0; f = lambda: 42", 42),
        ("call it with two", "apply2(f, 20, 22)", "apply2 = m.apply2; f = lambda a, b: b", 22),
        ("call a method by name", "call_method(s)", "call_method = m.call_method; s = type('Reader', (), {'read': lambda self: 42})()", 42),
        ("read an attribute by name", "get_attribute(s)", "get_attribute = m.get_attribute; s = type('Holder', (), {'value': 42})()", 42),
        ("iterate over list[int] × 100", "iterate(l)", "iterate = m.iterate; l = list(range(100))", 4950),
        ("iterate over a native generator × 100", "for _ in numbers(100): pass", "numbers = m.numbers", ...),
        ("attach a foreign thread × 1000", "attach(1000)", "attach = m.attach", 1000),
    ]),
    ("Coroutines", [
        ("await what is finished × 100", "wait()", "import operations; wait = operations.awaiting(m.add_ready, 100)", ...),
        ("await what another thread finishes × 10", "wait()", "import operations; wait = operations.awaiting(m.add_elsewhere, 10)", ...),
    ]),
    ("Errors", [
        ("raise ValueError, caught", CATCH.format("raise_error()", "ValueError"), "raise_error = m.raise_error", ...),
        ("throw ValueError, caught", CATCH.format("throw_error()", "ValueError"), "throw_error = getattr(m, 'throw_error', m.raise_error)", ...),
        ("add(str, int) fails", CATCH.format("add(s, 1)", "TypeError"), "add = m.add; s = 'x'", ...),
        ("add(2**70, 1) fails", CATCH.format("add(n, 1)", "(OverflowError, TypeError)"), "add = m.add; n = 2**70", ...),
    ]),
    ("Classes", [
        ("Empty()", "Empty()", "Empty = m.Empty", ...),
        ("Point(1.0, 2.0)", "Point(1.0, 2.0)", "Point = m.Point", ...),
        ("p.norm()", "p.norm()", "p = m.Point(3.0, 4.0)", 5.0),
        ("p.scaled(2.0)", "p.scaled(2.0)", "p = m.Point(3.0, 4.0)", 14.0),
        ("p.x", "p.x", "p = m.Point(3.0, 4.0)", 3.0),
        ("p.x = v", "p.x = 2.5", "p = m.Point(3.0, 4.0)", ...),
        ("p.area (computed)", "p.area", "p = m.Point(3.0, 4.0)", 12.0),
        ("p + q", "p + q", "p = m.Point(1.5, 2.5); q = m.Point(3.0, 4.0)", ...),
        ("p == q", "p == q", "p = m.Point(1.5, 2.5); q = m.Point(1.5, 2.5)", True),
        ("p < q", "p < q", "p = m.Point(1.5, 2.5); q = m.Point(3.0, 4.0)", True),
        ("hash(p)", "hash(p)", "p = m.Point(1.5, 2.5)", ...),
        ("str(p)", "str(p)", "p = m.Point(1.5, 2.5)", "Point(1.5, 2.5)"),
        ("repr(p)", "repr(p)", "p = m.Point(1.5, 2.5)", "Point(1.5, 2.5)"),
    ]),
    # A [PyClass] struct in PyExt; the others have one kind of class.
    ("Structs", [
        ("Vector(1.0, 2.0)", "Vector(1.0, 2.0)", "Vector = getattr(m, 'Vector', m.Point)", ...),
        ("v.norm()", "v.norm()", "v = getattr(m, 'Vector', m.Point)(3.0, 4.0)", 5.0),
        ("v.x", "v.x", "v = getattr(m, 'Vector', m.Point)(3.0, 4.0)", 3.0),
        ("v + w", "v + w", "v = getattr(m, 'Vector', m.Point)(1.5, 2.5); w = getattr(m, 'Vector', m.Point)(3.0, 4.0)", ...),
        ("v == w", "v == w", "v = getattr(m, 'Vector', m.Point)(1.5, 2.5); w = getattr(m, 'Vector', m.Point)(1.5, 2.5)", True),
    ]),
]

OPERATIONS = [operation for _, operations in TOPICS for operation in operations]


def operations_of(module):
    """Those that the module can do."""
    return [operation for operation in OPERATIONS if operation[0] not in MISSING.get(module, ())]


def check(module):
    """Fails unless the module does what it should."""
    for name, statement, setup, expected in operations_of(module.__name__):
        scope = {"m": module}
        exec(setup, scope)
        if expected is ...:
            exec(statement.replace("\n        ", "\n"), scope)
            continue
        found = eval(statement, scope)
        assert found == expected and type(found) is type(expected), f"{module.__name__}: {name} gives {str(found)[:80]}"
    p, q = module.Point(1.0, 2.0) + module.Point(0.5, 0.25), module.Point(1.5, 2.25)
    p.x += 1
    q.x = 2.5
    assert type(p) is module.Point and p == q and (p.x, p.y) == (2.5, 2.25) and p != module.Point(1.0, 2.0)
    assert hash(p) == hash(q) and not p < q and type(module.Empty()) is module.Empty
    for error, call, arguments in [(ValueError, module.raise_error, ()), (TypeError, module.add, ("x", 1)), ((OverflowError, TypeError), module.add, (2**70, 1))]:
        try:
            call(*arguments)
        except error as raised:
            assert error is not ValueError or str(raised) == "wrong", f"{module.__name__}: {raised}"
        else:
            raise AssertionError(f"{module.__name__}: {call.__name__}{arguments} does not raise")
