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
public sealed class PyModuleAttribute : Attribute;
