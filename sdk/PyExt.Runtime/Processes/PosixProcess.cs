using PyExt.CApi;

namespace PyExt.Interop;

/// <summary>The C library's functions around <c>fork</c>, looked up at run time: Windows has none, and no symbol is added to what the module needs.</summary>
internal static unsafe class PosixProcess
{
    private const string WrittenOnce = "Addresses of the C library's functions: written by Initialize under the lock of ModuleRuntime.Init, before any module exists, and never again.";

    [ProcessShared(WrittenOnce)]
    private static delegate* unmanaged[Cdecl]<int> _getpid, _fork;

    [ProcessShared(WrittenOnce)]
    private static delegate* unmanaged[Cdecl]<int, int*, int, int> _waitpid;

    [ProcessShared(WrittenOnce)]
    private static delegate* unmanaged[Cdecl]<int, int, int> _kill;

    [ProcessShared(WrittenOnce)]
    private static delegate* unmanaged[Cdecl]<int, byte*, byte*, int> _sigaction;

    [ProcessShared(WrittenOnce)]
    private static delegate* unmanaged[Cdecl]<int, nint, nint> _signal;

    [ProcessShared(WrittenOnce)]
    private static nint _exit;

    [ProcessShared(WrittenOnce)]
    private static delegate* unmanaged[Cdecl]<uint, int> _usleep;

    /// <summary>Whether this is a system with <c>fork</c>.</summary>
    internal static bool IsAvailable => _fork != null;

    internal static void Initialize()
    {
        _getpid = (delegate* unmanaged[Cdecl]<int>)CPythonProcess.Find("getpid");
        _waitpid = (delegate* unmanaged[Cdecl]<int, int*, int, int>)CPythonProcess.Find("waitpid");
        _kill = (delegate* unmanaged[Cdecl]<int, int, int>)CPythonProcess.Find("kill");
        _sigaction = (delegate* unmanaged[Cdecl]<int, byte*, byte*, int>)CPythonProcess.Find("sigaction");
        _signal = (delegate* unmanaged[Cdecl]<int, nint, nint>)CPythonProcess.Find("signal");
        _exit = CPythonProcess.Find("_exit");
        _usleep = (delegate* unmanaged[Cdecl]<uint, int>)CPythonProcess.Find("usleep");
        if (_getpid != null && _waitpid != null && _kill != null && _sigaction != null && _signal != null && _exit != 0 && _usleep != null)
            _fork = (delegate* unmanaged[Cdecl]<int>)CPythonProcess.Find("fork");
    }

    internal static int Id() => _getpid();

    /// <summary>0 in the child, its number in the parent, -1 when there is none.</summary>
    internal static int Fork() => _fork();

    /// <summary>0 while the child runs.</summary>
    internal static int WaitWithoutBlocking(int process, int* status) => _waitpid(process, status, 1);

    internal static int Wait(int process, int* status) => _waitpid(process, status, 0);

    internal static void Kill(int process) => _kill(process, 9);

    internal static void Exit(int status) => ((delegate* unmanaged[Cdecl]<int, void>)_exit)(status);

    internal static void Sleep(uint microseconds) => _usleep(microseconds);

    /// <summary>Sets what a signal does; <paramref name="previous"/> has room for a <c>struct sigaction</c>.</summary>
    internal static void SetSignal(int signal, nint handler, byte* previous)
    {
        if (previous != null)
            _sigaction(signal, null, previous);
        _signal(signal, handler);
    }

    internal static void RestoreSignal(int signal, byte* previous) => _sigaction(signal, previous, null);

    /// <summary>A signal handler that ends the process with the signal's number, without a core file.</summary>
    internal static nint ExitHandler => _exit;
}
