"""Every kind of parameter: each call does what a call of a `def` of the same signature does, and a wrong one fails with the same text."""

import collections
import inspect
import itertools
import random
import unittest

import binding
from support import message, show, twin, without_suggestion

# Functions that tell what they got: the signature is all that there is to them.
SIGNATURES = {
    "args": "(*args)",
    "args_after": "(a, *args)",
    "args_after_default": "(a, b=2, *args)",
    "kwargs": "(**kwargs)",
    "kwargs_after": "(a, **kwargs)",
    "kwargs_after_default": "(a=1, **kwargs)",
    "kwargs_default": "(a=1, **kwargs)",
    "both": "(*args, **kwargs)",
    "both_after": "(i, j, *args, **kwargs)",
    "both_after_default": "(i=1, j=3, *args, **kwargs)",
    "positional_only": "(a, /)",
    "positional_only_and_more": "(a, b, /, c)",
    "positional_only_default": "(a, b=2, /, c=3)",
    "positional_only_kwargs": "(a, b, /, **kwargs)",
    "positional_only_args": "(a, b=2, /, *args)",
    "keyword_only": "(*, a)",
    "keyword_only_defaults": "(*, a=1, b=2)",
    "keyword_only_and_more": "(a, *, b, c, d=4)",
    "keyword_only_after_default": "(a=1, *, b=2)",
    "keyword_only_kwargs": "(*, a, **kwargs)",
    "keyword_only_args": "(a, *args, b)",
    "keyword_only_behind_args": "(*args, a, b=2)",
    "everything": "(a, b, /, c, *args, d, e=5, **kwargs)",
    "positional_and_keyword_only": "(a, b, /, c, *, d, e=5)",
    "long_names": "(parameter_number_one, parameter_number_two, parameter, exactly8, größe, p=6)",
    "more_than_fit": "(a, b, c, d, e, f, g, h, i=9, *, j=10, k=11, l=12, m=13, n=14, o=15, p=16, q=17, r=18)",
}


def outcome(call, *args, **kwargs):
    try:
        return call(*args, **kwargs)
    except Exception as error:
        return without_suggestion(f"{type(error).__name__}: {error}")


class Basket:
    def __init__(self, *items, name="basket", **labels): ...
    def with_(self, first, *more, last=0): ...
    @classmethod
    def count_of(cls, *args, **kwargs): ...


class Sack:
    def __init__(self, size, *things, **labels): ...


class Pair:
    def __new__(cls, first, second, /, *, scale=1): ...
    def __init__(self, *args, **kwargs): ...


class S(str):
    """A str that is none of the exact type."""


