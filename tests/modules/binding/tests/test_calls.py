"""Calls: every wrong call must fail exactly as a Python function of the same signature does."""

import inspect
import itertools
import unittest

import binding
from support import message, without_suggestion


class Twin:
    """The same signatures in Python."""

    @staticmethod
    def noop(): ...
    @staticmethod
    def add(a, b): ...
    @staticmethod
    def three(a, b, c): ...
    @staticmethod
    def defaults(first, second=2, third="it's", fourth=1.5, fifth=True, sixth=None): ...
    @staticmethod
    def all_optional(left=1, right=2): ...


class Point:
    def __init__(self, x, y=0.0): ...
    def scale(self, factor, offset=0.0): ...
    def itself(self): ...
    @classmethod
    def from_pair(cls, pair): ...


class Calls(unittest.TestCase):
    def test_values_by_position_and_keyword(self):
        self.assertEqual(binding.add(1, 2), 3)
        self.assertEqual(binding.add(1, b=2), 3)
        self.assertEqual(binding.add(b=2, a=1), 3)
        self.assertEqual(binding.three(c=3, a=1, b=2), "1 2 3")
        self.assertIsNone(binding.noop())

    def test_defaults(self):
        self.assertEqual(binding.defaults(7), "7 2 it's 1.5 True null")
        self.assertEqual(binding.defaults(7, fourth=2.5, sixth="x"), "7 2 it's 2.5 True x")
        self.assertEqual(binding.defaults(1, 3, "a", 4, False, "b"), "1 3 a 4 False b")
        self.assertEqual(binding.all_optional(right=5), "1 5")

    def test_wrong_calls_fail_as_in_python(self):
        names = ["noop", "add", "three", "defaults", "all_optional"]
        keywords = [{}, {"a": 1}, {"b": 1}, {"nope": 1}, {"a": 1, "c": 2}, {"first": 1}, {"left": 3}]
        compared = 0
        for name, count, keyword in itertools.product(names, range(8), keywords):
            arguments = (1,) * count
            expected = without_suggestion(message(getattr(Twin, name), *arguments, **keyword)).replace("Twin.", "")
            if not expected.startswith("TypeError"):
                continue
            with self.subTest(name=name, arguments=arguments, keyword=keyword):
                self.assertEqual(message(getattr(binding, name), *arguments, **keyword), expected)
            compared += 1
        self.assertGreater(compared, 150)

    def test_wrong_constructor_and_method_calls_fail_as_in_python(self):
        point, twin = binding.Point(1, 2), Point(1, 2)
        for arguments, keyword in [((), {}), ((1, 2, 3), {}), ((), {"y": 1}), ((1,), {"x": 1}), ((1,), {"z": 1}), ((1, 2, 3, 4), {})]:
            with self.subTest(arguments=arguments, keyword=keyword):
                self.assertEqual(message(binding.Point, *arguments, **keyword), without_suggestion(message(Point, *arguments, **keyword)))
        for name in ["scale", "itself", "from_pair"]:
            for arguments, keyword in [((), {}), ((1, 2, 3), {}), ((), {"offset": 1}), ((1,), {"factor": 1}), ((1,), {"z": 1})]:
                expected = without_suggestion(message(getattr(twin, name), *arguments, **keyword))
                if not expected.startswith("TypeError"):
                    continue
                with self.subTest(name=name, arguments=arguments, keyword=keyword):
                    self.assertEqual(message(getattr(point, name), *arguments, **keyword), expected)

    def test_signatures(self):
        for name in ["noop", "add", "three", "defaults", "all_optional"]:
            self.assertEqual(str(inspect.signature(getattr(binding, name))), str(inspect.signature(getattr(Twin, name))), name)
        self.assertEqual(str(inspect.signature(binding.Point)), "(x, y=0.0)")
        self.assertEqual(str(inspect.signature(binding.Point.scale)), "(self, /, factor, offset=0.0)")
        self.assertEqual(str(inspect.signature(binding.Point(1).scale)), "(factor, offset=0.0)")
        self.assertEqual(str(inspect.signature(binding.Point.from_pair)), "(pair)")

    def test_names(self):
        self.assertEqual(binding.renamed(from_=4), 4)
        self.assertEqual(binding.import_(class_=5), 5)
        self.assertFalse(hasattr(binding, "original_name"))
        self.assertFalse(hasattr(binding, "invisible"))

    def test_constants(self):
        self.assertEqual((binding.GRAVITY, binding.GREETING, binding.MAX_SIZE), (9.81, "hello", 1 << 20))
        self.assertEqual(binding.Point.DIMENSIONS, 2)

    def test_docstrings(self):
        self.assertEqual(binding.__doc__, "What the tests of the binding call.")
        self.assertEqual(
            binding.add.__doc__,
            "Adds two numbers.\n\nArgs:\n    a: The first.\n    b: The second.\n\nReturns:\n    The sum.\n\nRaises:\n    OverflowError: The sum does not fit.",
        )
        self.assertEqual(binding.Point.__doc__, "A point in the plane.\n\nArgs:\n    x: Across.\n    y: Up.")
        self.assertEqual(binding.Point.length.__doc__, "Read-only.")
        self.assertFalse(binding.noop.__doc__)


if __name__ == "__main__":
    unittest.main()
