"""Python's garbage collector and C# objects: cases that other bindings' suites name, docs/internals/suite-cases.md says which."""

import gc
import os
import subprocess
import sys
import threading
import unittest
import weakref

import binding
from support import FREE_THREADED


# Types and modules that exist when the first thread starts never die there; 3.14t counts them again.
IMMORTAL = FREE_THREADED and sys.version_info < (3, 14)


class Thing:
    pass


def dead(*references):
    """What is left of the objects after collections of both; the handles of a C# object that died with its last reference wait for .NET's."""
    for _ in range(2):
        gc.collect()
        binding.collect()
        binding.count(0)
    return [reference() for reference in references if reference() is not None]


class Cycles(unittest.TestCase):
    def test_cycle_clear(self):
        dog, thing = binding.Dog("Rex"), Thing()
        dog.toy, thing.dog = thing, dog
        reference = weakref.ref(thing)
        del dog, thing
        self.assertEqual(dead(reference), [])

    def test_a_handle_that_is_null_is_no_reference(self):
        dog = binding.Dog("Rex")
        self.assertEqual(gc.get_referents(dog).count(None), 0)
        dog.toy = [1]
        self.assertIn([1], gc.get_referents(dog))
        dog.toy = None
        self.assertNotIn([1], gc.get_referents(dog))

    def test_an_object_without_a_constructor_is_traversed(self):
        class Forgets(binding.Dog):
            def __init__(self):
                self.me = self

        reference = weakref.ref(Forgets())
        self.assertEqual(dead(reference), [])

    def test_handles_of_base_and_derived_class(self):
        dog, first, second = binding.Dog("Rex"), Thing(), Thing()
        dog.toy, first.dog = first, dog
        dog.set_friend(second)
        second.dog = dog
        references = weakref.ref(first), weakref.ref(second)
        self.assertEqual([sum(referent is value for referent in gc.get_referents(dog)) for value in (first, second)], [1, 1])
        del dog, first, second
        self.assertEqual(dead(*references), [])

    def test_the_type_is_visited_once(self):
        class Derived(binding.Dog):
            pass

        class Further(Derived):
            pass

        for kind in (binding.Point, binding.Animal, binding.Dog, Derived, Further):
            value = kind("Rex") if issubclass(kind, binding.Animal) else kind(1)
            for _ in range(3):
                self.assertEqual(sum(referent is kind for referent in gc.get_referents(value)), 1, kind)
            others = [referent for referent in gc.get_referents(value) if isinstance(referent, type) and referent is not kind]
            self.assertEqual(others, [], kind)

    def test_a_visitor_that_stops_early(self):
        # gc.get_referrers asks each object in turn, and its visitor stops at the first hit.
        dog, thing = binding.Dog("Rex"), Thing()
        dog.toy = thing
        dog.set_friend(thing)
        for _ in range(3):
            self.assertEqual(sum(referrer is dog for referrer in gc.get_referrers(thing)), 1)

    def test_a_collection_during_a_call(self):
        dog = binding.Dog("Rex")
        dog.toy = [dog]
        binding.keep([dog])
        self.assertIs(binding.call_through(lambda: (gc.collect(), binding.collect(), dog)[-1]), dog)
        self.assertIs(binding.kept()[0], dog)
        self.assertEqual(dog.toy, [dog])
        binding.keep(None)

    @unittest.skipIf(IMMORTAL, "types are immortal in 3.13t")
    def test_python_subclass_type_cycle_is_collected(self):
        def make():
            class Derived(binding.Dog):
                pass

            Derived.example = Derived("Rex")
            Derived.example.toy = Derived
            return weakref.ref(Derived)

        self.assertEqual(dead(make()), [])

    def test_dict_cycles_are_collected(self):
        class WithoutHandles(binding.Point):
            pass

        class WithHandles(binding.Dog):
            pass

        class Value(binding.Vector):
            pass

        for make in (lambda: WithoutHandles(1, 2), lambda: WithHandles("Rex"), lambda: Value(1, 2)):
            value = make()
            value.me = value
            reference = weakref.ref(value)
            del value
            self.assertEqual(dead(reference), [])

    def test_bound_methods_and_closures(self):
        dog, thing = binding.Dog("Rex"), Thing()
        dog.toy = dog.play
        dog.set_friend(lambda: (dog, thing))
        reference = weakref.ref(thing)
        del thing
        self.assertEqual(len(gc.get_referrers(dog)) > 0, True)
        del dog
        self.assertEqual(dead(reference), [])

    def test_finalizers_see_living_objects(self):
        seen = []

        class Derived(binding.Dog):
            def __del__(self):
                seen.append((self.name, self.speak(), type(self.toy) is list))

        dog = Derived("Rex")
        dog.toy = [dog]
        del dog
        dead()
        self.assertEqual(seen, [("Rex", "Rex barks", True)])

    def test_an_object_that_is_resurrected(self):
        kept = []

        class Derived(binding.Dog):
            def __del__(self):
                kept.append(self)

        dog = Derived("Rex")
        dog.toy = [dog]
        del dog
        dead()
        self.assertEqual((kept[0].name, kept[0].toy[0] is kept[0], binding.Animal.speak(kept[0])), ("Rex", True, "Rex barks"))
        kept[0].toy = None

    def test_drop_during_collections(self):
        things = [Thing() for _ in range(50)]
        before = [sys.getrefcount(thing) for thing in things]
        stop = threading.Event()

        def collect():
            while not stop.is_set():
                gc.collect()

        collector = threading.Thread(target=collect)
        collector.start()
        for thing in things:
            binding.drop_elsewhere(thing, 20)
            binding.drop_later(thing)
        del thing
        stop.set()
        collector.join()
        for _ in range(3):
            binding.collect()
            binding.count(0)
        if not FREE_THREADED:  # where counts of other threads are merged later
            self.assertEqual([sys.getrefcount(thing) for thing in things], before)
        self.assertTrue(all(sys.getrefcount(thing) <= count + 1 for thing, count in zip(things, before)))


