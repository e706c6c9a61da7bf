namespace PyExt;

/// <summary>
/// How the instances of a <see cref="PyClassAttribute"/> or <see cref="PyModuleAttribute"/> class are safe without the GIL. With <c>PyGil=NotUsed</c> every such class has a mode, and the build
/// checks it.
/// </summary>
public enum PyThreading
{
    /// <summary>None given: enough for a class whose instances cannot change, which then counts as <see cref="Frozen"/>; an error for others (PYX0013).</summary>
    Unspecified = 0,

    /// <summary>Instances do not change once they are constructed: every field is readonly and of an immutable type (PYX0014).</summary>
    Frozen,

    /// <summary>
    /// On free-threaded builds the generated code runs each call from Python in the critical section of the object (<c>PyCriticalSection_Begin</c>), and in that of an argument which is
    /// locked, too. The section ends where the thread detaches or waits, as a GIL would be released. Code that reaches instances in another way is an error (PYX0016).
    /// </summary>
    Locked,

    /// <summary>The class synchronises itself: every field that can change is volatile, used through <c>Interlocked</c>, or used under one lock (PYX0015).</summary>
    Manual,
}
