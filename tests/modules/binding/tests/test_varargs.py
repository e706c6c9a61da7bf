"""*args and **kwargs: what they hold, how their conversion fails, and what becomes of the references."""

import asyncio
import gc
import sys
import threading
import unittest

import binding
from support import FREE_THREADED, in_interpreter, message, show, twin, without_suggestion

class S(str):
    """A str that is none of the exact type."""


class Args(unittest.TestCase):
    # PyO3 variable_args, pybind11 test_mixed_args_and_kwargs and test_args_refcount
    def test_conversions(self):
        self.assertEqual(binding.words(), "")
        self.assertEqual(binding.words("a", "b", "ü"), "a b ü")
        self.assertEqual(binding.halves(), 0)
        self.assertEqual(binding.halves(2, 3, None, 5), 4)
        self.assertEqual(binding.lists([1, 2], (3,), {4: 5}), 10)
        self.assertEqual(binding.set_of(1, 2, 1), {1, 2})
        self.assertEqual(binding.callbacks(print, 1, None), 3)
        p, q = binding.Point(1, 2), binding.Point(3, 4)
        self.assertEqual([id(point) for point in binding.points(p, q, z=p, y=q)], [id(p), id(q), id(q), id(p)])

    def test_a_wrong_item_says_where_it_is(self):
        self.assertEqual(message(binding.args, 1, 2, "x"), "TypeError: argument '*args': item 2: 'str' object cannot be interpreted as an integer")
        self.assertEqual(message(binding.args, 1, 2**70), "OverflowError: argument '*args': item 1: " + message(binding.add, 1, 2**70).split("': ", 1)[1])
        self.assertEqual(message(binding.args_after, 1, "x"), "TypeError: argument '*args': item 0: 'str' object cannot be interpreted as an integer")
        self.assertEqual(message(binding.args_after, "x", "y"), "TypeError: argument 'a': 'str' object cannot be interpreted as an integer")
        self.assertEqual(message(binding.words, *"abcdefghijklmnopqrstuvw", 1), "TypeError: argument '*words': item 23: expected str, got 'int'")
        self.assertEqual(message(binding.lists, [1], ["x"]), "TypeError: argument '*lists': item 1: item 0: 'str' object cannot be interpreted as an integer")
        self.assertEqual(message(binding.Basket, 1, "x"), "TypeError: argument '*items': item 1: 'str' object cannot be interpreted as an integer")
        self.assertEqual(message(binding.Basket().with_, 1, 2, "x"), "TypeError: argument '*more': item 1: 'str' object cannot be interpreted as an integer")
        self.assertEqual(message(binding.Total, 1, "x"), "TypeError: argument '*values': item 1: 'str' object cannot be interpreted as an integer")

    def test_an_exception_in_the_middle(self):
        class Index:
            def __init__(self, value):
                self.value = value

            def __index__(self):
                return self.value if isinstance(self.value, int) else (_ for _ in ()).throw(self.value)

        self.assertEqual(binding.args(1, Index(2), 3), "[1,2,3]{}")
        self.assertEqual(message(binding.args, 1, Index(KeyError("no")), 3), "KeyError: 'no'")
        self.assertEqual(message(binding.both, 1, a=Index(KeyError("no"))), "KeyError: 'no'")
        self.assertEqual(message(binding.kwargs, a=1, b=Index(ValueError("no"))), "ValueError: argument 'b': no")
        self.assertEqual(message(binding.fails, 1, 2, 3), "ValueError: 3 values")

    def test_conversions_that_call_again(self):
        class Index:
            def __init__(self, depth):
                self.depth = depth

            def __index__(self):
                gc.collect()
                return len(binding.args(1, Index(self.depth - 1), **{})) if self.depth else 0

        self.assertEqual(binding.both(1, Index(5), x=Index(3)), "[1,7]{x:7}")

    def test_huge_argument_lists(self):
        for count in [7, 15, 16, 17, 55, 56, 57, 58, 64, 65, 1000, 100_000]:
            values, keyword = list(range(count)), {f"k{i}": i for i in range(count)}
            self.assertEqual(binding.args(*values), show([], values, {}))
            self.assertEqual(binding.args_after(7, *values), show([7], values, {}))
            self.assertEqual(binding.both_after_default(1, 2, *values), show([1, 2], values, {}))
            self.assertEqual(binding.both(*values, **keyword), show([], values, keyword))
            self.assertEqual(binding.everything(1, 2, 3, *values, d=4, **keyword), show([1, 2, 3, 4, 5], values, keyword))
            self.assertEqual(binding.tuple_of(*values), tuple(values))
            self.assertEqual(binding.dict_of(**keyword), keyword)
            self.assertEqual(binding.Basket(*values, name="n", **keyword).items(), values)
            self.assertEqual(binding.Total(*values).value, sum(values))
            self.assertEqual(type("Sub", (binding.Basket,), {})(*values, name="n", **keyword).labels(), keyword)
            self.assertEqual(type("Sub", (binding.Total,), {})(*values, start=1).value, sum(values) + 1)
            self.assertEqual(message(binding.add, *values, 1), without_suggestion(message(twin("add", "(a, b)"), *values, 1)))
        self.assertEqual(message(binding.add, 1, 2, **{f"k{i}": 1 for i in range(1000)}), "TypeError: add() got an unexpected keyword argument 'k0'")

    def test_a_few_items_of_a_span_take_nothing_from_the_heap(self):
        binding.sum_from(1, 2), binding.sum_from(first=1), binding.tuple_of(1), binding.dict_of(a=1), binding.allocated()
        before = binding.allocated()
        for _ in range(1000):
            self.assertEqual(binding.sum_from(1, 2, 3), 6)
            self.assertEqual(binding.sum_from(*range(17)), 136)
            self.assertEqual(binding.sum_from(first=5), 5)
            self.assertEqual(binding.tuple_of(1, 2), (1, 2))
            self.assertEqual(binding.dict_of(a=1), {"a": 1})
        self.assertEqual(binding.allocated(), before)
        binding.sum_from(*range(18))
        self.assertGreater(binding.allocated(), before)

    def test_coroutines_and_iterators(self):
        async def call():
            return await binding.later(1, 2, a=3, b=4)

        self.assertEqual(asyncio.run(call()), "3[1,2]{b:4}")
        self.assertEqual(message(binding.later, "x"), "TypeError: argument '*args': item 0: 'str' object cannot be interpreted as an integer")
        self.assertEqual(list(binding.each(2, 5, 6)), [5, 6, 5, 6])
        self.assertEqual(message(binding.each), "TypeError: each() missing 1 required positional argument: 'times'")

    def test_a_tuple(self):
        first = object()
        self.assertEqual(binding.tuple_of(), ())
        self.assertEqual(binding.tuple_of(first, 2), (first, 2))
        self.assertIs(type(binding.tuple_of(*[1])), tuple)
        self.assertEqual(message(binding.tuple_of, a=1), "TypeError: tuple_of() got an unexpected keyword argument 'a'")
        self.assertEqual(hash(binding.tuple_of(1, 2)), hash((1, 2)))

    def test_classes(self):
        basket = binding.Basket(1, 2, name="n", x=3)
        self.assertEqual((basket.items(), basket.name, basket.labels()), ([1, 2], "n", {"x": 3}))
        self.assertEqual(basket.with_(1, 2, 3, last=4), "n 1 2,3 4")
        self.assertEqual((binding.Basket.count_of(1, 2, a=3), basket.count_of()), (3, 0))
        self.assertEqual(binding.Sack(1, "a", "b", x=1).show(), "1 a,b x")
        self.assertEqual(binding.Sack(size=1, x=1).show(), "1  x")
        self.assertEqual((binding.Total(1, 2, start=3).value, binding.Total().value, binding.Total(5).plus(1, 2)), (6, 0, 8))
        self.assertEqual(binding.Pair(1, 2, scale=3).value, 9)

    def test_python_subclasses(self):
        class Sub(binding.Basket):
            def __init__(self, *args, **kwargs):
                super().__init__(*args, 9, name="sub", **kwargs)

        class More(binding.Total):
            def __new__(cls, *args, **kwargs):
                return super().__new__(cls, *args, 100, **kwargs)

        sub = Sub(1, x=2)
        self.assertEqual((sub.items(), sub.name, sub.labels()), ([1, 9], "sub", {"x": 2}))
        self.assertEqual(More(1, start=10).value, 111)
        self.assertEqual(message(Sub, "x"), "TypeError: argument '*items': item 0: 'str' object cannot be interpreted as an integer")
        self.assertEqual(message(lambda: More(nope=1)), "TypeError: Total.__new__() got an unexpected keyword argument 'nope'")

    def test_docstrings(self):
        self.assertEqual(
            binding.documented.__doc__,
            "Documents every parameter.\n\nArgs:\n    first: A number.\n    *the_rest: More numbers.\n    **options: What else.",
        )


