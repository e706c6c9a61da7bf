using Microsoft.CodeAnalysis;
using PyExt.Generators.Analyzers;
using PyExt.Generators.Tests.Support;

namespace PyExt.Generators.Tests.Analyzers;

/// <summary>PYX0008.</summary>
public sealed class BlockingWaitTests
{
    [Theory]
    [InlineData("task.Wait();", "Task.Wait")]
    [InlineData("task.Wait(100);", "Task.Wait")]
    [InlineData("_ = task.Result;", "Task.Result")]
    [InlineData("task.GetAwaiter().GetResult();", "TaskAwaiter.GetResult")]
    [InlineData("task.ConfigureAwait(false).GetAwaiter().GetResult();", "ConfiguredTaskAwaiter.GetResult")]
    [InlineData("Task.WaitAll(task);", "Task.WaitAll")]
    [InlineData("_ = new ValueTask<int>(task).Result;", "ValueTask.Result")]
    [InlineData("Thread.Sleep(10);", "Thread.Sleep")]
    [InlineData("new Thread(static () => { }).Join();", "Thread.Join")]
    [InlineData("new ManualResetEvent(false).WaitOne();", "WaitHandle.WaitOne")]
    [InlineData("new ManualResetEventSlim().Wait();", "ManualResetEventSlim.Wait")]
    [InlineData("new SemaphoreSlim(1).Wait();", "SemaphoreSlim.Wait")]
    [InlineData("new CountdownEvent(1).Wait();", "CountdownEvent.Wait")]
    [InlineData("new Barrier(2).SignalAndWait();", "Barrier.SignalAndWait")]
    [InlineData("lock (this) Monitor.Wait(this);", "Monitor.Wait")]
    [InlineData("new System.Collections.Concurrent.BlockingCollection<int>().Take();", "BlockingCollection.Take")]
    [InlineData("Parallel.For(0, 10, static i => { });", "Parallel.For")]
    [InlineData("System.Diagnostics.Process.GetCurrentProcess().WaitForExit();", "Process.WaitForExit")]
    [InlineData("Action<Py> work = static py => Thread.Sleep(10);", "Thread.Sleep")]
    [InlineData("py.Interpreter.TryAttach(static py => Thread.Sleep(10));", "Thread.Sleep")]
    [InlineData("static void Local(PyObject value) => Thread.Sleep(10);", "Thread.Sleep")]
    public async Task A_wait_that_keeps_the_gil(string statement, string name)
    {
        Reported[] reported = await Analyze(Exported(statement), Options.Project());

        Assert.Equal([new Reported("PYX0008", 4, DiagnosticSeverity.Warning, Message(name))], reported);
    }

    [Theory]
    [InlineData("public void Use() => Thread.Sleep(10);")]
    [InlineData("public static long Use { get { Thread.Sleep(10); return 1; } }")]
    [InlineData("public Module() => Thread.Sleep(10);")]
    [InlineData("internal static void Use(Py py) => Thread.Sleep(10);")]
    [InlineData("private static void Use(PyList list) => Thread.Sleep(10);")]
    public async Task Members_that_Python_calls_and_members_with_a_token(string member)
    {
        Reported[] reported = await Analyze(member, Options.Project());

        Assert.Equal([new Reported("PYX0008", 4, DiagnosticSeverity.Warning, Message("Thread.Sleep"))], reported);
    }

    [Theory]
    [InlineData("public static void Use(Py py) => py.AllowThreads(() => Thread.Sleep(10));")]
    [InlineData("public static int Use(Py py, int count) => py.AllowThreads(() => Task.Run(() => count).Result);")]
    [InlineData("public static void Use(Py py) => new Thread(() => Thread.Sleep(10)).Start();")]
    [InlineData("private static void Use() => Thread.Sleep(10);")]
    [InlineData("[PyIgnore] public static void Use() => Thread.Sleep(10);")]
    [InlineData("public static void Use(Py py) => Thread.Sleep(0);")]
    [InlineData("public static bool Use() => new ManualResetEvent(false).WaitOne(0);")]
    [InlineData("public static bool Use() => new SemaphoreSlim(1).Wait(TimeSpan.Zero);")]
    [InlineData("public static bool Use() => new System.Collections.Concurrent.BlockingCollection<int>().TryTake(out _);")]
    [InlineData("public static long Use() => Task.CompletedTask.Id;")]
    public async Task Waits_elsewhere_and_no_waits(string member)
    {
        Assert.Empty(await Analyze(member, Options.Project()));
    }

    [Fact]
    public async Task A_suggestion_without_a_promise_and_nothing_in_other_projects()
    {
        Assert.Equal(DiagnosticSeverity.Info, Assert.Single(await Analyze(Exported("Thread.Sleep(1);"), Options.Project("NotSupported"))).Severity);
        Assert.Empty(await Analyze(Exported("Thread.Sleep(1);"), Options.None));
    }

    private static string Message(string name) =>
        $"'{name}' blocks while this thread is attached to the interpreter: no other Python thread runs meanwhile, and what it waits for may need to attach. Wrap it in py.AllowThreads(() => …).";

    private static string Exported(string statement) => "public void Use(Py py, Task<int> task) { " + statement + " }";

    private static Task<Reported[]> Analyze(string member, Options options) => Analysis.Analyze<BlockingWaitAnalyzer>($$"""
        [PyModule]
        public sealed partial class Module
        {
            {{member}}
        }
        """, options);
}
