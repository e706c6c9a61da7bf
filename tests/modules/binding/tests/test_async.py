"""Coroutines over C# tasks: methods that return Task, ValueTask, Task<T> or ValueTask<T>."""

import asyncio
import collections.abc
import gc
import inspect
import subprocess
import sys
import textwrap
import threading
import time
import unittest

import binding
from support import in_interpreter, message


def run(coroutine):
    return asyncio.run(asyncio.wait_for(coroutine, 30))


class Lost:
    """What asyncio and Python report although nobody can catch it."""

    def __enter__(self):
        self.hook, self.events = sys.unraisablehook, []
        sys.unraisablehook = lambda event: self.events.append(f"{type(event.exc_value).__name__}: {event.exc_value}")
        return self.events

    def __exit__(self, *_):
        sys.unraisablehook = self.hook


class Results(unittest.TestCase):
    def test_finished_when_the_method_returns(self):
        self.assertEqual(run(binding.add_now(40, 2)), 42)
        self.assertEqual(run(binding.text_now("text")), "text")
        self.assertIsNone(run(binding.done_now()))

    def test_finished_by_another_thread(self):
        self.assertEqual(run(binding.add_later(40, 2)), 42)
        self.assertEqual(run(binding.add_on_the_pool(40, 2)), 42)
        self.assertEqual(run(binding.text_later("text")), "text")
        self.assertIsNone(run(binding.done_later()))
        self.assertIsNone(run(binding.value_done_later()))

    def test_results_of_every_kind(self):
        self.assertEqual(run(binding.pair_later()), (1, "two"))  # a tuple is one value, not the arguments of StopIteration
        self.assertEqual([point.x for point in run(binding.points_later(3))], [0, 1, 2])
        self.assertEqual(run(binding.parse_later("42")), 42)
        self.assertEqual(run(binding.sum_of(b"\x01\x02")), 3)

    def test_in_a_coroutine_of_python(self):
        async def main():
            total = 0
            for i in range(100):
                total += await binding.add_now(i, 1)
                total += await binding.add_later(i, 1, milliseconds=0)
            return total

        self.assertEqual(run(main()), 2 * 5050)

    def test_the_method_starts_when_it_is_called(self):
        async def main():
            gate = binding.Gate()
            waits = gate.pass_(2)
            gate.open(21)
            await asyncio.sleep(0.05)
            self.assertEqual(gate.passed, 1)
            return await waits

        self.assertEqual(run(main()), 42)

    def test_null_instead_of_a_task(self):
        self.assertEqual(message(binding.no_task), "RuntimeError: no_task() has returned null instead of a task")

    def test_wrong_arguments_fail_at_once(self):
        self.assertIn("add_now() missing", message(binding.add_now))
        self.assertIn("TypeError", message(binding.add_now, 1, "two"))


