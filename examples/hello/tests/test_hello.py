"""Runs against the installed wheel: python -m unittest discover examples/hello/tests"""

import inspect
import unittest

import hello


class HelloTest(unittest.TestCase):
    def test_greets_by_name(self):
        self.assertEqual(hello.greet("Ada"), "Hello, Ada!")

    def test_greets_the_world_by_default(self):
        self.assertEqual(hello.greet(), "Hello, world!")

    def test_text_survives_the_round_trip(self):
        for name in ("", "Zoë", "日本語", "🐍", "a\0b", "x" * 100_000):
            self.assertEqual(hello.greet(name), f"Hello, {name}!")

    def test_adds(self):
        self.assertEqual(hello.add(2, 3), 5)
        self.assertEqual(hello.add(a=2, b=3), 5)
        self.assertEqual(hello.add(-(2**63), 2**63 - 1), -1)

    def test_a_sum_too_big_is_an_overflow_error(self):
        with self.assertRaises(OverflowError):
            hello.add(2**63 - 1, 1)

    def test_an_argument_too_big_is_an_overflow_error(self):
        with self.assertRaises(OverflowError):
            hello.add(2**64, 1)

    def test_a_missing_argument_is_told_as_cpython_tells_it(self):
        with self.assertRaises(TypeError) as caught:
            hello.add(1)
        self.assertEqual(str(caught.exception), "add() missing 1 required positional argument: 'b'")

    def test_one_argument_too_many_is_told_as_cpython_tells_it(self):
        with self.assertRaises(TypeError) as caught:
            hello.add(1, 2, 3)
        self.assertEqual(str(caught.exception), "add() takes 2 positional arguments but 3 were given")

    def test_an_unknown_keyword_is_told_as_cpython_tells_it(self):
        with self.assertRaises(TypeError) as caught:
            hello.add(1, 2, c=3)
        self.assertEqual(str(caught.exception), "add() got an unexpected keyword argument 'c'")

    def test_a_wrong_type_is_a_type_error(self):
        with self.assertRaises(TypeError):
            hello.greet(1)

    def test_documentation_and_signature(self):
        self.assertEqual(hello.__doc__, "Says hello from C#.")
        self.assertEqual(hello.greet.__doc__, "Greets someone by name.")
        self.assertEqual(str(inspect.signature(hello.greet)), "(name='world')")
        self.assertEqual(str(inspect.signature(hello.add)), "(a, b)")


if __name__ == "__main__":
    unittest.main()
