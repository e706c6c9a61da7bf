using System;
using System.Collections.Generic;
using System.Threading;
using PyExt.Interop;

namespace PyExt;

// What fork() needs to know of an interpreter: its module objects, and that the threads of the parent do not exist in the child.
public sealed unsafe partial class PyInterpreter
{
    private readonly List<WeakReference<ModuleState>> _modules = [];
    private bool _hasForkHooks;
    private Lock _gateOfChild = new();

    /// <summary>Notes a new module object; the first one brings the hooks of <c>os.fork()</c>, and in the main interpreter that of the process's end. The caller is attached to this interpreter.</summary>
    internal void Note(Py py, ModuleState module)
    {
        bool isFirst;
        lock (_gate)
        {
            isFirst = !_hasForkHooks;
            _hasForkHooks = true;
            _modules.RemoveAll(static entry => !entry.TryGetTarget(out _));
            _modules.Add(new WeakReference<ModuleState>(module));
        }
        if (!isFirst)
            return;
        ForkHooks.Register(py);
        if (Id == 0)
            HookExit(py);
    }

    /// <summary>The module object at an index, which may have ended; false when there are no more. For the one thread of a child: takes no lock and allocates nothing.</summary>
    internal bool ModuleAt(int index, out ModuleState? module)
    {
        module = null;
        if (index >= _modules.Count)
            return false;
        _modules[index].TryGetTarget(out module);
        return true;
    }

    /// <summary>The module objects that exist.</summary>
    private List<ModuleState> Modules()
    {
        var modules = new List<ModuleState>();
        lock (_gate)
        {
            foreach (WeakReference<ModuleState> entry in _modules)
            {
                if (entry.TryGetTarget(out ModuleState? module))
                    modules.Add(module);
            }
        }
        return modules;
    }

    /// <summary>In the child of a fork: nobody else is attached or holds the lock. Allocates nothing.</summary>
    internal void ForgetThreads()
    {
        _gate = _gateOfChild;
        _attached = 0;
        _forks++;
        CloseGuard();
    }

    /// <summary>After <see cref="ForgetThreads"/>, in a child in which .NET works: makes ready for its own children.</summary>
    internal void PrepareForChildren() => _gateOfChild = new Lock();
}
