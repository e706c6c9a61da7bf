using Microsoft.CodeAnalysis;
using PyExt.Generators.Analyzers;
using PyExt.Generators.Tests.Support;

namespace PyExt.Generators.Tests.Analyzers;

/// <summary>PYX0012.</summary>
public sealed class RawPythonTests
{
    [Theory]
    [InlineData("[DllImport(\"python3\")] private static extern int PyGILState_Ensure();", "PyGILState_Ensure")]
    [InlineData("[DllImport(\"libpython3.13.so.1.0\")] private static extern nint PyState_FindModule(nint def);", "PyState_FindModule")]
    [InlineData("[DllImport(\"python313\", EntryPoint = \"Py_DecRef\")] private static extern void Drop(nint value);", "Py_DecRef")]
    [InlineData("[DllImport(\"__Internal\")] private static extern nint PyList_New(nint size);", "PyList_New")]
    [InlineData("[DllImport(\"__Internal\", EntryPoint = \"_Py_Dealloc\")] private static extern void Free(nint value);", "_Py_Dealloc")]
    [InlineData("[LibraryImport(\"python3\")] private static partial nint PyList_New(nint size);", "PyList_New")]
    [InlineData("[LibraryImport(\"__Internal\", EntryPoint = \"PyList_New\")] private static partial nint Make(nint size);", "PyList_New")]
    [InlineData("private static nint Find() => NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), \"PyList_New\");", "PyList_New")]
    [InlineData("private static bool Find(out nint f) => NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), \"Py_Version\", out f);", "Py_Version")]
    [InlineData("private static nint Open() => NativeLibrary.Load(\"/usr/lib/libpython3.13.so\");", "/usr/lib/libpython3.13.so")]
    public async Task The_C_API_by_hand(string member, string name)
    {
        Reported[] reported = await Analyze(member, Options.Project());

        Assert.Equal([new Reported("PYX0012", 5, DiagnosticSeverity.Error, Message(name))], reported);
    }

    [Theory]
    [InlineData("[DllImport(\"libc\")] private static extern int getpid();")]
    [InlineData("[DllImport(\"pythonesque\")] private static extern int Pyramid();")]
    [InlineData("[LibraryImport(\"libm\")] private static partial double cos(double x);")]
    [InlineData("private static nint Find() => NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), \"getpid\");")]
    [InlineData("private static nint Open() => NativeLibrary.Load(\"libsqlite3.so\");")]
    [InlineData("private static void PyList_New() { }")]
    public async Task Other_libraries(string member)
    {
        Assert.Empty(await Analyze(member, Options.Project()));
    }

    [Fact]
    public async Task A_suggestion_without_a_promise_and_nothing_in_other_projects()
    {
        const string member = "[DllImport(\"python3\")] private static extern int PyGILState_Ensure();";

        Assert.Equal(DiagnosticSeverity.Info, Assert.Single(await Analyze(member, Options.Project("NotSupported"))).Severity);
        Assert.Empty(await Analyze(member, Options.None));
    }

    private static string Message(string name) =>
        $"'{name}' reaches CPython's C API past PyExt: nothing checks that the thread is attached, to which interpreter, or who owns a reference. Use Py, PyObject and PyInterpreter.";

    // The other half of a LibraryImport method, which .NET's own generator would write.
    private static Task<Reported[]> Analyze(string member, Options options) => Analysis.Analyze<RawPythonAnalyzer>($$"""
        using System.Runtime.InteropServices;

        public static partial class Demo
        {
            {{member}}
        }

        public static partial class Demo
        {
            {{OtherHalf(member)}}
        }
        """, options);

    private static string OtherHalf(string member) =>
        member.StartsWith("[LibraryImport", StringComparison.Ordinal) ? member[(member.IndexOf(']', StringComparison.Ordinal) + 2)..].Replace(";", " => default;", StringComparison.Ordinal) : "";
}
