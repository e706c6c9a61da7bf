"""Exceptions of C# in Python, and of Python through C# and back."""

import signal
import threading
import traceback
import unittest
import weakref

import binding
from support import message


class Mine(Exception):
    pass


class Exceptions(unittest.TestCase):
    def test_types_and_messages(self):
        for kind, expected in [
            ("argument", "ValueError: bad value"), ("format", "ValueError: bad format"), ("cast", "TypeError: bad cast"), ("key", "KeyError: 'no key'"),
            ("index", "IndexError: no index"), ("zero", "ZeroDivisionError: zero"), ("overflow", "OverflowError: too large"),
            ("not implemented", "NotImplementedError: later"), ("file", "FileNotFoundError: no file"), ("access", "PermissionError: no access"),
            ("end", "EOFError: no more"), ("io", "OSError: broken"), ("timeout", "TimeoutError: late"), ("memory", "MemoryError: full"),
            ("python", "StopIteration: done"), ("python unknown", "RuntimeError: what"), ("other", "RuntimeError: odd"),
        ]:
            with self.subTest(kind):
                self.assertEqual(message(binding.throw, kind), expected)
        self.assertTrue(message(binding.throw, "null").startswith("TypeError: "))
        self.assertTrue(message(binding.throw, "range").startswith("ValueError: "))

    def test_the_dotnet_type_is_in_a_note(self):
        with self.assertRaises(RuntimeError) as caught:
            binding.throw("other")
        self.assertIn("System.InvalidOperationException", caught.exception.__notes__[0])

    def test_the_inner_exception_is_the_cause(self):
        with self.assertRaises(RuntimeError) as caught:
            binding.throw("inner")
        self.assertEqual(repr(caught.exception.__cause__), "ValueError('inner')")

    def test_a_python_exception_comes_back_as_itself(self):
        original = Mine("hello")
        original.add_note("a note")

        def fail():
            raise original from KeyError("cause")

        try:
            binding.call_through(fail)
        except Mine as caught:
            self.assertIs(caught, original)
            self.assertIn("fail", [frame.name for frame in traceback.extract_tb(caught.__traceback__)])
        else:
            self.fail("nothing raised")
        self.assertIsInstance(original.__cause__, KeyError)
        self.assertEqual(original.__notes__, ["a note"])

    def test_csharp_can_catch(self):
        def fail():
            raise Mine("hello")

        self.assertEqual(binding.catch(fail), "Mine: hello")
        self.assertEqual(binding.catch(lambda: None), "nothing")
        self.assertEqual(message(binding.noop), "nothing raised")

    def test_a_swallowed_exception_is_released_when_the_call_returns(self):
        class Local:
            pass

        def fail():
            local = Local()
            references.append(weakref.ref(local))
            raise Mine("hello")

        references = []
        self.assertEqual(binding.catch(fail), "Mine: hello")
        self.assertEqual(binding.catch_in_scope(fail), "Mine: hello")
        self.assertEqual([reference() for reference in references], [None, None])

    def test_an_exception_leaves_through_a_scope_as_itself(self):
        original = Mine("hello")

        def fail():
            raise original

        with self.assertRaises(Mine) as caught:
            binding.call_in_scope(fail)
        self.assertIs(caught.exception, original)

    def test_a_python_exception_as_the_cause_of_a_csharp_one(self):
        original = Mine("hello")

        def fail():
            raise original

        with self.assertRaises(RuntimeError) as caught:
            binding.chain(fail)
        self.assertIs(caught.exception.__cause__, original)

    def test_an_exception_whose_text_fails(self):
        class Silent(Exception):
            def __str__(self):
                raise ValueError("no text")

        def fail():
            raise Silent()

        self.assertEqual(binding.catch(fail), "Silent: <the exception's __str__ failed>")
        self.assertRaises(Silent, binding.call_through, fail)

    def test_deep_recursion_through_csharp(self):
        def recurse():
            return binding.call_through(recurse)

        self.assertRaises(RecursionError, recurse)

    def test_a_signal_interrupts_a_long_loop(self):
        def interrupt(signum, frame):
            raise KeyboardInterrupt

        previous = signal.signal(signal.SIGALRM, interrupt)
        try:
            signal.setitimer(signal.ITIMER_REAL, 0.1)
            self.assertRaises(KeyboardInterrupt, binding.spin_until_signal)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, previous)

    def test_threads_run_while_csharp_is_detached(self):
        turns = []
        done = threading.Event()

        def count():
            while not done.is_set():
                turns.append(1)
                done.wait(0.001)

        thread = threading.Thread(target=count)
        thread.start()
        before = len(turns)
        self.assertEqual(binding.sleep(200), 200)
        during = len(turns) - before
        done.set()
        thread.join()
        self.assertGreater(during, 2)  # 0 while the GIL is held; more than a hundred on an idle machine

    def test_errors_that_are_returned(self):
        self.assertEqual(binding.parse("42"), 42)
        self.assertEqual(message(binding.parse, "x"), "ValueError: not a number: x")
        self.assertEqual(binding.find_point("origin"), binding.Point(0))
        self.assertIsNone(binding.find_point("none"))
        self.assertEqual(message(binding.find_point, "x"), "KeyError: 'x'")
        self.assertIsNone(binding.check("ok"))
        for kind, text in [
            ("type", "TypeError: wrong type"), ("runtime", "RuntimeError: wrong"), ("overflow", "OverflowError: too large"), ("index", "IndexError: too far"),
            ("LookupError", "LookupError: of that name"), ("NoSuchError", "RuntimeError: of that name"), ("default", "RuntimeError: the method returned default(PyError)"),
        ]:
            self.assertEqual(message(binding.check, kind), text)
        with self.assertRaisesRegex(ValueError, "bad format") as caught:
            binding.check("exception")
        self.assertEqual(str(caught.exception.__cause__), "inner")
        self.assertEqual(caught.exception.__notes__, ["raised in .NET as System.FormatException"])


if __name__ == "__main__":
    unittest.main()
