using Microsoft.CodeAnalysis;

namespace PyExt.Generators.Diagnostics;

/// <summary>The diagnostics of the generator and the analyzers; each has a page in docs/diagnostics.</summary>
internal static class Descriptors
{
    public static readonly DiagnosticDescriptor MutableStatic = Soundness("PYX0001", "Mutable static state",
        "'{0}' is static and can change: every interpreter of the process would share it. Make it an instance member of the [PyModule] class (one instance per module object), make it immutable, or mark it [ProcessShared(\"why\")] if every access is atomic or locked.", SoundnessDescriptors.UnsilenceableTags);

    public static readonly DiagnosticDescriptor InteropUse = Error("PYX0002", "PyExt.Interop is for generated code",
        "'{0}' is for generated code only: it can break the rules that keep references inside their call and their interpreter");

    public static readonly DiagnosticDescriptor ScopeUse = Soundness("PYX0003", "A scope belongs to one using",
        "A PyScope belongs to the one 'using' that opens it: write 'using PyScope scope = py.Scope();' and use only 'scope.Py'. A copy could release the objects of the scope while they are still in reach.");

    public static readonly DiagnosticDescriptor NoModule = Error("PYX0100", "No [PyModule] class",
        "The project has no [PyModule] class. Add: [PyModule] public sealed partial class MyModule {{ … }} — its public methods become the functions of the Python module '{0}'.");

    public static readonly DiagnosticDescriptor TwoModules = Error("PYX0101", "Two [PyModule] classes",
        "'{0}' and '{1}' are both the Python module '{2}'. A project builds one module: remove one [PyModule], or move it to a project of its own.");

    public static readonly DiagnosticDescriptor NotPartial = Error("PYX0102", "Class is not partial",
        "'{0}' is exported to Python and must be declared partial, so that the generated half can be added: public sealed partial class {0}");

    public static readonly DiagnosticDescriptor UnsupportedShape = Error("PYX0103", "Class cannot be exported",
        "'{0}' cannot be exported to Python: {1}");

    public static readonly DiagnosticDescriptor UnsupportedType = Error("PYX0104", "Type cannot cross to Python",
        "{0} has the type '{1}', which cannot cross to Python. Types that can: numbers, bool, string, byte[], T?, lists, arrays, dictionaries, sets, tuples, PyObject, [PyClass] classes, and types with a [PyConverter]; [PyIgnore] hides the member.");

    public static readonly DiagnosticDescriptor UnsupportedMember = Error("PYX0105", "Member cannot be exported",
        "'{0}' cannot be exported to Python: {1}. Mark it [PyIgnore] to keep it in C# only.");

    public static readonly DiagnosticDescriptor DuplicateName = Error("PYX0106", "Two members have one Python name",
        "'{0}' and '{1}' are both '{2}' in Python. Python has no overloads: rename one with [PyName(\"…\")] or hide it with [PyIgnore].");

    public static readonly DiagnosticDescriptor InvalidName = Error("PYX0107", "Not a Python identifier",
        "'{0}' is not a Python identifier: letters, digits and _, not starting with a digit, and not a keyword");

    public static readonly DiagnosticDescriptor DuplicateParameter = Error("PYX0108", "Two parameters have one Python name",
        "{0} has a second parameter '{1}' in Python: {2} is the first. Rename one, or give it another Python name with [PyName(\"…\")].");

    public static readonly DiagnosticDescriptor WrongParameterKind = Error("PYX0109", "Python has no such parameter",
        "Parameter '{0}' of {1} {2}");

    public static readonly DiagnosticDescriptor WrongUtf8 = Error("PYX0110", "Not text in UTF-8",
        "[PyUtf8] makes a ReadOnlySpan<byte> a str, and {0} is '{1}'. Make it a ReadOnlySpan<byte>, or remove the attribute: a string is a str without it.");

    private const string HelpLink = "https://github.com/pyext/pyext/blob/main/docs/diagnostics/";

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        new(id, title, message, "PyExt.Binding", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: HelpLink + id + ".md");

    private static DiagnosticDescriptor Soundness(string id, string title, string message, params string[] tags) =>
        new(id, title, message, "PyExt.Soundness", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: HelpLink + id + ".md", customTags: tags);
}