class Objects(unittest.TestCase):
    def test_it_is_a_coroutine(self):
        coroutine = binding.add_now(1, 2)
        self.assertIsInstance(coroutine, collections.abc.Coroutine)
        self.assertTrue(asyncio.iscoroutine(coroutine))
        self.assertTrue(inspect.isawaitable(coroutine))
        self.assertEqual((coroutine.__name__, coroutine.__qualname__), ("add_now", "add_now"))
        self.assertEqual(binding.Gate().pass_uncancelled().__qualname__, "Gate.pass_uncancelled")
        self.assertEqual(type(coroutine).__name__, "coroutine")
        self.assertEqual(message(type(coroutine)), "TypeError: cannot create 'binding.coroutine' instances")
        self.assertRaises(TypeError, iter, coroutine)

    def test_signature(self):
        self.assertEqual(str(inspect.signature(binding.add_later)), "(a, b, milliseconds=1)")
        self.assertEqual(str(inspect.signature(binding.sleep_for)), "(milliseconds)")  # the token is no argument

    def test_everything_of_asyncio_takes_it(self):
        async def main():
            task = asyncio.create_task(binding.add_later(1, 2))
            self.assertIn("add_later", repr(task))
            self.assertEqual(await task, 3)
            self.assertEqual(await asyncio.ensure_future(binding.add_later(1, 2)), 3)
            self.assertEqual(await asyncio.wait_for(binding.add_later(1, 2), 10), 3)
            self.assertEqual(await asyncio.shield(binding.add_later(1, 2)), 3)
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(binding.add_later(i, 1)) for i in range(10)]
            self.assertEqual([task.result() for task in tasks], list(range(1, 11)))
            done, pending = await asyncio.wait([asyncio.create_task(binding.add_now(1, 2)), asyncio.create_task(binding.add_later(3, 4))])
            self.assertEqual((sorted(task.result() for task in done), pending), ([3, 7], set()))
            self.assertEqual({await next_one for next_one in asyncio.as_completed([binding.add_later(i, 0, i) for i in range(5)])}, set(range(5)))
            asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
            self.assertEqual(await asyncio.create_task(binding.add_later(1, 2)), 3)
            self.assertEqual(await asyncio.create_task(binding.add_now(1, 2)), 3)

        run(main())

    def test_a_thousand_at_once(self):
        async def main():
            return await asyncio.gather(*(binding.add_later(i, i, i % 20) for i in range(1000)))

        self.assertEqual(run(main()), [2 * i for i in range(1000)])

    def test_awaited_twice(self):
        async def main():
            coroutine = binding.add_now(1, 2)
            self.assertEqual(await coroutine, 3)
            with self.assertRaisesRegex(RuntimeError, "cannot reuse already awaited coroutine"):
                await coroutine
            waiting = binding.Gate().pass_uncancelled()
            task = asyncio.create_task(waiting)
            await asyncio.sleep(0)
            task.cancel()
            with self.assertRaises(asyncio.CancelledError):
                await task
            with self.assertRaisesRegex(RuntimeError, "cannot reuse already awaited coroutine"):
                await waiting

        run(main())

    def test_by_hand(self):
        self.assertEqual(message(binding.add_now(1, 2).send, None), "StopIteration: 3")
        self.assertEqual(message(binding.done_now().send, None), "StopIteration: ")
        self.assertEqual(message(binding.add_now(1, 2).send, 1), "TypeError: can't send non-None value to a just-started coroutine")
        with self.assertRaises(StopIteration) as stop:
            next(binding.add_now(1, 2))
        self.assertEqual(stop.exception.value, 3)
        coroutine = binding.add_now(1, 2)
        self.assertEqual(message(coroutine.throw, KeyError("mine")), "KeyError: 'mine'")
        self.assertEqual(message(coroutine.send, None), "RuntimeError: cannot reuse already awaited coroutine")
        self.assertEqual(message(binding.add_now(1, 2).throw, KeyError, "mine"), "KeyError: 'mine'")
        self.assertEqual(message(binding.add_now(1, 2).throw, KeyError), "KeyError: ")
        self.assertIn("exceptions must be classes or instances deriving from BaseException", message(binding.add_now(1, 2).throw, int))
        self.assertEqual(message(binding.add_now(1, 2).throw), "TypeError: throw expected at least 1 argument, got 0")
        closed = binding.add_now(1, 2)
        closed.close()
        closed.close()
        self.assertEqual(message(closed.send, None), "RuntimeError: cannot reuse already awaited coroutine")

    def test_no_loop_is_running(self):
        # Nothing has to be waited for, so none is needed.
        self.assertEqual(message(binding.add_now(1, 2).send, None), "StopIteration: 3")
        self.assertEqual(message(binding.never().send, None), "RuntimeError: no running event loop")
        # It may be called before the loop runs, as asyncio.run() does.
        self.assertEqual(asyncio.run(binding.add_later(1, 2)), 3)

    def test_a_receiver(self):
        async def main():
            gate = binding.Gate()
            waiting = [asyncio.create_task(gate.pass_uncancelled()) for _ in range(3)]
            await asyncio.sleep(0)
            gate.open(7)
            del gate
            self.assertEqual(await asyncio.gather(*waiting), [7, 7, 7])

        run(main())


class Exceptions(unittest.TestCase):
    def test_they_map_as_in_calls(self):
        for fail in (binding.fail_now, binding.fail_later):
            with self.assertRaisesRegex(ValueError, "text") as raised:
                run(fail("text"))
            self.assertIn("ArgumentException", raised.exception.__notes__[0])
            self.assertRaisesRegex(LookupError, "from C#", run, fail("python"))
            with self.assertRaisesRegex(RuntimeError, "outer") as raised:
                run(fail("cause"))
            self.assertIsInstance(raised.exception.__cause__, ValueError)

    def test_errors_without_a_throw(self):
        self.assertRaisesRegex(ValueError, "not a number: x", run, binding.parse_later("x"))

    def test_stop_iteration_is_no_end(self):
        with self.assertRaisesRegex(RuntimeError, "coroutine raised StopIteration") as raised:
            run(binding.fail_later("stop"))
        self.assertIsInstance(raised.exception.__cause__, StopIteration)

    def test_in_a_gather(self):
        async def main():
            return await asyncio.gather(binding.add_later(1, 2), binding.fail_later("text"), return_exceptions=True)

        sum_, error = run(main())
        self.assertEqual((sum_, type(error)), (3, ValueError))

    def test_nobody_asks_for_it(self):
        with Lost() as lost:
            binding.fail_now("text")
            gc.collect()
        self.assertEqual(lost, ["ValueError: text"])

    def test_a_callback_from_a_thread_of_dotnet(self):
        calls = []

        async def main():
            self.assertTrue(await binding.call_later(calls.append, 42))
            with self.assertRaisesRegex(TypeError, "int"):
                await binding.call_later(len, 42)

        run(main())
        self.assertEqual(calls, [42])


