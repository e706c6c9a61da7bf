using System.Threading;

namespace PyExt.Interop;

/// <summary>
/// A lock for a few instructions, used on free-threaded builds only. Who holds one calls nothing that can wait or run Python code, so who waits for one may stay attached: see
/// docs/internals/free-threading.md. An <c>int</c>, because a <c>Monitor</c> of a user's object is the user's.
/// </summary>
internal static class SpinGate
{
    internal static void Enter(ref int gate)
    {
        if (Interlocked.CompareExchange(ref gate, 1, 0) != 0)
            Wait(ref gate);
    }

    internal static void Exit(ref int gate) => Volatile.Write(ref gate, 0);

    private static void Wait(ref int gate)
    {
        var spin = default(SpinWait);
        do
            spin.SpinOnce();
        while (Volatile.Read(ref gate) != 0 || Interlocked.CompareExchange(ref gate, 1, 0) != 0);
    }
}