class Counts(unittest.TestCase):
    @unittest.skipIf(FREE_THREADED, "where counts of types are deferred")
    def test_class_refcounts(self):
        class Derived(binding.Dog):
            pass

        for kind in (binding.Animal, binding.Dog, Derived):
            before = sys.getrefcount(kind)
            dogs = [kind("Rex") for _ in range(10)]
            self.assertEqual(sys.getrefcount(kind), before + 10)
            del dogs
            self.assertEqual(sys.getrefcount(kind), before)

    @unittest.skipIf(IMMORTAL, "types are immortal in 3.13t")
    def test_a_dropped_module_is_collected(self):
        first, native = sys.modules.pop("binding"), sys.modules.pop("binding.binding")
        try:
            import binding as second

            second.keep([second, second.Dog("Rex")])
            second.kept()[1].toy = [second.Point, second.kept()[1]]
            references = [weakref.ref(value) for value in (second, sys.modules["binding.binding"], second.Point, second.Dog, second.Vector)]
            second.add(1, 2)
            del second
            sys.modules.pop("binding"), sys.modules.pop("binding.binding")
        finally:
            sys.modules["binding"], sys.modules["binding.binding"] = first, native
        for _ in range(3):
            gc.collect()
        self.assertEqual([reference() for reference in references if reference() is not None], [])

    @unittest.skipIf(IMMORTAL, "types are immortal in 3.13t")
    def test_many_dropped_modules(self):
        first, native = sys.modules.pop("binding"), sys.modules.pop("binding.binding")
        try:
            for _ in range(50):
                import binding as other

                other.keep(other.Point(1, 2))
                sys.modules.pop("binding"), sys.modules.pop("binding.binding")
                del other
            gc.collect()
        finally:
            sys.modules["binding"], sys.modules["binding.binding"] = first, native
        types = sum(isinstance(value, type) and value.__module__ == "binding" and value.__name__ == "Point" for value in gc.get_objects())
        self.assertLessEqual(types, 2)

    @unittest.skipIf("DOTNET_GCgen0size" in os.environ, "the environment overrules PyGen0Size")
    def test_the_size_of_the_youngest_generation(self):
        # PyGen0Size is 8 MB; 128 MB are 16 collections, and 64 with the 2 MB that .NET chooses for many a processor.
        self.assertIn(binding.allocate(128), range(4, 25))

    def test_a_frozen_collector(self):
        # gc.freeze moves every object to a generation that is never traversed; what C# holds is none the wiser.
        code = "import binding, gc\ndog = binding.Dog('x')\ndog.toy = [dog]\ngc.freeze()\ndel dog\ngc.collect()\ngc.unfreeze()\ngc.collect()\nbinding.add(1, 2)"
        result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
        self.assertEqual((result.returncode, result.stderr), (0, ""))


if __name__ == "__main__":
    unittest.main()
