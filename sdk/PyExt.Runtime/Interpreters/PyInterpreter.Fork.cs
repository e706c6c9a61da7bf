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

    /// <summary>The module objects of this interpreter that exist.</summary>
    internal List<ModuleState> Modules()
    {
        var found = new List<ModuleState>();
        lock (_gate)
        {
            foreach (WeakReference<ModuleState> entry in _modules)
            {
                if (entry.TryGetTarget(out ModuleState? module))
                    found.Add(module);
            }
        }
        return found;
    }

    /// <summary>In the child of a fork: nobody else is attached or holds the lock.</summary>
    internal void ForgetThreads()
    {
        _gate = new Lock();
        _attached = 0;
    }
}
