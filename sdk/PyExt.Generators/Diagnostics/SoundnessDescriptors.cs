using Microsoft.CodeAnalysis;

namespace PyExt.Generators.Diagnostics;

/// <summary>
/// The rules that make a promise of <c>PyMultipleInterpreters</c> true. The severity here is the one under <c>SharedGil</c> and <c>PerInterpreterGil</c>: an error where the rule
/// proves a mistake, a warning where correct code can look alike. With <c>NotSupported</c> all are suggestions (see <c>Promise</c>).
/// PYX0001, PYX0004, PYX0005 and PYX0012 cannot be silenced: without one of them the promise would be a guess.
/// </summary>
internal static class SoundnessDescriptors
{
    /// <summary>The first keeps options and <c>#pragma</c> off, the second <c>[SuppressMessage]</c>, which is not for what a compiler says.</summary>
    public static string[] UnsilenceableTags => [WellKnownDiagnosticTags.NotConfigurable, WellKnownDiagnosticTags.Compiler];

    public static readonly DiagnosticDescriptor ProcessSharedDoesNotHold = new(
        "PYX0004", "[ProcessShared] does not hold",
        "[ProcessShared] does not hold: '{0}' {1}. Interpreters with a GIL of their own run at the same time: lock every use with one static object, use Interlocked, volatile or a concurrent collection, or make it immutable.",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: HelpLink + "PYX0004.md", customTags: [WellKnownDiagnosticTags.CompilationEnd, .. UnsilenceableTags]);

    public static readonly DiagnosticDescriptor PythonInStaticInitializer = Unsilenceable(
        "PYX0005", "Python API in a static initializer",
        "'{0}' is used in {1}, which .NET runs once per process, on any thread and for no interpreter. Move it to the constructor of the [PyModule] class, which may take a Py.");

    public static readonly DiagnosticDescriptor ConsoleUse = Warning(
        "PYX0006", "Console in an extension module",
        "'{0}' bypasses sys.stdout, sys.stderr and sys.stdin, and the first use of Console takes the handler of SIGINT from Python. Write with py.Import(\"builtins\").Invoke(\"print\", …), or raise an exception.");

    public static readonly DiagnosticDescriptor LockHeld = Warning(
        "PYX0007", "Python is called with a lock held",
        "'{0}' can wait for the GIL or run Python code while the lock of line {1} is held: a thread that has the GIL and waits for the lock would never get it. Call Python before or after the lock.");

    public static readonly DiagnosticDescriptor BlockingWait = Warning(
        "PYX0008", "Blocking wait while attached",
        "'{0}' blocks while this thread is attached to the interpreter: no other Python thread runs meanwhile, and what it waits for may need to attach. Wrap it in py.AllowThreads(() => …).");

    public static readonly DiagnosticDescriptor HiddenHandle = Error(
        "PYX0009", "A handle that traverse cannot see",
        "'{0}' {1}: the garbage collector of Python cannot see it, so reference cycles through it are never collected. {2}");

    public static readonly DiagnosticDescriptor UnprotectedThread = Warning(
        "PYX0010", "State is changed on a thread without an interpreter",
        "'{0}' is {1}, so no GIL protects it. Lock it, use Interlocked, return the result, or change it inside PyInterpreter.TryAttach.");

    public static readonly DiagnosticDescriptor RawPython = Unsilenceable(
        "PYX0012", "CPython's C API called directly",
        "'{0}' reaches CPython's C API past PyExt: nothing checks that the thread is attached, to which interpreter, or who owns a reference. Use Py, PyObject and PyInterpreter.");

    private const string Category = "PyExt.Soundness";
    private const string HelpLink = "https://github.com/pyext/pyext/blob/main/docs/diagnostics/";

    private static DiagnosticDescriptor Unsilenceable(string id, string title, string message) =>
        Create(id, title, message, DiagnosticSeverity.Error, UnsilenceableTags);

    private static DiagnosticDescriptor Error(string id, string title, string message) => Create(id, title, message, DiagnosticSeverity.Error);

    private static DiagnosticDescriptor Warning(string id, string title, string message) => Create(id, title, message, DiagnosticSeverity.Warning);

    private static DiagnosticDescriptor Create(string id, string title, string message, DiagnosticSeverity severity, params string[] tags) =>
        new(id, title, message, Category, severity, isEnabledByDefault: true, helpLinkUri: HelpLink + id + ".md", customTags: tags);
}
