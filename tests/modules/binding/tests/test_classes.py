"""Classes: construction, properties, operators, comparison, inheritance on both sides."""

import copy
import unittest

import binding
from support import message


class Classes(unittest.TestCase):
    def test_properties(self):
        point = binding.Point(3, y=4)
        self.assertEqual((point.x, point.y, point.length), (3.0, 4.0, 5.0))
        point.x = 6
        self.assertEqual(point.x, 6.0)
        self.assertEqual(message(setattr, point, "x", "q"), "TypeError: attribute 'x': must be real number, not str")
        self.assertEqual(message(delattr, point, "x"), "AttributeError: cannot delete attribute 'x'")
        self.assertRaises(AttributeError, setattr, point, "length", 1)
        self.assertRaises(AttributeError, setattr, point, "unknown", 1)

    def test_identity(self):
        point = binding.Point(1, 2)
        self.assertIs(point.itself(), point)
        self.assertIsNot(point.scale(1), point)

    def test_operators(self):
        p, q = binding.Point(1, 2), binding.Point(3, 5)
        self.assertEqual(p + q, binding.Point(4, 7))
        self.assertEqual(q - p, binding.Point(2, 3))
        self.assertEqual(p * 2, binding.Point(2, 4))
        self.assertEqual(2 * p, binding.Point(2, 4))
        self.assertEqual(p * q, 13.0)
        self.assertEqual(q / 2, binding.Point(1.5, 2.5))
        self.assertEqual(-p, binding.Point(-1, -2))
        p += q
        self.assertEqual(p, binding.Point(4, 7))

    def test_operators_with_other_types(self):
        class Reflected:
            def __radd__(self, other):
                return "reflected"

        point = binding.Point(1, 2)
        self.assertEqual(point + Reflected(), "reflected")
        self.assertRegex(message(lambda: point + 1), r"^TypeError: unsupported operand type\(s\) for \+: '.*Point' and 'int'$")
        self.assertRegex(message(lambda: 1 - point), r"^TypeError: unsupported operand type\(s\) for -: 'int' and '.*Point'$")
        self.assertEqual(message(lambda: point / 0), "ZeroDivisionError: cannot divide a point by zero")

    def test_comparison_and_hash(self):
        p, same, longer = binding.Point(1, 2), binding.Point(1, 2), binding.Point(5, 5)
        self.assertTrue(p == same and not p != same and p != longer)
        self.assertEqual(hash(p), hash(same))
        self.assertEqual(len({p, same, longer}), 2)
        self.assertTrue(p < longer and longer > p and not longer < p)
        self.assertFalse(p == "x")
        self.assertRegex(message(lambda: p <= longer), "^TypeError: '<=' not supported between instances")
        self.assertRegex(message(lambda: p < 1), "^TypeError: '<' not supported between instances")

    def test_value_equality_without_hash(self):
        self.assertEqual(binding.Unhashable(1), binding.Unhashable(1))
        self.assertNotEqual(binding.Unhashable(1), binding.Unhashable(2))
        self.assertRegex(message(hash, binding.Unhashable(1)), "^TypeError: unhashable type: '.*Unhashable'")

    def test_text(self):
        self.assertEqual(str(binding.Point(1.5, 2)), "Point(1.5, 2)")
        self.assertEqual(repr(binding.Point(1.5, 2)), "Point(1.5, 2)")

    def test_records(self):
        version = binding.Version(1, "a")
        after = version.next()
        self.assertEqual((version.major, after.major, after.label), (1, 2, "a"))
        self.assertIsNot(after, version)
        self.assertEqual(version, binding.Version(1, "a"))
        self.assertEqual(hash(version), hash(binding.Version(1, "a")))
        self.assertEqual(after.next(), binding.Version(3, "a"))

    def test_construction(self):
        self.assertEqual(binding.Point.origin(), binding.Point(0, 0))
        self.assertEqual(binding.Point.from_pair((1, 2)), binding.Point(1, 2))
        self.assertRegex(message(binding.Token), "^TypeError: cannot create '.*Token' instances")
        self.assertIsInstance(binding.Token.create(), binding.Token)
        self.assertRegex(message(binding.Positive, -1), "^ValueError: ")
        self.assertEqual(binding.Positive(2).value, 2)

    def test_inheritance_in_csharp(self):
        dog = binding.Dog("Rex")
        self.assertIsInstance(dog, binding.Animal)
        self.assertEqual((dog.speak(), dog.name, dog.age), ("Rex barks", "Rex", 3))
        self.assertEqual(binding.Animal("Cat").speak(), "Cat is silent")
        self.assertEqual(binding.Animal.speak(dog), "Rex barks")
        # CPython checks the receiver: an Animal is no Dog.
        self.assertRaises(TypeError, binding.Dog.age.__get__, binding.Animal("Cat"))
        self.assertRaises(TypeError, binding.Dog.play, binding.Animal("Cat"))
        self.assertRaises(TypeError, binding.Point.scale, dog, 1)

    def test_inheritance_in_python(self):
        class Point3(binding.Point):
            def __init__(self, x, y, z):
                super().__init__(x, y)
                self.z = z

            def scale(self, factor, offset=0.0):
                return super().scale(factor * 10, offset)

        point = Point3(1, 2, 3)
        self.assertEqual((point.x, point.y, point.z), (1.0, 2.0, 3))
        self.assertEqual(point.scale(1), binding.Point(10, 20))
        self.assertEqual(point + point, binding.Point(2, 4))
        self.assertIs(binding.location(point), point)
        self.assertEqual(Point3.origin(), binding.Point(0, 0))
        self.assertEqual(point.count_in(0), binding.count(0))

        class Plain(binding.Point):
            pass

        self.assertEqual(Plain(1, 2), binding.Point(1, 2))

        class WithNew(binding.Point):
            def __new__(cls, text):
                return super().__new__(cls, *map(float, text.split()))

            def __init__(self, text):
                super().__init__(*map(float, text.split()))

        self.assertEqual(WithNew("1 2"), binding.Point(1, 2))

    def test_two_bases(self):
        class Mixin:
            def extra(self):
                return "extra"

        class Both(Mixin, binding.Point):
            pass

        self.assertEqual((Both(1, 2).extra(), Both(1, 2).x), ("extra", 1.0))
        self.assertRaises(TypeError, lambda: type("Impossible", (binding.Point, binding.Animal), {}))

    def test_a_subclass_that_forgets_init(self):
        class Forgetful(binding.Point):
            def __init__(self):
                pass

        point = Forgetful()
        for use in [point.itself, lambda: point.x, lambda: repr(point), lambda: point + point, lambda: point == point.x, lambda: binding.location(point)]:
            self.assertEqual(message(use), "RuntimeError: Forgetful.__init__() has not called super().__init__()")

    def test_init_twice_changes_nothing(self):
        point = binding.Point(1, 2)
        point.__init__(5, 6)
        self.assertEqual(point, binding.Point(1, 2))

    def test_types(self):
        self.assertEqual((binding.Point.__name__, binding.Point.__qualname__, binding.Point.__module__), ("Point", "Point", "binding"))
        self.assertRaises(TypeError, setattr, binding.Animal, "speak", None)
        self.assertRaises(TypeError, copy.copy, binding.Point(1, 2))

    def test_module_state_is_injected(self):
        before = binding.count(0)
        self.assertEqual(binding.Point(0).count_in(2), before + 2)
        self.assertEqual(binding.count(0), before + 2)


if __name__ == "__main__":
    unittest.main()