class Kwargs(unittest.TestCase):
    # PyO3 variable_kwargs and meth_signature
    def test_a_dict(self):
        self.assertEqual(binding.dict_of(), {})
        self.assertEqual(binding.dict_of(b=1, a=[2]), {"b": 1, "a": [2]})
        self.assertEqual(list(binding.dict_of(b=1, a=2)), ["b", "a"])
        self.assertIsNot(binding.dict_of(), binding.dict_of())
        given = {"a": 1}
        self.assertIsNot(binding.dict_of(**given), given)
        self.assertEqual(message(binding.dict_of, 1), without_suggestion(message(twin("dict_of", "(**kwargs)"), 1)))

    def test_forwarding(self):
        def callee(*args, **kwargs):
            return args, kwargs

        self.assertEqual(binding.forward(callee, 1, "x", a=2), ((1, "x"), {"a": 2}))
        self.assertEqual(binding.forward(callee), ((), {}))
        self.assertEqual(binding.forward(callable=callee, a=2), ((), {"a": 2}))
        self.assertEqual(binding.forward_args(callee, 1, 2), ((1, 2), {}))
        one = twin("one", "(a)")
        self.assertEqual(message(binding.forward, one), message(one))
        self.assertEqual(message(binding.forward, int, "x"), message(int, "x"))
        self.assertEqual(message(binding.forward, 5), "TypeError: 'int' object is not callable")

    def test_a_wrong_value_says_which_it_is(self):
        self.assertEqual(message(binding.kwargs, a=1, size="x"), "TypeError: argument 'size': 'str' object cannot be interpreted as an integer")
        self.assertEqual(message(binding.Basket, 1, größe="x"), "TypeError: argument 'größe': 'str' object cannot be interpreted as an integer")
        self.assertEqual(message(binding.strings, a=None, b=1), "TypeError: argument 'b': expected str, got 'int'")
        self.assertEqual(binding.strings(a=None, b="x"), {"a": None, "b": "x"})

    def test_names_that_are_no_identifiers(self):
        names = {"": 1, "a b": 2, "\ud800": 3, "日本": 4, "x" * 100_000: 5, "nul\0": 6}
        self.assertEqual(binding.kwargs(**names), show([], (), names))
        self.assertEqual(binding.dict_of(**names), names)

    def test_names_of_positional_only_parameters(self):
        # As with `def f(a, b, /, **kwargs)`: the names are free.
        self.assertEqual(binding.positional_only_kwargs(1, 2, a=3, b=4), "1 2[]{a:3,b:4}")
        self.assertEqual(binding.kwargs(self=1, kwargs=2), "[]{self:1,kwargs:2}")
        self.assertEqual(binding.Basket(self=1).labels(), {"self": 1})
        self.assertEqual(binding.Basket.count_of(cls=1), 1)

    def test_subclasses_of_str(self):
        self.assertEqual(binding.keyword_only(**{S("a"): 1}), "1[]{}")
        key = S("x")
        self.assertIs(next(iter(binding.dict_of(**{key: 1}))), key)

        class Hashed(str):
            fails = False

            def __hash__(self):
                if Hashed.fails:
                    raise KeyError("no hash")
                return super().__hash__()

            def __eq__(self, other):
                return self is other

        one, two = Hashed("x"), Hashed("x")
        keyword = {one: 1, two: 2}
        self.assertEqual(len(binding.dict_of(**keyword)), 2)
        self.assertEqual(binding.kwargs(**keyword), "[]{x:2}")
        Hashed.fails = True
        # Python hashes it too, on the way to the call.
        self.assertEqual(message(lambda: binding.dict_of(**keyword)), "KeyError: 'no hash'")


