"""Many threads on the same objects: with a GIL they take turns, without one they really meet."""

import gc
import os
import subprocess
import sys
import threading
import time
import unittest

import binding
from support import FREE_THREADED, in_interpreter

THREADS = 8


def run_together(*works, seconds=None, until=lambda: True):
    """Runs each work on threads of its own, all at once, THREADS in total; the works get a function that tells when to stop.

    They stop after the seconds, but not before `until` holds: on a busy machine a thread may not get its turn for longer than the test lasts.
    """
    failures = []
    start = threading.Barrier(THREADS)
    duration = (seconds or 3600) * (1 if FREE_THREADED else 0.2)
    began = []  # when the first thread was past the barrier

    def going():
        elapsed = time.monotonic() - began[0]
        return elapsed < duration or (elapsed < 60 and not failures and not until())

    def body(work):
        try:
            start.wait()
            began.append(time.monotonic())
            work(going)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=body, args=(works[i % len(works)],)) for i in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


class WithoutTheGil(unittest.TestCase):
    @unittest.skipUnless(FREE_THREADED, "a build with the GIL")
    def test_the_import_leaves_it_off(self):
        code = "import sys, binding, warnings; print(sys._is_gil_enabled())"
        for gil, expected in (None, "False"), ("0", "False"), ("1", "True"):
            environment = {key: value for key, value in os.environ.items() if key != "PYTHON_GIL"}
            if gil is not None:
                environment["PYTHON_GIL"] = gil
            result = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, env=environment, timeout=60)
            self.assertEqual((result.stdout.strip(), result.stderr), (expected, ""))


class Links(unittest.TestCase):
    """A C# object and its Python object, which comes and goes."""

    def test_one_object_that_is_wrapped_and_dies_all_the_time(self):
        exchange = binding.Exchange()

        def work(going):
            while going():
                for _ in range(200):
                    still = exchange.spare()
                    assert still.label == "still"
                    assert still.itself() is still
                    assert exchange.spare() is still
                    del still

        run_together(work, seconds=1.5)

    def test_the_same_with_both_garbage_collectors(self):
        exchange = binding.Exchange()

        def work(going):
            while going():
                for _ in range(50):
                    kept = [exchange.spare() for _ in range(3)]
                    assert kept[0] is kept[1] is kept[2]

        def collect(going):
            while going():
                gc.collect()
                binding.collect()

        run_together(work, work, work, collect, seconds=1.5)

    def test_a_constructor_that_is_called_again_by_all(self):
        for _ in range(100):

            class Late(binding.Point):
                def __init__(self):
                    pass

            late = Late()
            run_together(lambda going: binding.Point.__init__(late, 1.0, 2.0))
            assert (late.x, late.y) == (1.0, 2.0)

    def test_objects_that_die_on_other_threads(self):
        queue = []

        def make(going):
            while going():
                queue.append([binding.Point(i, 1) for i in range(20)])
                queue.append([binding.Dog("Rex") for _ in range(20)])
                if len(queue) > 200:
                    time.sleep(0.001)

        def drop(going):
            while going():
                try:
                    batch = queue.pop()
                except IndexError:
                    time.sleep(0.0001)
                    continue
                assert all(hasattr(item, "itself") or item.speak() == "Rex barks" for item in batch)

        run_together(make, drop, seconds=1.5)

    def test_cycles_that_are_collected_while_they_are_made(self):
        def work(going):
            while going():
                for _ in range(50):
                    dog = binding.Dog("Rex")
                    dog.toy = [dog]

        def collect(going):
            while going():
                gc.collect()
                binding.collect()

        run_together(work, work, work, collect, seconds=1.5)


class Handles(unittest.TestCase):
    def test_a_handle_that_is_opened_and_dropped(self):
        exchange = binding.Exchange()

        def put(going):
            while going():
                for i in range(200):
                    exchange.put([i])

        def take(going):
            while going():
                for _ in range(200):
                    value = exchange.take()
                    assert value is None or 0 <= value[0] < 200

        run_together(put, take, take, take, seconds=1.5, until=lambda: exchange.opened() > 0)
        self.assertGreater(exchange.opened(), 0)

    def test_a_handle_of_the_module(self):
        def work(going):
            while going():
                for i in range(100):
                    binding.keep([i])
                    value = binding.kept()
                    assert 0 <= value[0] < 100

        run_together(work, seconds=1)
        binding.keep(None)


