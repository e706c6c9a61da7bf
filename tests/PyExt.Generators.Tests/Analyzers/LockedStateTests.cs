using Microsoft.CodeAnalysis;
using PyExt.Generators.Analyzers;
using PyExt.Generators.Tests.Support;

namespace PyExt.Generators.Tests.Analyzers;

/// <summary>PYX0016: where the critical section of a <c>PyThreading.Locked</c> object is held, and where not.</summary>
public sealed class LockedStateTests
{
    private const string Stranger = "its object is neither 'this' nor an argument of a member that Python calls";
    private const string Elsewhere = "this code runs detached, on another thread or later";

    [Theory]
    [InlineData("public long Sum(List<Account> all) { long n = 0; foreach (Account a in all) n += a.Balance; return n; }", "Account.Balance", Stranger)]
    [InlineData("public long Sum(params Account[] all) => all[0].Balance;", "Account.Balance", Stranger)]
    [InlineData("public long Sum(params ReadOnlySpan<Account> all) => all[0].Balance;", "Account.Balance", Stranger)]
    [InlineData("public long Sum([PyKwargs] Dictionary<string, Account> all) => all[\"a\"].Balance;", "Account.Balance", Stranger)]
    [InlineData("public long Sum(List<Account> all) => all.Sum(a => a.Balance);", "Account.Balance", Stranger)]
    [InlineData("public long Friend() => _friend!.Balance;", "Account.Balance", Stranger)]
    [InlineData("public void Friend() => _friend!.Add(1);", "Account.Add", Stranger)]
    [InlineData("public void Friend() => _friend?.Add(1);", "Account.Add", Stranger)]
    [InlineData("internal long Peek(Account other) => other.Balance;", "Account.Balance", Stranger)]
    [InlineData("private static long Peek(Account other) => other._count;", "Account._count", Stranger)]
    [InlineData("[PyIgnore] public long Peek(Account other) => other._count;", "Account._count", Stranger)]
    [InlineData("public long Alias(Account other) { Account alias = other; return alias.Balance; }", "Account.Balance", Stranger)]
    [InlineData("public long New() { var a = new Account(); Keep(a); return a.Balance; }", "Account.Balance", Stranger)]
    [InlineData("public bool Same() => _friend! == this;", "Account.op_Equality", Stranger)]
    [InlineData("public long Total() => Both(this, _friend!);", "Account.Both", Stranger)]
    [InlineData("public void Work(Py py) => py.AllowThreads(() => _count++);", "Account._count", Elsewhere)]
    [InlineData("public void Work(Py py) => py.Interpreter.TryAttach(_ => _count++);", "Account._count", Elsewhere)]
    [InlineData("public void Work() => new Thread(() => _count++).Start();", "Account._count", Elsewhere)]
    [InlineData("public void Work() => Task.Run(() => _count++);", "Account._count", Elsewhere)]
    [InlineData("public void Work() => Task.Run(Work);", "Account.Work", Elsewhere)]
    [InlineData("private Func<long>? _later; public void Work() { Func<long> later = () => _count; later(); }", "Account._count", Elsewhere)]
    [InlineData("internal async Task Work() { await Task.Yield(); _count++; }", "Account._count", "an async method goes on without the lock after its first 'await'")]
    [InlineData("public void Three(Account a, Account b) { }", "Account.Three", "a critical section takes two objects, and this member takes 3")]
    public async Task State_without_its_lock(string member, string name, string problem) => Assert.Equal(
        [new Reported("PYX0016", 3, DiagnosticSeverity.Error, $"'{name}' is protected by the lock of a PyThreading.Locked object, which is not held here: {problem}. "
            + "Do it in a member that Python calls on that object or with it as an argument, or make the class Frozen or Manual.")],
        await Analyze(member));

    [Theory]
    [InlineData("public long Get() => _count + Balance;")]
    [InlineData("public void Move(Account other) { other.Balance += Balance; other.Add(1); Add(2); }")]
    [InlineData("public long Maybe(Account? other) => other?.Balance ?? 0;")]
    [InlineData("public static Account operator +(Account a, Account b) => new() { Balance = a.Balance + b.Balance };")]
    [InlineData("public long New() { var a = new Account(); a.Balance = 2; a.Add(1); return a.Balance; }")]
    [InlineData("public long Direct() => new Account().Balance;")]
    [InlineData("public long Total(Account other) => Both(this, other);")]
    [InlineData("public long Fixed() => _friend!.Id;")]
    [InlineData("public long Query(List<long> all) => all.Sum(n => n * _count);")]
    [InlineData("public IEnumerable<long> Lazy() { yield return _count; }")]
    [InlineData("private void Inner() => _count++; public void Outer() => Inner();")]
    [InlineData("public long Work(Py py) { long n = _count; return py.AllowThreads(() => n * 2); }")]
    [InlineData("public override bool Equals(object? obj) => obj is Account other && other.Balance == Balance; public override int GetHashCode() => 0;")]
    [InlineData("public override bool Equals(object? obj) => Equals(obj as Account); public bool Equals(Account? other) => other?.Balance == Balance; public override int GetHashCode() => 0;")]
    [InlineData("public string Name() => nameof(_friend.Balance);")]
    public async Task State_under_its_lock(string member) => Assert.Empty(await Analyze(member));

    [Theory]
    [InlineData("public void Next(Py py) => py.AllowThreads(() => x++);", 1)]
    [InlineData("public long Next() => x++;", 0)]
    [InlineData("public long Get(Py py) => py.AllowThreads(() => x);", 0)]
    public async Task Captured_parameters_are_fields(string members, int count)
    {
        Reported[] reported = await Analysis.Analyze<LockedStateAnalyzer>(
            $"[PyClass(Threading = PyThreading.Locked)] public sealed partial class Demo(long x) {{ {members} }}", Options.Project().WithGil("NotUsed"));

        Assert.Equal(count, reported.Length);
    }

    [Fact]
    public async Task With_the_GIL_nothing_is_asked() => Assert.Empty(await Analyze("public long Friend() => _friend!.Balance;", Options.Project()));

    private static Task<Reported[]> Analyze(string member, Options? options = null) => Analysis.Analyze<LockedStateAnalyzer>(
        $$"""
        [PyClass(Threading = PyThreading.Locked)]
        public sealed partial class Account {
            {{member}}
            private long _count;
            private readonly Account? _friend;
            public long Id { get; }
            public long Balance { get; set; }
            public void Add(long n) => _count += n;
            private static void Keep(Account account) { }
            public static long Both(Account a, Account b) => a.Balance + b.Balance;
            public static bool operator ==(Account a, Account b) => a.Balance == b.Balance;
            public static bool operator !=(Account a, Account b) => a.Balance != b.Balance;
        }
        """, options ?? Options.Project().WithGil("NotUsed"));
}
