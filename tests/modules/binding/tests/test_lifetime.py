"""References: nothing leaks, nothing is released twice, cycles are collected."""

import gc
import sys
import threading
import unittest
import weakref

import binding


class Thing:
    pass


class Lifetime(unittest.TestCase):
    def assert_keeps_references(self, value, call):
        call()
        before = sys.getrefcount(value)
        for _ in range(1000):
            call()
        self.assertLess(abs(sys.getrefcount(value) - before), 10)

    def test_arguments_and_results(self):
        value, point, items, table = Thing(), binding.Point(1, 2), [1, 2], {"a": [1.0]}
        self.assert_keeps_references(value, lambda: binding.anything(value))
        self.assert_keeps_references(point, lambda: binding.location(point))
        self.assert_keeps_references(point, lambda: point + point)
        self.assert_keeps_references(point, lambda: point == value)
        self.assert_keeps_references(binding.Point, lambda: binding.Point(1, 2))
        self.assert_keeps_references(items, lambda: binding.list_handle(items))
        self.assert_keeps_references(items, lambda: binding.integers(items))
        self.assert_keeps_references(table, lambda: binding.table(table))
        self.assert_keeps_references(value, lambda: binding.call_with(lambda *args: value, 1, "a", 2.0))
        self.assert_keeps_references(value, lambda: binding.describe(value))

    def test_failures(self):
        value = Thing()

        def fail(*args):
            raise ValueError(value)

        def wrong(call):
            try:
                call()
            except (TypeError, ValueError):
                pass

        self.assert_keeps_references(value, lambda: wrong(lambda: binding.integers([value])))
        self.assert_keeps_references(value, lambda: wrong(lambda: binding.table({"a": value})))
        self.assert_keeps_references(value, lambda: wrong(lambda: binding.pair((1, value))))
        self.assert_keeps_references(value, lambda: wrong(lambda: binding.add(value, nope=1)))
        self.assert_keeps_references(value, lambda: wrong(lambda: binding.Point(value)))
        self.assert_keeps_references(fail, lambda: wrong(lambda: binding.apply(fail)))
        self.assert_keeps_references(binding.Point, lambda: wrong(lambda: binding.Point("x")))

    def test_instances_die_with_their_last_reference(self):
        class Derived(binding.Point):
            pass

        for kind in (Derived,):
            instance = kind(1, 2)
            reference = weakref.ref(instance)
            del instance
            self.assertIsNone(reference())

    def test_what_dead_instances_held_does_not_pile_up(self):
        living = weakref.WeakSet()
        most = 0
        for _ in range(100_000):
            thing = Thing()
            living.add(thing)
            dog = binding.Dog("Rex")
            dog.toy = thing
            most = max(most, len(living))
        self.assertLess(most, 50_000)  # all 100,000 when nobody asks for a collection

    def test_cycles_through_handles_are_collected(self):
        def make():
            thing, dog = Thing(), binding.Dog("Rex")
            thing.dog = dog
            dog.toy = thing
            dog.set_friend(dog)
            return weakref.ref(thing)

        references = [make() for _ in range(100)]
        gc.collect()
        self.assertEqual([reference() for reference in references], [None] * 100)

    def test_cycles_through_a_python_subclass_are_collected(self):
        class Owner(binding.Animal):
            pass

        owner = Owner("Ann")
        owner.set_friend([owner])
        reference = weakref.ref(owner)
        del owner
        gc.collect()
        self.assertIsNone(reference())

    def test_a_handle_in_the_module(self):
        thing = Thing()
        reference = weakref.ref(thing)
        binding.keep(thing)
        self.assertIs(binding.kept(), thing)
        del thing
        gc.collect()
        self.assertIsNotNone(reference())
        binding.keep(None)
        binding.noop()
        binding.count(0)
        self.assertIsNone(reference())

    def test_handles_dropped_by_the_garbage_collector(self):
        thing = Thing()
        before = sys.getrefcount(thing)
        for _ in range(100):
            binding.drop_later(thing)
        self.assertEqual(sys.getrefcount(thing), before + 100)
        binding.collect()
        binding.count(0)  # the next call with state drains the queue
        self.assertLess(sys.getrefcount(thing), before + 10)

    def test_handles_dropped_on_other_threads(self):
        thing = Thing()
        before = sys.getrefcount(thing)
        for _ in range(20):
            binding.drop_elsewhere(thing, 100)
        binding.count(0)
        self.assertEqual(sys.getrefcount(thing), before)

    def test_many_threads(self):
        failures = []

        def work():
            try:
                for i in range(2000):
                    point = binding.Point(i, 1)
                    assert (point + point).x == 2 * i
                    assert binding.text(f"text {i}") == f"text {i}"
                    binding.drop_later(point)
                    if i % 500 == 0:
                        binding.collect()
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