class Cancellation(unittest.TestCase):
    async def cancelled(self, coroutine, times=1):
        task = asyncio.create_task(coroutine)
        await asyncio.sleep(0.01)
        for _ in range(times):
            task.cancel("reason")
            await asyncio.sleep(0)
        return await task

    def test_it_reaches_the_method(self):
        async def main():
            gate = binding.Gate()
            with self.assertRaises(asyncio.CancelledError) as raised:
                await self.cancelled(gate.pass_(1))
            self.assertEqual(gate.cancelled, 1)
            self.assertEqual(raised.exception.args, ("reason",))

        run(main())

    def test_the_method_may_answer(self):
        self.assertEqual(run(self.cancelled(binding.answer_when_cancelled())), 42)

    def test_the_method_may_fail(self):
        self.assertRaisesRegex(RuntimeError, "the cleaning up failed", run, self.cancelled(binding.fail_when_cancelled()))

    def test_a_method_without_a_token_is_left_alone(self):
        self.assertRaises(asyncio.CancelledError, run, self.cancelled(binding.never()))

    def test_a_method_that_does_not_listen_is_asked_once(self):
        self.assertRaises(asyncio.CancelledError, run, self.cancelled(binding.never_listens(), times=2))

    def test_a_timeout(self):
        start = time.monotonic()

        async def main():
            with self.assertRaises(TimeoutError):
                await asyncio.wait_for(binding.sleep_for(60_000), 0.05)
            with self.assertRaises(TimeoutError):
                async with asyncio.timeout(0.05):
                    await binding.never()

        run(main())
        self.assertLess(time.monotonic() - start, 20)

    def test_before_it_has_begun_to_wait(self):
        async def main():
            task = asyncio.create_task(binding.sleep_for(60_000))
            task.cancel()
            with self.assertRaises(asyncio.CancelledError):
                await task

        run(main())

    def test_the_method_cancels_itself(self):
        for fail in (binding.fail_now, binding.fail_later):
            self.assertRaises(asyncio.CancelledError, run, fail("cancel"))

    def test_a_group_ends_the_others(self):
        async def main():
            gate = binding.Gate()
            with self.assertRaises(ExceptionGroup):
                async with asyncio.TaskGroup() as group:
                    group.create_task(gate.pass_(1))
                    group.create_task(binding.fail_later("text"))
            self.assertEqual(gate.cancelled, 1)

        run(main())

    def test_close_asks_it_to_end(self):
        gate = binding.Gate()
        waiting = gate.pass_(1)
        waiting.close()
        for _ in range(500):
            if gate.cancelled:
                break
            time.sleep(0.01)
        self.assertEqual(gate.cancelled, 1)

    def test_so_does_dropping_it(self):
        gate = binding.Gate()
        gate.pass_(1)
        gc.collect()
        for _ in range(500):
            if gate.cancelled:
                break
            time.sleep(0.01)
        self.assertEqual(gate.cancelled, 1)