class References(unittest.TestCase):
    @unittest.skipIf(FREE_THREADED, "counts are kept in two parts there")
    def test_counts(self):
        # pybind11 test_args_refcount
        value, name = object(), "a name of its own"
        bad = [
            lambda: binding.args(value), lambda: binding.args_after(1, value), lambda: binding.kwargs(**{name: value}), lambda: binding.both(1, **{name: value}), lambda: binding.Basket(value),
            lambda: binding.Basket(**{name: value}), lambda: binding.positional_only(**{name: value}), lambda: binding.everything(value, value, value, value, **{name: value}),
            lambda: binding.Total(value), lambda: binding.forward(int, value, value, **{name: value}), lambda: binding.keyword_only(value, **{name: value}),
        ]
        good = [
            lambda: binding.tuple_of(value, value), lambda: binding.dict_of(**{name: value}), lambda: binding.forward(lambda *a, **k: (a, k), value, **{name: value}),
            lambda: binding.callbacks(value, value), lambda: binding.Basket.count_of(**{name: value}), lambda: binding.tuple_of(*[value] * 1000), lambda: binding.kwargs(**{name: 1}),
        ]
        for call in bad:
            self.assertTrue(message(call).startswith("TypeError"), message(call))
        for call in good:
            call()
        binding.collect()
        gc.collect()
        before = sys.getrefcount(value), sys.getrefcount(name)
        for _ in range(50):
            for call in bad:
                message(call)
            for call in good:
                call()
        binding.collect()
        binding.args()  # a call lets go of what the collector found
        binding.forward(lambda: None)
        gc.collect()
        after = sys.getrefcount(value), sys.getrefcount(name)
        self.assertLess(max(abs(a - b) for a, b in zip(before, after)), 5, (before, after))

    def test_many_calls_keep_nothing(self):
        kept = len(gc.get_objects())
        for i in range(20_000):
            binding.both(i, i, x=i)
            binding.tuple_of(i, ())
            binding.dict_of(x=[i])
        gc.collect()
        self.assertLess(len(gc.get_objects()) - kept, 200)


