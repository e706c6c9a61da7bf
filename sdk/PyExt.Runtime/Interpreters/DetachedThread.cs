using System;

namespace PyExt;

/// <summary>
/// The thread state that this thread has detached in <c>AllowThreads</c>: when the work attaches to the same interpreter again it is the same thread to Python, with its <c>threading.local</c>
/// and its <c>threading.current_thread()</c>.
/// </summary>
internal static class DetachedThread
{
    // A PyThreadState tells its interpreter, so the cache needs no other tag; it is this thread's own, which cannot end before AllowThreads returns.
    [ThreadStatic, ProcessShared("The address of a thread state of this thread, valid between Enter and Leave.")]
    private static nint t_state;

    /// <summary>The state, or 0.</summary>
    internal static nint State => t_state;

    /// <summary>Notes the state; returns the one that was noted before, for <see cref="Leave"/>.</summary>
    internal static nint Enter(nint state)
    {
        nint outer = t_state;
        t_state = state;
        return outer;
    }

    /// <summary>Notes the one that was noted before; returns the state to attach.</summary>
    internal static nint Leave(nint outer)
    {
        nint state = t_state;
        t_state = outer;
        return state;
    }
}
