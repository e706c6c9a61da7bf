"""C# that calls Python: attributes, items, calls, iteration."""

import types
import unittest

import binding
from support import message


class Python(unittest.TestCase):
    def test_calls(self):
        binding.count(0)
        self.assertEqual(binding.apply(lambda total: total * 0 + 7), 7)
        self.assertEqual(binding.call_with(lambda *args: args, 1, "two", 3.0), (1, "two", 3.0, True, None, b"\x01\x02"))
        self.assertEqual(message(binding.apply, lambda total: 1 / 0), "ZeroDivisionError: division by zero")
        self.assertEqual(message(binding.apply, 5), "TypeError: 'int' object is not callable")

    def test_import(self):
        self.assertEqual(binding.dumps({"a": [1, None]}), '{"a": [1, null]}')
        self.assertRegex(message(binding.dumps, object()), "^TypeError: Object of type object is not JSON serializable")

    def test_build(self):
        self.assertEqual(binding.build(), {"items": [1, "two", 3.0], "count": 3})

    def test_iteration(self):
        self.assertEqual(binding.sum_items([1, 2, 3]), 6)
        self.assertEqual(binding.sum_items(range(1000)), 499500)
        self.assertRaises(TypeError, binding.sum_items, 5)
        self.assertRaises(TypeError, binding.sum_items, ["x"])

    def test_attributes_and_items(self):
        target = types.SimpleNamespace()
        binding.assign(target, "name", [1])
        self.assertEqual(target.name, [1])
        self.assertRaises(AttributeError, binding.assign, 5, "name", 1)
        self.assertEqual(binding.lookup({"a": 1}, "a"), 1)
        self.assertEqual(binding.lookup([1, 2], -1), 2)
        self.assertEqual(message(binding.lookup, {}, "a"), "KeyError: 'a'")
        self.assertEqual(binding.get_or({"a": "found"}, "a", "other"), "found")
        self.assertEqual(binding.get_or({}, "a", "other"), "other")

    def test_questions(self):
        self.assertEqual(binding.describe([1]), "[1] [1] True False False list")
        self.assertEqual(binding.describe(None), "None None False True False NoneType")
        value = object()
        self.assertTrue(binding.same(value, value) and not binding.same([], []))
        self.assertTrue(binding.equal_to([1], [1]) and not binding.equal_to(1, 2))
        self.assertTrue(binding.is_a(5, int) and not binding.is_a(5, (str, bytes)))

    def test_scopes_release_their_temporaries(self):
        self.assertEqual(binding.loop(100_000), 4999950000)


if __name__ == "__main__":
    unittest.main()
