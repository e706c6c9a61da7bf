namespace Binding;

/// <summary>One call at a time on each object.</summary>
[PyClass(Threading = PyThreading.Locked)]
public sealed partial class Account(long balance = 0)
{
    private readonly List<long> _history = [];

    public long Balance { get; set; } = balance;

    /// <summary>Reads, lets others in where nothing protects it, and writes.</summary>
    public void Deposit(long amount)
    {
        long before = Balance;
        Thread.SpinWait(50);
        Balance = before + amount;
        _history.Add(amount);
        if (_history.Count > 100)
            _history.Clear();
    }

    /// <summary>Takes two objects, in whatever order.</summary>
    public void Transfer(Account to, long amount)
    {
        Deposit(-amount);
        to.Deposit(amount);
    }

    /// <summary>A list that other calls change, read under the lock while it becomes Python's.</summary>
    public List<long> History() => _history;

    /// <summary>Whether a call waits.</summary>
    public bool Waiting { get; private set; }

    /// <summary>Waits detached, which ends the lock for so long.</summary>
    public long Wait(Py py, int milliseconds)
    {
        long before = Balance;
        Waiting = true;
        py.AllowThreads(() => Thread.Sleep(milliseconds));
        Waiting = false;
        return Balance - before;
    }

    public static Account operator +(Account a, Account b) => new(a.Balance + b.Balance);

    public static bool operator <(Account a, Account b) => a.Balance < b.Balance;

    public static bool operator >(Account a, Account b) => a.Balance > b.Balance;

    public override string ToString() => "Account(" + Balance + ")";
}

/// <summary>Synchronises itself: a handle that threads exchange, and an object that has a Python object only now and then.</summary>
[PyClass(Threading = PyThreading.Manual)]
public sealed partial class Exchange
{
    private readonly Still _still = new("still");
    private PyHandle? _value;
    private long _opened;

    /// <summary>How often a handle was opened.</summary>
    public long Opened() => Interlocked.Read(ref _opened);

    /// <summary>Puts a handle to the object in and drops the one before.</summary>
    public void Put(PyObject value) => Interlocked.Exchange(ref _value, value.ToHandle())?.Dispose();

    /// <summary>Opens the handle, which another thread may be dropping.</summary>
    public PyObject Take(Py py)
    {
        PyHandle? handle = Volatile.Read(ref _value);
        try
        {
            if (handle is null)
                return py.None;
            PyObject value = handle.Get(py);
            Interlocked.Increment(ref _opened);
            return value;
        }
        catch (ObjectDisposedException)
        {
            return py.None;
        }
    }

    /// <summary>Always the same C# object; its Python object dies with the last reference.</summary>
    public Still Spare() => _still;
}

/// <summary>Cannot change.</summary>
[PyClass]
public sealed partial class Still(string label)
{
    public string Label { get; } = label;

    public Still Itself() => this;
}
