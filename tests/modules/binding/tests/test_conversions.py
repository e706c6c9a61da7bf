"""Values in and out, and what is refused."""

import array
import inspect
import math
import sys
import sysconfig
import unittest

import binding
from support import FREE_THREADED, message


class Index:
    def __init__(self, value):
        self.value = value

    def __index__(self):
        return self.value


class Float:
    def __float__(self):
        return 2.5


class Conversions(unittest.TestCase):
    def round_trip(self, function, *values):
        for value in values:
            result = function(value)
            self.assertEqual(result, value)
            self.assertIs(type(result), type(value))

    def test_integers(self):
        for name, low, high in [
            ("int8", -(2**7), 2**7 - 1), ("uint8", 0, 2**8 - 1), ("int16", -(2**15), 2**15 - 1), ("uint16", 0, 2**16 - 1),
            ("int32", -(2**31), 2**31 - 1), ("uint32", 0, 2**32 - 1), ("int64", -(2**63), 2**63 - 1), ("uint64", 0, 2**64 - 1),
        ]:
            function = getattr(binding, name)
            with self.subTest(name):
                self.round_trip(function, 0, 1, low, high)
                self.assertEqual(function(Index(5)), 5)
                self.assertEqual(function(True), 1)
                for wrong in [low - 1, high + 1, 10**30, -(10**30)]:
                    self.assertRaisesRegex(OverflowError, "argument 'value': ", function, wrong)
                self.assertEqual(message(function, "1"), "TypeError: argument 'value': 'str' object cannot be interpreted as an integer")
                self.assertEqual(message(function, 1.0), "TypeError: argument 'value': 'float' object cannot be interpreted as an integer")
        self.assertEqual(message(binding.int32, 2**31), "OverflowError: argument 'value': 2147483648 is out of range: C# Int32 holds -2147483648 to 2147483647")

    def test_an_exception_of_index_passes_unchanged(self):
        class Broken:
            def __index__(self):
                raise LookupError("mine")

        self.assertEqual(message(binding.int64, Broken()), "LookupError: mine")

    def test_floats(self):
        self.round_trip(binding.float64, 0.0, -1.5, 1e308, math.inf, -math.inf, 5e-324)
        self.assertTrue(math.isnan(binding.float64(math.nan)))
        self.assertEqual(binding.float64(3), 3.0)
        self.assertEqual(binding.float64(Float()), 2.5)
        self.assertEqual(binding.float64(-1), -1.0)
        self.round_trip(binding.float32, 0.5, -2.25)
        self.assertEqual(message(binding.float64, "x"), "TypeError: argument 'value': must be real number, not str")
        self.assertRaises(OverflowError, binding.float64, 10**400)

    def test_booleans(self):
        self.round_trip(binding.boolean, True, False)
        self.assertEqual(message(binding.boolean, 1), "TypeError: argument 'value': 'int' object cannot be interpreted as a bool")

    def test_text(self):
        self.round_trip(binding.text, "", "a", "é", "日本語", "\U0001f600", "a\0b", "x" * 100_000, "é" * 100_000, "\ud800", "a\udfff\U0001f600")
        self.round_trip(binding.character, "a", "é", "\0")
        self.assertRaises(TypeError, binding.character, "ab")
        self.assertEqual(message(binding.text, None), "TypeError: argument 'value': expected str, got 'NoneType'")

        class Text(str):
            pass

        self.assertEqual(binding.text(Text("sub")), "sub")

    def test_utf8(self):
        self.round_trip(binding.utf8, "", "a", "\xe9", "日本語", "\U0001f600", "a\0b", "x" * 255, "x" * 256, "x" * 100_000, "\xe9" * 100_000)
        for text in ["", "x", "\xff", "日本語 \U0001f600"]:
            self.assertEqual(binding.utf8_bytes(text), text.encode())
        self.assertEqual(binding.utf8("a", "b"), "b")
        self.assertEqual(str(inspect.signature(binding.utf8)), "(value, other='')")
        self.assertEqual(message(binding.utf8, b"x"), "TypeError: argument 'value': expected str, got 'bytes'")
        self.assertEqual(message(binding.utf8, None), "TypeError: argument 'value': expected str, got 'NoneType'")
        self.assertRaises(UnicodeEncodeError, binding.utf8, "a\ud800")
        self.assertEqual(binding.decoded(b"\xc3\xa9"), "\xe9")
        for wrong in [b"\xff", b"x" * 300 + b"\xc3"]:
            self.assertRaises(UnicodeDecodeError, binding.decoded, wrong)

        class Text(str):
            pass

        self.assertEqual(binding.utf8(Text("sub\xe9")), "sub\xe9")
        text = "".join(["\xe9", "n"])
        before = sys.getrefcount(text)
        for _ in range(100):
            binding.utf8(text)
        self.assertEqual(sys.getrefcount(text), before)

    def test_text_of_every_width_and_length(self):
        for character in ["a", "\xe9", "\xff", "\u0100", "\uffff", "\U00010000", "\ud800", "\udfff"]:
            for length in [*range(0, 41), 255, 256, 257, 5000]:
                for text in ["x" * length + character, character * length, "x" * length]:
                    self.assertEqual(binding.text(text), text)

    def test_text_keeps_no_utf8_copy(self):
        text = "\xe9" * 1000
        size = sys.getsizeof(text)
        self.assertEqual(binding.text(text), text)
        # Where the layout of str is known, it is read in place; through the stable ABI a copy stays behind.
        self.assertLessEqual(sys.getsizeof(text), size if not sysconfig.get_config_var("Py_GIL_DISABLED") else 4 * size)

    def test_integers_of_every_length(self):
        for exponent in range(0, 63):
            for near in (-1, 0, 1):
                for value in (2**exponent + near, -(2**exponent) + near):
                    self.assertEqual(binding.int64(value), value)
                    self.assertEqual(binding.integers([value, True, value]), [value, 1, value])
                    if value >= 0:
                        self.assertEqual(binding.uint64(value), value)
                    else:
                        self.assertRaises(OverflowError, binding.uint64, value)
                    for name, bits in (("int32", 31), ("int16", 15), ("int8", 7)):
                        if -(2**bits) <= value < 2**bits:
                            self.assertEqual(getattr(binding, name)(value), value)
                        else:
                            self.assertRaises(OverflowError, getattr(binding, name), value)

    def test_sequences_of_exact_and_other_items(self):
        class Text(str):
            pass

        self.assertEqual(binding.integers([1, Index(2), 3, True, 2**40, Index(5)]), [1, 2, 3, 1, 2**40, 5])
        self.assertEqual(binding.integers((1, Index(2), 3)), [1, 2, 3])
        self.assertEqual(binding.numbers([1.5, 2, Index(3), 4.5]), [1.5, 2.0, 3.0, 4.5])
        self.assertEqual(binding.texts(["a", Text("b"), "\U0001f600", "c"]), ["a", "b", "\U0001f600", "c"])
        self.assertEqual(binding.optional_texts([None, "a", None, Text("b")]), [None, "a", None, "b"])
        self.assertEqual(binding.read_only_table({1: "a", True + 1: "b", 2**40: Text("c")}), {1: "a", 2: "b", 2**40: "c"})
        self.assertEqual(binding.integers([]), [])
        self.assertEqual(binding.indices([]), [])
        self.assertEqual(binding.indices([1, 2, 3]), [1, 2, 3])
        self.assertEqual(binding.indices([Index(1), 2, 3]), [1, 2, 3])
        self.assertEqual(binding.indices([1, 2, Index(3)]), [1, 2, 3])
        self.assertEqual(binding.indices((1, 2)), [1, 2])
        for items in ([1, 2, "x"], (1, 2, "x"), [1, Index(2), "x"]):
            with self.assertRaisesRegex(TypeError, "item 2: "):
                binding.integers(items)
            with self.assertRaisesRegex(TypeError, "item 2: "):
                binding.indices(items)
        self.assertEqual(message(binding.indices, [1, 2**31]), "OverflowError: argument 'value': item 1: 2147483648 is out of range: C# Int32 holds -2147483648 to 2147483647")

    def test_large_lists(self):
        items = list(range(1_500_000))
        self.assertEqual(binding.integers(items), items)
        self.assertEqual(binding.indices(items), items)
        items[-1] = 2**31
        self.assertRaises(OverflowError, binding.indices, items)
        self.assertEqual(binding.integers(items)[-1], 2**31)

    def test_bytes(self):
        self.round_trip(binding.data, b"", b"\0\xff", b"x" * 100_000)
        self.assertEqual(binding.data(bytearray(b"ab")), b"ab")
        self.assertEqual(binding.data(memoryview(b"abcdef")[::2]), b"ace")
        self.assertEqual(binding.data(array.array("H", [1, 2])), array.array("H", [1, 2]).tobytes())
        self.assertEqual(message(binding.data, "x"), "TypeError: argument 'value': a bytes-like object is required, not 'str'")

    def test_optional(self):
        self.round_trip(binding.optional_int, None, 5)
        self.round_trip(binding.optional_text, None, "x")
        self.assertRaises(TypeError, binding.optional_int, "x")
        self.assertEqual(binding.optional_texts(["a", None]), ["a", None])
        self.assertIsNone(binding.optional_location(None))

    def test_sequences(self):
        self.round_trip(binding.integers, [], [1], list(range(1000)))
        for value in [(1, 2), range(3), iter([4]), {5: 6}, {7}]:
            expected = list(value) if not hasattr(value, "__next__") else [4]
            self.assertEqual(binding.integers(value), expected)
        self.round_trip(binding.texts, ["a", "é"])
        self.assertEqual(binding.numbers([1, 2.5]), [1.0, 2.5])
        self.assertEqual(binding.enumerated([1, 2]), [2, 4])
        self.round_trip(binding.nested, [[1], [], [2, 3]])
        self.assertEqual(binding.unique(["b", "a", "b"]), {"a", "b"})
        self.assertEqual(message(binding.integers, [1, "x"]), "TypeError: argument 'value': item 1: 'str' object cannot be interpreted as an integer")
        self.assertEqual(message(binding.integers, "12"), "TypeError: argument 'value': expected a list, got 'str'")
        self.assertEqual(message(binding.integers, 5), "TypeError: argument 'value': expected a list, got 'int'")
        self.assertEqual(message(binding.nested, [[1], [None]]), "TypeError: argument 'value': item 1: item 0: 'NoneType' object cannot be interpreted as an integer")

    def test_a_list_that_shrinks_while_it_is_read(self):
        items = []

        class Shrinking:
            def __index__(self):
                items.clear()
                return 1

        items += [Shrinking(), 2, 3]
        # Without a GIL a copy is read, as other threads could change the list at any moment.
        self.assertEqual(binding.integers(items), [1, 2, 3] if FREE_THREADED else [1])

    def test_an_iterator_that_raises(self):
        def broken():
            yield 1
            raise LookupError("mine")

        self.assertEqual(message(binding.integers, broken()), "LookupError: mine")

    def test_dictionaries(self):
        self.round_trip(binding.table, {}, {"a": [1.0], "b": []})
        self.round_trip(binding.read_only_table, {1: "a"})
        self.assertEqual(message(binding.table, {1: []}), "TypeError: argument 'value': key: expected str, got 'int'")
        self.assertEqual(message(binding.table, {"a": ["x"]}), "TypeError: argument 'value': value: item 0: must be real number, not str")
        self.assertEqual(message(binding.table, []), "TypeError: argument 'value': expected dict, got 'list'")

    def test_a_dictionary_that_changes_while_it_is_read(self):
        table = {}

        class Growing:
            def __float__(self):
                table["new"] = []
                return 1.0

        table["a"] = [Growing()]
        if FREE_THREADED:
            self.assertEqual(binding.table(table), {"a": [1.0]})  # a copy
        else:
            self.assertEqual(message(binding.table, table), "RuntimeError: dictionary changed size during iteration")

    def test_tuples(self):
        self.round_trip(binding.pair, (1, "a"))
        self.round_trip(binding.seven, (1, "a", 2.5, True, b"x", None, 7))
        self.assertEqual(message(binding.pair, [1, "a"]), "TypeError: argument 'value': expected tuple, got 'list'")
        self.assertEqual(message(binding.pair, (1,)), "TypeError: argument 'value': expected a tuple of length 2, got one of length 1")
        self.assertEqual(message(binding.pair, (1, 2)), "TypeError: argument 'value': item 1: expected str, got 'int'")

    def test_handles(self):
        for function, value in [(binding.anything, object()), (binding.anything, None), (binding.list_handle, [1]), (binding.dict_handle, {}), (binding.tuple_handle, ())]:
            self.assertIs(function(value), value)
        self.assertEqual(message(binding.list_handle, ()), "TypeError: argument 'value': expected list, got 'tuple'")

    def test_classes(self):
        point = binding.Point(1, 2)
        self.assertIs(binding.location(point), point)
        self.assertIs(binding.locations([point])[0], point)
        self.assertEqual(message(binding.location, 5), "TypeError: argument 'value': expected Point, got 'int'")
        self.assertEqual(message(binding.location, None), "TypeError: argument 'value': expected Point, got 'NoneType'")


if __name__ == "__main__":
    unittest.main()