class Same(unittest.TestCase):
    def test_signatures(self):
        for name, signature in SIGNATURES.items():
            if signature.isascii():
                self.assertEqual(str(inspect.signature(getattr(binding, name))), signature)
        # inspect reads no other letters in a __text_signature__.
        self.assertRaises(ValueError, inspect.signature, binding.long_names)
        self.assertEqual(str(inspect.signature(binding.default_text)), "(text='größer 😀 \\ud800', letter='é')")
        self.assertEqual(str(inspect.signature(binding.Basket)), "(*items, name='basket', **labels)")
        self.assertEqual(str(inspect.signature(binding.Basket.with_)), "(self, /, first, *more, last=0)")
        self.assertEqual(str(inspect.signature(binding.Basket().with_)), "(first, *more, last=0)")
        self.assertEqual(str(inspect.signature(binding.Basket.count_of)), "(*args, **kwargs)")
        self.assertEqual(str(inspect.signature(binding.Sack)), "(size, *things, **labels)")
        self.assertEqual(str(inspect.signature(binding.Total)), "(*values, start=0)")
        self.assertEqual(str(inspect.signature(binding.Pair)), "(first, second, /, *, scale=1)")

    def test_every_call_with_few_arguments(self):
        names = ["a", "b", "c", "d", "e", "x"]
        compared = 0
        for name, signature in SIGNATURES.items():
            call, expected = getattr(binding, name), twin(name, signature)
            for count, keywords in itertools.product(range(5), (c for size in range(4) for c in itertools.combinations(names, size))):
                arguments, keyword = range(10, 10 + count), {key: 20 + i for i, key in enumerate(keywords)}
                with self.subTest(name=name, arguments=arguments, keyword=keyword):
                    self.assertEqual(outcome(call, *arguments, **keyword), outcome(expected, *arguments, **keyword))
                compared += 1
        self.assertGreater(compared, 5000)

    def test_random_calls(self):
        chance = random.Random(20)
        twins = {name: twin(name, signature) for name, signature in SIGNATURES.items()}
        seen = collections.Counter()
        for _ in range(10_000):
            name = chance.choice(list(SIGNATURES))
            own = [p.name for p in inspect.signature(twins[name]).parameters.values()]
            keys = chance.sample(own + ["x", "größe", "日本", "\ud800", "a_long_name_that_is_nowhere", "self", ""], chance.randrange(min(len(own), 8) + 1))
            keyword = {(S(key) if chance.random() < 0.1 else key): chance.randrange(100) for key in keys}
            arguments = [chance.randrange(100) for _ in range(chance.choice([0, 1, 2, 3, 5, 8, 20, 40]))]
            expected = outcome(twins[name], *arguments, **keyword)
            self.assertEqual(outcome(getattr(binding, name), *arguments, **keyword), expected, (name, arguments, keyword))
            seen[expected[:20].split("(")[0] if expected.startswith("TypeError") else "fine"] += 1
        self.assertGreater(seen["fine"], 1000)
        self.assertGreater(seen.total() - seen["fine"], 1000)

    def test_keywords_in_any_order(self):
        call, expected = binding.long_names, twin("long_names", SIGNATURES["long_names"])
        names = list(inspect.signature(expected).parameters)
        for order in itertools.permutations(names):
            for count in range(len(names)):
                values = {name: i for i, name in enumerate(order[count:])}
                self.assertEqual(outcome(call, *range(count), **values), outcome(expected, *range(count), **values))
        near = ["parameter_number_on", "parameter_number_ona", "parameter_number_one_", "paramete", "parameterx", "exactly", "exactly8_", "grosse", "größ", "groß", "", "q", "p\0", "P"]
        for name, wrong in itertools.product(names, near):
            values = {(wrong if key == name else key): 1 for key in names}
            self.assertEqual(outcome(call, **values), outcome(expected, **values))
            self.assertEqual(outcome(call, **{S(key): value for key, value in values.items()}), outcome(expected, **values))

    def test_constructors_and_methods(self):
        basket, other = binding.Basket(), Basket()
        calls = [
            (binding.Basket, Basket), (binding.Sack, Sack), (binding.Pair, Pair), (basket.with_, other.with_), (binding.Basket.with_, Basket.with_), (binding.Basket.count_of, Basket.count_of), (basket.count_of, other.count_of),
        ]
        compared = 0
        for (call, expected), count, keyword in itertools.product(calls, range(4), [{}, {"name": "x"}, {"first": 1}, {"first": 1, "second": 2}, {"last": 1}, {"scale": 1}, {"size": 1}, {"x": 1}]):
            arguments = (1,) * count
            text = without_suggestion(message(expected, *arguments, **keyword))
            if not text.startswith("TypeError") or "unbound method" in text:
                continue
            with self.subTest(call=call, arguments=arguments, keyword=keyword):
                if call == binding.Basket.with_ and count == 0:
                    continue  # Python says itself that self is missing
                if call == binding.Basket.with_:
                    arguments = (basket, *arguments[1:])
                self.assertEqual(message(call, *arguments, **keyword), text)
            compared += 1
        self.assertGreater(compared, 30)

    def test_keys_that_are_no_strings(self):
        for name in ["kwargs", "keyword_only", "args", "everything"]:
            self.assertRegex(message(lambda: getattr(binding, name)(**{1: 2})), r"TypeError: (\w+\(\) )?keywords must be strings")
        # These come to us: tp_new and tp_init get a dict.
        self.assertRegex(message(lambda: binding.Basket(**{1: 2})), "TypeError: .*keywords must be strings")
        self.assertRegex(message(lambda: type("Sub", (binding.Basket,), {})(**{1: 2})), "TypeError: .*keywords must be strings")
        self.assertRegex(message(lambda: binding.Pair.__new__(binding.Pair, 1, 2, **{1: 2})), "TypeError: .*keywords must be strings")


if __name__ == "__main__":
    unittest.main()