class Lifetime(unittest.TestCase):
    def test_references(self):
        def leak():
            async def main():
                await asyncio.gather(*(binding.points_later(2) for _ in range(20)))
                task = asyncio.create_task(binding.never())
                await asyncio.sleep(0)
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)

            asyncio.run(main())
            gc.collect()
            binding.collect()
            binding.count(0)
            gc.collect()

        def count():
            kinds = ("coroutine", "Task", "Future", "Point")
            return {kind: sum(type(thing).__name__ == kind for thing in gc.get_objects()) for kind in kinds}

        leak()
        before = count()
        for _ in range(3):
            leak()
        self.assertEqual(count(), before)

    def test_a_task_that_nobody_keeps_goes_on(self):
        results = []

        async def main():
            async def wait():
                results.append(await binding.add_later(1, 2, 50))

            asyncio.create_task(wait())  # noqa: the point
            await asyncio.sleep(0)
            for _ in range(3):
                gc.collect()
            await asyncio.sleep(0.5)

        run(main())
        self.assertEqual(results, [3])

    def test_a_loop_that_is_closed_before_the_end(self):
        code = """
            import asyncio, gc, time, binding
            loop = asyncio.new_event_loop()
            task = loop.create_task(binding.add_later(1, 2, 100))
            loop.run_until_complete(asyncio.sleep(0))
            loop.set_exception_handler(lambda loop, context: print(context["message"]))
            loop.close()
            del task
            time.sleep(0.5)
            gc.collect()
            async def main():
                return await binding.add_later(3, 4)
            print(asyncio.run(main()))
        """
        self.assertEqual(self.script(code), ["Task was destroyed but it is pending!", "7"])

    def test_python_ends_while_tasks_run(self):
        code = """
            import asyncio, binding
            loop = asyncio.new_event_loop()
            tasks = [loop.create_task(binding.add_later(1, 2, i)) for i in range(0, 200, 2)]
            tasks += [loop.create_task(binding.never()) for _ in range(10)]
            loop.run_until_complete(asyncio.sleep(0.02))
            loop.set_exception_handler(lambda loop, context: None)
            print("ends")
        """
        for _ in range(3):
            self.assertEqual(self.script(code), ["ends"])

    def test_what_waits_at_exit_fails(self):
        code = """
            import asyncio, atexit
            async def late():
                try:
                    await binding.add_later(1, 2, 1)
                except RuntimeError as error:
                    print(error)
            atexit.register(lambda: asyncio.run(late()))  # before the module's own hook, so that it runs after that
            import binding
            print(asyncio.run(binding.add_later(1, 2)))
        """
        self.assertEqual(self.script(code), ["3", "the interpreter is shutting down: nothing can be awaited any more"])

    def script(self, code):
        done = subprocess.run(
            [sys.executable, "-X", "faulthandler", "-W", "ignore::ResourceWarning", "-c", f"import sys; sys.path[:] = {sys.path!r}\n" + textwrap.dedent(code)],
            capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout.splitlines()


class Threads(unittest.TestCase):
    def test_a_loop_in_each_thread(self):
        results = []

        def work(number):
            async def main():
                for i in range(20):
                    results.append(await binding.add_later(number, i) - number - i)
                    results.append(sum(await asyncio.gather(*(binding.add_on_the_pool(k, -k) for k in range(20)))))

            asyncio.run(main())

        threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual((len(results), set(results)), (240, {0}))

    def test_a_task_that_is_finished_under_a_lock(self):
        # Who finishes it holds a lock that a Python thread wants: waking the loop must not wait for the GIL under it.
        async def main():
            for _ in range(50):
                gate = binding.Gate()
                waiting = asyncio.create_task(gate.pass_uncancelled())
                await asyncio.sleep(0)
                stop = threading.Event()

                def take():
                    while not stop.is_set():
                        gate.take_lock()

                threads = [threading.Thread(target=take), threading.Thread(target=gate.open, args=(3,))]
                for thread in threads:
                    thread.start()
                self.assertEqual(await waiting, 3)
                stop.set()
                for thread in threads:
                    thread.join()

        run(main())

    def test_many_threads_step_one(self):
        async def main():
            gate = binding.Gate()
            waiting = gate.pass_uncancelled()
            task = asyncio.create_task(waiting)
            await asyncio.sleep(0)
            failures = set()

            def close():
                try:
                    waiting.close()
                except (RuntimeError, ValueError) as error:
                    failures.add(str(error))

            threads = [threading.Thread(target=close) for _ in range(8)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            self.assertEqual(failures - {"coroutine already executing", "cannot reuse already awaited coroutine"}, set())
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

        run(main())


@unittest.skipIf(sys.version_info < (3, 13), "asyncio in a sub-interpreter of CPython 3.12 ends the process with a double free, with no module at all")
class Interpreters(unittest.TestCase):
    CODE = f"import sys; sys.path[:] = {sys.path!r}\n" + textwrap.dedent("""
        import asyncio
        import binding

        async def main():
            for _ in range(5):
                assert await asyncio.gather(*(binding.add_later(i, 1) for i in range(50))) == list(range(1, 51))
                binding.collect()
            task = asyncio.create_task(binding.sleep_for(60_000))
            await asyncio.sleep(0)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

        asyncio.run(main())
    """)

    def test_eight_at_once(self):
        failures = []

        def work():
            try:
                in_interpreter(self.CODE)
            except Exception as error:
                failures.append(error)

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(failures, [])

    def test_one_that_ends_while_a_task_runs(self):
        for milliseconds in (0, 1, 5, 50):
            in_interpreter(f"import sys; sys.path[:] = {sys.path!r}\n" + textwrap.dedent(f"""
                import asyncio
                import warnings
                import binding

                warnings.simplefilter("ignore", ResourceWarning)  # of the debug build, for a loop that nobody closes
                loop = asyncio.new_event_loop()
                loop.set_exception_handler(lambda loop, context: None)
                tasks = [loop.create_task(binding.add_later(1, 2, {milliseconds})) for _ in range(20)]
                tasks.append(loop.create_task(binding.never()))
                loop.run_until_complete(asyncio.sleep(0))
            """))
        time.sleep(0.1)
        self.assertEqual(run(binding.add_later(1, 2)), 3)


if __name__ == "__main__":
    unittest.main()
