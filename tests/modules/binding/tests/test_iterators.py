"""Python iterators over C# enumerators: methods that return IEnumerator<T>, classes that foreach takes, classes that are enumerators."""

import collections.abc
import gc
import sys
import threading
import unittest
import weakref

import binding
from support import FREE_THREADED, in_interpreter, message


class Methods(unittest.TestCase):
    def test_items_come_one_by_one(self):
        numbers = binding.count_to(3)
        self.assertEqual((next(numbers), next(numbers), next(numbers)), (0, 1, 2))
        for _ in range(2):
            self.assertEqual(message(next, numbers), "StopIteration: ")

    def test_it_is_an_iterator(self):
        numbers = binding.count_to(3)
        self.assertIs(iter(numbers), numbers)
        self.assertIsInstance(numbers, collections.abc.Iterator)
        self.assertEqual(type(numbers).__name__, "iterator")
        self.assertEqual(type(numbers).__module__, "binding")
        self.assertEqual(message(type(numbers)), "TypeError: cannot create 'binding.iterator' instances")

    def test_what_takes_iterables_takes_it(self):
        self.assertEqual(list(binding.count_to(100_000)), list(range(100_000)))
        self.assertEqual(sum(binding.count_to(10)), 45)
        self.assertEqual(list(zip(binding.count_to(3), binding.count_to(9))), [(0, 0), (1, 1), (2, 2)])
        first, *rest = binding.count_to(3)
        self.assertEqual((first, rest), (0, [1, 2]))
        self.assertIn(7, binding.count_to(10**18))

    def test_items_of_every_kind(self):
        self.assertEqual(list(binding.text_or_nothing()), ["text", None])
        self.assertEqual([point.x for point in binding.points_on_a_line(3)], [0, 1, 2])
        thing = object()
        self.assertTrue(all(item is thing for item in binding.repeat(thing, 5)))
        self.assertEqual(list(binding.enumerator_of_a_list(3)), [0, 1, 2])

    def test_null_is_none(self):
        self.assertIsNone(binding.maybe_count(False))
        self.assertEqual(list(binding.maybe_count(True)), [0, 1, 2])

    def test_enumerables_stay_lists(self):
        self.assertEqual(binding.still_a_list(3), [0, 1, 2])

    def test_yield_from(self):
        def generator():
            yield from binding.count_to(3)
            yield "end"

        self.assertEqual(list(generator()), [0, 1, 2, "end"])


class Ends(unittest.TestCase):
    def ended(self, use):
        before = binding.ended()
        numbers = binding.notes_its_end(3)
        use(numbers)
        del numbers
        return binding.ended() - before

    def test_exhausted(self):
        self.assertEqual(self.ended(list), 1)

    def test_closed(self):
        def use(numbers):
            next(numbers)
            numbers.close()
            self.assertEqual(list(numbers), [])
            numbers.close()

        self.assertEqual(self.ended(use), 1)

    def test_left(self):
        self.assertEqual(self.ended(next), 1)

    def test_never_begun(self):
        self.assertEqual(self.ended(lambda numbers: None), 0)  # as with a generator: its finally block was never entered

    def test_in_a_cycle(self):
        before = binding.ended()
        cycle = [binding.notes_its_end(3)]
        next(cycle[0])
        cycle.append(cycle)
        del cycle
        gc.collect()
        self.assertEqual(binding.ended() - before, 1)

    def test_an_exception_ends_it(self):
        numbers = binding.fails_at(2, "raise")
        self.assertEqual((next(numbers), next(numbers)), (0, 1))
        self.assertEqual(message(next, numbers), "LookupError: at 2")
        self.assertEqual(list(numbers), [])

    def test_exceptions_map_as_everywhere(self):
        with self.assertRaisesRegex(TypeError, "not a number") as raised:
            list(binding.fails_at(1, "conversion"))
        self.assertIn("InvalidCastException", raised.exception.__notes__[0])

    def test_stop_iteration_is_no_end(self):
        with self.assertRaisesRegex(RuntimeError, "generator raised StopIteration") as raised:
            list(binding.fails_at(1, "stop"))
        self.assertIsInstance(raised.exception.__cause__, StopIteration)

    def test_an_exception_at_the_end(self):
        with self.assertRaisesRegex(RuntimeError, "the end failed"):
            list(binding.fails_at_its_end())
        numbers = binding.fails_at_its_end()
        next(numbers)
        with self.assertRaisesRegex(RuntimeError, "the end failed"):
            numbers.close()

    def test_an_exception_at_the_end_that_nobody_can_catch(self):
        hook, sys.unraisablehook, caught = sys.unraisablehook, lambda event: caught.append(str(event.exc_value)), []
        try:
            numbers = binding.fails_at_its_end()
            next(numbers)
            try:
                raise KeyError("on its way")
            except KeyError:
                del numbers
            self.assertEqual(caught, ["the end failed"])
        finally:
            sys.unraisablehook = hook

    def test_references(self):
        thing = object()
        before = sys.getrefcount(thing)
        for _ in range(100):
            numbers = binding.repeat(thing, 10)
            next(numbers)
            list(numbers)
        del numbers
        gc.collect()
        binding.collect()
        binding.count(0)
        self.assertEqual(sys.getrefcount(thing), before)


