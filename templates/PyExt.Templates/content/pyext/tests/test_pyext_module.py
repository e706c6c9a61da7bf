"""Runs against the installed wheel: python -m unittest discover tests"""

import unittest

import pyext_module


class PyExtTypeTest(unittest.TestCase):
    def test_greets(self):
        self.assertEqual(pyext_module.greet(), "Hello, world!")
        self.assertEqual(pyext_module.greet(name="Ada"), "Hello, Ada!")

    def test_keeps_a_total(self):
        before = pyext_module.add(0)
        self.assertEqual(pyext_module.add(), before + 1)
        self.assertEqual(pyext_module.add(amount=2), before + 3)

    def test_points(self):
        point = pyext_module.Point(3.0, 4.0)
        self.assertEqual(point.norm(), 5.0)
        point += pyext_module.Point(1.0, 0.0)
        self.assertEqual((point.x, point.y), (4.0, 4.0))

    def test_a_wrong_argument_is_a_type_error(self):
        with self.assertRaises(TypeError):
            pyext_module.greet(1)


if __name__ == "__main__":
    unittest.main()