class Containers(unittest.TestCase):
    def test_a_list_that_changes_while_it_is_read(self):
        items = list(range(50))

        def change(going):
            while going():
                for i in range(100):
                    items.append(10**20 + i)
                    items.append(i)
                    del items[-2:]

        def read(going):
            while going():
                for _ in range(50):
                    try:
                        assert len(binding.integers(items)) >= 50
                    except OverflowError:
                        pass

        run_together(change, read, read, read, seconds=1.5)

    def test_a_dictionary_that_changes_while_it_is_read(self):
        table = {str(i): [float(i)] for i in range(20)}

        def change(going):
            while going():
                for i in range(100):
                    table["x" + str(i)] = [1.0, 2.0]
                    table["0"] = [float(i)]
                    table.pop("x" + str(i), None)

        def read(going):
            while going():
                for _ in range(50):
                    try:
                        assert len(binding.table(table)) >= 20
                    except RuntimeError:  # changed size: with a GIL it is not copied
                        pass

        run_together(change, read, read, read, seconds=1.5)

    def test_an_entry_that_is_replaced_while_it_is_looked_up(self):
        table = {"key": "value"}

        def change(going):
            while going():
                for i in range(200):
                    table["key"] = "value %d" % i

        def read(going):
            while going():
                for _ in range(200):
                    assert binding.get_or(table, "key", "none").startswith("value")

        run_together(change, read, read, read, seconds=1)

    def test_one_text_that_all_read_for_the_first_time(self):
        for i in range(300):
            text = "\u00e9\u0100\U0001f600" * 20 + str(i)
            run_together(lambda going: self.assertEqual(binding.text(text), text))


class Callbacks(unittest.TestCase):
    def test_threads_of_csharp_and_of_python_call_the_same(self):
        calls = []

        def callback(number):
            calls.append(binding.Point(number, 1).x)

        run_together(lambda going: self.assertEqual(binding.call_from_threads(callback, 2, 50), 100))
        self.assertEqual(len(calls), THREADS * 100)

    def test_exceptions_on_all_threads(self):
        def fail():
            raise ValueError("mine")

        def work(going):
            while going():
                for _ in range(20):
                    assert binding.catch(fail) == "ValueError: mine"
                    try:
                        binding.call_through(fail)
                    except ValueError:
                        continue
                    raise AssertionError("nothing raised")

        run_together(work, seconds=1)


class Modes(unittest.TestCase):
    def test_a_locked_object_takes_one_call_at_a_time(self):
        account = binding.Account()

        def work(going):
            for _ in range(5000):
                account.deposit(1)

        run_together(work)
        self.assertEqual(account.balance, THREADS * 5000)

    def test_what_a_locked_object_returns_is_read_under_its_lock(self):
        account = binding.Account()

        def change(going):
            while going():
                for _ in range(200):
                    account.deposit(1)

        def read(going):
            while going():
                for _ in range(200):
                    assert set(account.history()) <= {1}

        run_together(change, read, seconds=1)

    def test_two_locked_objects_in_any_order(self):
        first, second = binding.Account(1_000_000), binding.Account(1_000_000)

        def forth(going):
            for _ in range(3000):
                first.transfer(second, 1)
                first.transfer(first, 1)

        def back(going):
            for _ in range(3000):
                second.transfer(first, 2)

        run_together(forth, back)
        self.assertEqual((first + second).balance, 2_000_000)
        self.assertEqual(first.balance, 1_000_000 + 4 * 3000)
        self.assertTrue(second < first)

    def test_properties_and_operators_are_locked(self):
        account = binding.Account()

        def work(going):
            while going():
                for i in range(200):
                    account.balance = i
                    assert repr(account).startswith("Account(")
                    assert 0 <= (account + account).balance < 400

        run_together(work, seconds=1)

    def test_the_module_is_one_object_too(self):
        before = binding.count(0)

        def work(going):
            point = binding.Point(1, 2)
            for _ in range(2000):
                binding.count(1)
                point.count_in(1)

        run_together(work)
        self.assertEqual(binding.count(0) - before, THREADS * 4000)

    def test_the_lock_ends_where_the_thread_detaches(self):
        account = binding.Account()
        waiting = threading.Thread(target=lambda: results.append(account.wait(2000)))
        results = []
        waiting.start()
        while not account.waiting:
            time.sleep(0.001)
        account.deposit(5)
        self.assertTrue(account.waiting)  # a lock that is held while it waits lets the deposit in afterwards
        waiting.join()
        self.assertEqual(results, [5])

    def test_a_frozen_object_is_free_for_all(self):
        still = binding.Exchange().spare()

        def work(going):
            while going():
                for _ in range(200):
                    assert still.itself().label == "still"

        run_together(work, seconds=0.5)


class Interpreters(unittest.TestCase):
    def test_interpreters_with_threads_in_each(self):
        code = """
import threading, binding
account = binding.Account()
def work():
    for i in range(500):
        account.deposit(1)
        binding.count(1)
        binding.Point(i, 1) + binding.Point(1, i)
threads = [threading.Thread(target=work) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert (account.balance, binding.count(0)) == (1000, 1000)
"""
        run_together(lambda going: in_interpreter(code))


if __name__ == "__main__":
    unittest.main()
