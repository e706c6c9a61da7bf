"""Structs as classes: the Python object holds the value itself."""

import gc
import inspect
import sys
import threading
import unittest
import weakref

import binding
from binding import Celsius, Nothing, Vector
from support import in_interpreter, message


class Values(unittest.TestCase):
    def test_construction(self):
        self.assertEqual((Vector(1.5, 2.5).x, Vector(1.5, 2.5).y), (1.5, 2.5))
        self.assertEqual((Vector(y=1, x=2).x, Vector(2).y), (2.0, 0.0))
        self.assertEqual(message(Vector), "TypeError: Vector.__new__() missing 1 required positional argument: 'x'")
        self.assertEqual(message(Vector, 1, 2, 3), "TypeError: Vector.__new__() takes from 2 to 3 positional arguments but 4 were given")
        self.assertEqual(message(Vector, 1, z=2), "TypeError: Vector.__new__() got an unexpected keyword argument 'z'")
        self.assertEqual(message(Vector, "x"), "TypeError: argument 'x': must be real number, not str")
        self.assertEqual(Vector.__new__(Vector, 1, y=2), Vector(1, 2))
        self.assertEqual(str(inspect.signature(Vector)), "(x, y=0.0)")
        self.assertRaises(ValueError, Celsius, -300)
        self.assertEqual(Celsius(100).to_fahrenheit(), 212.0)
        self.assertIsInstance(Nothing(), Nothing)
        self.assertRaises(TypeError, object.__new__, Vector)

    def test_methods_change_the_object_itself(self):
        v = Vector(1, 2)
        v.stretch(2)
        self.assertEqual(v, Vector(2, 4))
        v.x = 7
        v.tag = 3
        self.assertEqual((v.x, v.tag, v.length), (7.0, 3, (49 + 16) ** 0.5))
        self.assertRaises(AttributeError, setattr, v, "length", 1)
        self.assertRaises(AttributeError, setattr, Celsius(1), "degrees", 1)
        with self.assertRaises(AttributeError):
            del v.x

    def test_copies(self):
        v = Vector(1, 2)
        other = v.itself()
        self.assertEqual(v, other)
        self.assertIsNot(v, other)
        other.x = 5
        self.assertEqual(v.x, 1.0)
        self.assertEqual(v.stretched(3), Vector(3, 6))
        self.assertEqual(Vector.unit(0), Vector(1, 0))
        self.assertEqual(Vector.DIMENSIONS, 2)

    def test_operators(self):
        v, w = Vector(1, 2), Vector(3, 5)
        self.assertEqual(v + w, Vector(4, 7))
        self.assertEqual(v * 2, Vector(2, 4))
        self.assertEqual(2 * v, Vector(2, 4))
        self.assertEqual(v * w, 13.0)
        self.assertEqual(-v, Vector(-1, -2))
        self.assertTrue(v < w and w > v and v != w and v == Vector(1, 2))
        self.assertFalse(v == 1 or v == "x" or v is None)
        for call in (lambda: v + 1, lambda: 1 + v, lambda: v * "x", lambda: v < 1, lambda: v - w):
            self.assertRaises(TypeError, call)
        self.assertEqual(hash(v), hash(Vector(1, 2)))
        self.assertEqual(len({v, w, Vector(1, 2)}), 2)
        self.assertTrue(repr(v).startswith("Vector {"))
        self.assertNotEqual(Nothing(), Nothing())

    def test_subclasses(self):
        class Named(Vector):
            def __new__(cls, name, *args):
                self = super().__new__(cls, *args)
                self.name = name
                return self

        n = Named("n", 1, 2)
        self.assertEqual((n.name, n.x, n + Vector(1, 1), Vector(1, 1) + n, n == Vector(1, 2), Vector(1, 2) == n), ("n", 1.0, Vector(2, 3), Vector(2, 3), True, True))
        n.stretch(2)
        self.assertEqual(n.y, 4.0)
        self.assertIs(type(n + n), Vector)
        self.assertIsInstance(Named.unit(0), Vector)
        self.assertEqual(binding.sum_of_vectors([n, Vector(1, 1)]), Vector(3, 5))
        reference = weakref.ref(n)
        n.me = n
        del n
        gc.collect()
        self.assertIsNone(reference())

    def test_conversions(self):
        self.assertEqual(binding.sum_of_vectors([Vector(i, i) for i in range(10)]), Vector(45, 45))
        self.assertEqual(message(binding.sum_of_vectors, [Vector(1), 2]), "TypeError: argument 'value': item 1: expected Vector, got 'int'")
        self.assertIsNone(binding.optional_vector(None))
        self.assertEqual(binding.optional_vector(Vector(1)), Vector(1))
        self.assertEqual(binding.vectors(3), [Vector(0, 0), Vector(1, -1), Vector(2, -2)])
        self.assertEqual(binding.vector_table({"a": Vector(1)}), {"a": Vector(1)})
        self.assertEqual(binding.vector_object(3), Vector(3))
        self.assertEqual(binding.read_vector(Vector(4)), 4.0)
        self.assertEqual(message(binding.read_vector, 1), "TypeError: expected Vector, got 'int'")
        self.assertEqual(Vector(1, 2).call_back(lambda x, y: [x, y]), [1.0, 2.0])
        before = binding.count(0)
        self.assertEqual(Vector(1).count_in(5), before + 5)

    def test_objects_are_freed(self):
        count = sys.getrefcount(Vector)
        values = [Vector(i) for i in range(1000)]
        self.assertGreaterEqual(sys.getrefcount(Vector), count + 1000)
        del values
        gc.collect()
        self.assertLess(sys.getrefcount(Vector), count + 10)
        self.assertFalse(gc.is_tracked(Vector(1)))

    def test_no_instance_of_another_interpreters_type_passes(self):
        in_interpreter("import binding; v = binding.Vector(1, 2); assert v + v == binding.Vector(2, 4); assert binding.sum_of_vectors([v]).x == 1.0")

    def test_many_threads(self):
        failures = []

        def work():
            try:
                for i in range(3000):
                    v = Vector(i, 1)
                    assert (v + v).x == 2 * i and (-v).y == -1 and binding.vectors(2)[1].x == 1.0
            except BaseException as error:
                failures.append(error)

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(failures, [])


if __name__ == "__main__":
    unittest.main()
