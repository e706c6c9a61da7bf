using Microsoft.CodeAnalysis;

namespace PyExt.Generators.Diagnostics;

/// <summary>The rules that make <c>PyGil=NotUsed</c> true: what a class says with <c>PyThreading</c> holds. Errors with <c>NotUsed</c>, suggestions for <c>PyAudit</c>, silent otherwise.</summary>
internal static class ThreadingDescriptors
{
    public static readonly DiagnosticDescriptor NoThreadingMode = Error(
        "PYX0013", "A class that says nothing about threads",
        "'{0}' does not say how it is safe without the GIL, and '{1}' {2}. Add Threading = PyThreading.Locked to its attribute to run one call at a time on each object, make it immutable, or use PyThreading.Manual if it synchronises itself.");

    public static readonly DiagnosticDescriptor NotFrozen = Error(
        "PYX0014", "A frozen class can change",
        "'{0}' is {1}, but '{2}' {3}. Use readonly fields of immutable types only, or another mode.");

    public static readonly DiagnosticDescriptor NotSynchronized = new(
        "PYX0015", "PyThreading.Manual does not hold",
        "PyThreading.Manual does not hold: '{0}' {1}. Without the GIL several threads use one object at the same time: make it volatile, use Interlocked or a concurrent collection, or use it under one readonly lock only.",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: HelpLink + "PYX0015.md", customTags: WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor LockNotHeld = Error(
        "PYX0016", "The lock of an object is not held",
        "'{0}' is protected by the lock of a PyThreading.Locked object, which is not held here: {1}. Do it in a member that Python calls on that object or with it as an argument, or make the class Frozen or Manual.");

    private const string Category = "PyExt.Soundness";
    private const string HelpLink = "https://github.com/pyext/pyext/blob/main/docs/diagnostics/";

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        new(id, title, message, Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: HelpLink + id + ".md");
}
