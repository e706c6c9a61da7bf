"""Eight threads use one module and one object: nothing is lost, with a GIL or without."""

import sys
import sysconfig
import threading
import unittest

import counter

THREADS, TURNS = 8, 5_000


def run_together(work):
    start = threading.Barrier(THREADS)
    failures = []

    def run():
        try:
            start.wait()
            work()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=run) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


class ThreadsTest(unittest.TestCase):
    @unittest.skipUnless(sysconfig.get_config_var("Py_GIL_DISABLED"), "this Python always has a GIL")
    def test_the_import_leaves_the_gil_off(self):
        self.assertFalse(sys._is_gil_enabled())

    def test_no_addition_is_lost(self):
        start = counter.total()

        def work():
            for _ in range(TURNS):
                counter.add(1)

        run_together(work)
        self.assertEqual(counter.total(), start + THREADS * TURNS)

    def test_one_point_in_all_threads(self):
        point = counter.Point(1, 2)

        def work():
            for i in range(TURNS):
                point.x = float(i)
                total = point + point
                assert total.y == 4.0 and 0 <= total.x < 2 * TURNS
                assert point.norm() >= 2.0

        run_together(work)


if __name__ == "__main__":
    unittest.main()