class Reentrance(unittest.TestCase):
    def test_a_step_that_steps(self):
        raised = []

        def step(number):
            if number == 1:
                raised.append(message(next, numbers))
                raised.append(message(numbers.close))

        numbers = binding.calls_back(step)
        self.assertEqual((next(numbers), next(numbers), next(numbers)), (0, 1, 2))
        self.assertEqual(raised, ["ValueError: generator already executing"] * 2)

    def test_a_callback_that_fails(self):
        def step(number):
            raise LookupError("from Python")

        numbers = binding.calls_back(step)
        with self.assertRaisesRegex(LookupError, "from Python"):
            next(numbers)
        self.assertEqual(list(numbers), [])

    def test_another_thread_in_the_middle_of_a_step(self):
        numbers, results = binding.slow(10), []

        def step():
            results.append(message(next, numbers))

        threads = [threading.Thread(target=step) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(set(results) - {"nothing raised", "ValueError: generator already executing"}, set())
        self.assertIn("nothing raised", results)

    def test_many_threads_share_one(self):
        numbers, results = binding.count_to(20_000), [[] for _ in range(8)]

        def take(result):
            for number in numbers:
                result.append(number)

        threads = [threading.Thread(target=take, args=(result,)) for result in results]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(sorted(sum(results, [])), list(range(20_000)))

    def test_steps_hold_the_lock_of_what_they_read(self):
        failures, stop = [], threading.Event()

        def change():
            while not stop.is_set():
                binding.add_number(1)

        def read():
            try:
                for _ in range(200):
                    for _ in binding.added_numbers():
                        pass
            except Exception as error:
                failures.append(error)

        changing = [threading.Thread(target=change) for _ in range(2)]
        reading = [threading.Thread(target=read) for _ in range(2)]
        for thread in changing + reading:
            thread.start()
        for thread in reading:
            thread.join()
        stop.set()
        for thread in changing:
            thread.join()
        self.assertEqual(failures, [])


class Classes(unittest.TestCase):
    def test_foreach_is_for(self):
        bag = binding.Bag(["a", "b"])
        self.assertEqual([list(bag), list(bag)], [["a", "b"]] * 2)
        self.assertIsInstance(bag, collections.abc.Iterable)
        self.assertNotIsInstance(bag, collections.abc.Iterator)
        self.assertFalse(hasattr(bag, "get_enumerator"))
        self.assertEqual(list(bag.backwards()), ["b", "a"])
        self.assertIn("a", bag)

    def test_a_derived_class_iterates_its_own_way(self):
        self.assertEqual(list(binding.LoudBag(["a", "b"])), ["A", "B"])

    def test_a_subclass_in_python(self):
        class Reversed(binding.Bag):
            def __iter__(self):
                return self.backwards()

        self.assertEqual(list(Reversed(["a", "b"])), ["b", "a"])
        self.assertEqual(list(binding.Bag.__iter__(Reversed(["a", "b"]))), ["a", "b"])

    def test_an_enumerator_is_an_iterator(self):
        countdown = binding.Countdown(3)
        self.assertIs(iter(countdown), countdown)
        self.assertIsInstance(countdown, collections.abc.Iterator)
        self.assertEqual([next(countdown), *countdown], [3, 2, 1])
        countdown.reset()
        self.assertEqual(list(countdown), [3, 2, 1])
        self.assertFalse(hasattr(countdown, "move_next"))

    def test_a_struct(self):
        span = binding.Span2(2, 5)
        self.assertEqual([list(span), list(span)], [[2, 3, 4]] * 2)

    def test_an_iterator_of_a_class_of_its_own(self):
        self.assertIs(type(iter(binding.Launch(2))), binding.Countdown)
        self.assertEqual(list(binding.Launch(2)), [2, 1])

    def test_the_iterator_outlives_the_object(self):
        iterator = iter(binding.Bag(["a", "b"]))
        gc.collect()
        self.assertEqual(list(iterator), ["a", "b"])

    def test_a_cycle_through_the_iterator(self):
        class Marker:
            pass

        bag, marker = binding.Bag(["a", "b"]), Marker()
        reference = weakref.ref(marker)
        marker.iterator = iter(bag)
        next(marker.iterator)
        bag.tag = marker
        del bag, marker
        for _ in range(2):
            gc.collect()
            binding.collect()
            binding.count(0)
        self.assertIsNone(reference())


class Interpreters(unittest.TestCase):
    CODE = f"import sys; sys.path[:] = {sys.path!r}\n" + """
import binding
numbers = binding.count_to(5)
assert next(numbers) == 0
assert list(numbers) == [1, 2, 3, 4]
assert list(binding.Bag(["a"])) == ["a"]
left = binding.notes_its_end(3)
next(left)
"""

    def test_each_has_its_own_type(self):
        in_interpreter(self.CODE + f"assert id(type(numbers)) != {id(type(binding.count_to(1)))}")

    def test_on_many_threads(self):
        failures = []

        def run():
            try:
                for _ in range(3):
                    in_interpreter(self.CODE)
            except Exception as error:
                failures.append(error)

        threads = [threading.Thread(target=run) for _ in range(1 if FREE_THREADED else 4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(failures, [])


if __name__ == "__main__":
    unittest.main()
