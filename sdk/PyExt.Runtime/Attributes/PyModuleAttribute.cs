using System;

namespace PyExt;

/// <summary>
/// Makes a class the Python module of the project. One instance is created for every module object
/// (PEP 489 multi-phase initialisation), so its instance fields are the module state.
/// </summary>
/// <remarks>
/// The import name is the MSBuild property <c>PyModuleName</c>. Public methods become module functions, public constants module
/// constants. The class is <c>partial</c> and has a constructor without parameters or one that takes a <see cref="Py"/>.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class PyModuleAttribute : Attribute
{
    /// <summary>How the module's state is safe without the GIL; for <c>PyGil=NotUsed</c>. <see cref="PyThreading.Locked"/> lets one call into the module object run at a time.</summary>
    public PyThreading Threading { get; set; }
}
