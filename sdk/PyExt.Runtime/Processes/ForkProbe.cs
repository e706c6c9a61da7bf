using System;

namespace PyExt.Interop;

/// <summary>Finds out whether .NET works in a child of <c>fork</c>, by letting a copy of it try. The copy may hang or abort; the child itself has done nothing yet that could.</summary>
internal static unsafe class ForkProbe
{
    private const int SigAbrt = 6, SigSegv = 11;

    // Any garbage collection that gets anywhere takes milliseconds; a busy machine may need longer. By the clock: there, a sleep of two milliseconds may take ten.
    private const long MostMilliseconds = 5_000;
    private const int MicrosecondsBetween = 2_000;

    // A thread's allocation context has 8 KB; for more it needs the allocator's lock.
    private const int MoreThanAThreadHasRoomFor = 64 << 10;

    /// <summary>Whether a copy of this process could collect garbage and end.</summary>
    internal static bool Works()
    {
        // Nobody is to hear of the copy's end: a Python handler of SIGCHLD would be called for it.
        int sigChld = OperatingSystem.IsLinux() ? 17 : 20;
        byte* previous = stackalloc byte[256];
        PosixProcess.SetSignal(sigChld, 0, previous);
        int copy = PosixProcess.Fork();
        if (copy == 0)
        {
            Try();
            PosixProcess.Exit(0);
        }
        bool works = copy > 0 && EndsWell(copy);
        PosixProcess.RestoreSignal(sigChld, previous);
        return works;
    }

    private static void Try()
    {
        // Where .NET gives up it aborts, which should leave neither a core file nor a message of faulthandler.
        PosixProcess.SetSignal(SigAbrt, PosixProcess.ExitHandler, null);
        PosixProcess.SetSignal(SigSegv, PosixProcess.ExitHandler, null);
        try
        {
            // Needs every lock of the runtime that another thread may have held, and every thread that was in C#.
            GC.Collect(0);
            GC.KeepAlive(new byte[MoreThanAThreadHasRoomFor]);
        }
        catch (Exception)
        {
            PosixProcess.Exit(1);
        }
    }

    private static bool EndsWell(int copy)
    {
        int status;
        long start = Environment.TickCount64;
        for (int i = 0; Environment.TickCount64 - start < MostMilliseconds; i++)
        {
            int ended = PosixProcess.WaitWithoutBlocking(copy, &status);
            if (ended != 0)
                return ended == copy && status == 0;
            PosixProcess.Sleep(i < 10 ? 200u : MicrosecondsBetween);
        }
        PosixProcess.Kill(copy);
        PosixProcess.Wait(copy, &status);
        return false;
    }
}
