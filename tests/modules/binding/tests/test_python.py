"""C# that calls Python: attributes, items, calls, iteration."""

import gc
import types
import unittest
import weakref
from operator import index

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

    def test_iteration_over_a_list_that_changes(self):
        # Lists and tuples are read in place: that must look as if their own iterators were used.
        def changing(change):
            items = []

            class Item:
                def __index__(self):
                    change(items)
                    return 1

            items.extend([1, Item(), 2, Item(), 3])
            return items

        changes = [
            lambda items: items.append(10) if len(items) < 50 else None,
            lambda items: items.pop(),
            lambda items: items.clear(),
            lambda items: items.insert(0, 5) if len(items) < 50 else None,
            lambda items: items.__setitem__(slice(None), [7] * 3),
        ]
        for number, change in enumerate(changes):
            with self.subTest(number):
                self.assertEqual(binding.sum_items(changing(change)), sum(index(item) for item in changing(change)))
        self.assertEqual(binding.sum_items(tuple(range(1000))), sum(range(1000)))

        class Backwards(list):
            def __iter__(self):
                return iter([100])

        self.assertEqual(binding.sum_items(Backwards([1, 2])), 100)
        with self.assertRaises(TypeError):
            binding.sum_items([1, "a"])

    def test_a_long_iteration_releases_its_items(self):
        class One:
            def __index__(self):
                return 1

        items = [One() for _ in range(5000)]
        watched = [weakref.ref(item) for item in items]
        self.assertEqual(binding.sum_items(item for item in items), 5000)
        self.assertEqual(binding.sum_items(items), 5000)
        items.clear()
        gc.collect()
        self.assertEqual([ref for ref in watched if ref() is not None], [])

    def test_names_by_the_thousand(self):
        class Target:
            pass

        target, names = Target(), ["", "a", "é", "日本", "\U0001f600", *("name_%d" % i for i in range(3000)), *("n%dn" % i for i in range(1000, 2000))]
        for turn in range(3):
            for name in names:
                binding.assign(target, name, name + str(turn))
            self.assertEqual(vars(target), {name: name + str(turn) for name in names})

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
