"""The module in one interpreter: state, callbacks, the class."""

import gc
import unittest

import counter


class CounterTest(unittest.TestCase):
    def test_adds_up(self):
        start = counter.total()
        self.assertEqual(counter.add(5), start + 5)
        self.assertEqual(counter.add(), start + 6)
        self.assertEqual(counter.add(amount=-6), start)
        self.assertEqual(counter.total(), start)

    def test_a_total_too_big_is_refused_and_the_old_one_kept(self):
        start = counter.total()
        counter.add(1)
        with self.assertRaises(OverflowError):
            counter.add(2**63 - 1)
        self.assertEqual(counter.add(-1), start)

    def test_calls_back(self):
        self.assertEqual(counter.apply(lambda total: ("total", total)), ("total", counter.total()))

    def test_an_exception_passes_through_unchanged(self):
        class Stop(Exception):
            pass

        stop = Stop("here")

        def callback(total):
            raise stop

        with self.assertRaises(Stop) as caught:
            counter.apply(callback)
        self.assertIs(caught.exception, stop)

    def test_only_a_callable_can_be_called(self):
        with self.assertRaisesRegex(TypeError, "not callable"):
            counter.apply(1)

    def test_the_collector_runs(self):
        before = counter.collections()
        counter.collect()
        self.assertGreater(counter.collections(), before)


class PointTest(unittest.TestCase):
    def test_values(self):
        point = counter.Point(3, y=4.0)
        self.assertEqual((point.x, point.y, point.norm()), (3.0, 4.0, 5.0))
        point.x = 0
        self.assertEqual(point.norm(), 4.0)

    def test_operator_and_text(self):
        total = counter.Point(1, 2) + counter.Point(10, 20)
        self.assertIs(type(total), counter.Point)
        self.assertEqual(str(total), "Point(11, 22)")
        self.assertEqual(repr(total), "Point(11, 22)")
        with self.assertRaises(TypeError):
            total + 1

    def test_points_survive_both_collectors(self):
        points = [counter.Point(i, i) for i in range(10_000)]
        counter.collect()
        gc.collect()
        self.assertEqual([point.x for point in points], [float(i) for i in range(10_000)])

    def test_wrong_arguments(self):
        with self.assertRaises(TypeError):
            counter.Point("a", 1)
        with self.assertRaises(TypeError):
            counter.Point(1)


if __name__ == "__main__":
    unittest.main()