class Elsewhere(unittest.TestCase):
    def test_threads(self):
        failures = []

        def run(seed):
            try:
                for i in range(2000):
                    self.assertEqual(binding.both(i, seed, x=i), f"[{i},{seed}]{{x:{i}}}")
                    self.assertEqual(binding.tuple_of(i, seed), (i, seed))
                    self.assertEqual(binding.dict_of(a=i, b=seed), {"a": i, "b": seed})
                    self.assertEqual(binding.everything(1, 2, 3, i, d=seed, z=i), f"1 2 3 {seed} 5[{i}]{{z:{i}}}")
                    self.assertEqual(binding.Basket(i, x=seed).labels(), {"x": seed})
                    self.assertEqual(message(binding.keyword_only, i), "TypeError: keyword_only() takes 0 positional arguments but 1 was given")
            except Exception as error:
                failures.append(error)

        threads = [threading.Thread(target=run, args=(seed,)) for seed in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(failures, [])

    def test_interpreters(self):
        code = f"""if True:
            import sys
            sys.path[:] = {sys.path!r}
            import binding
            for i in range(200):
                assert binding.both(i, 2, x=i) == f"[{{i}},2]{{{{x:{{i}}}}}}"
                assert binding.tuple_of(i, "x") == (i, "x")
                assert binding.dict_of(a=i) == {{"a": i}}
                assert binding.Basket(i, x=1).items() == [i]
                try:
                    binding.everything(1, a=2)
                except TypeError as error:
                    assert str(error) == "everything() missing 2 required positional arguments: 'b' and 'c'", error
        """
        for _ in range(3):
            in_interpreter(code)


if __name__ == "__main__":
    unittest.main()
