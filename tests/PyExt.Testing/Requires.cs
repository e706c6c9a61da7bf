using PyExt.Build;
using Xunit;

namespace PyExt.Testing;

/// <summary>What a test needs from the machine: where it is missing the test is skipped, or fails when it was promised.</summary>
public static class Requires
{
    /// <summary>The variable that lists versions which must not be missing: <c>3.12,3.13</c>.</summary>
    public const string Variable = "PYEXT_REQUIRE_PYTHONS";

    /// <summary>Versions that every run tries, found or not, so that a missing one shows as skipped.</summary>
    public static readonly IReadOnlyList<string> SupportedPythons = ["3.12", "3.13", "3.14", "3.15"];

    private static readonly string[] Promised =
        (Environment.GetEnvironmentVariable(Variable) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Every supported version and every newer one that was found, as rows of a theory.</summary>
    public static TheoryData<string> Pythons =>
        [.. SupportedPythons.Concat(PythonInterpreters.All.Where(python => !python.IsFreeThreaded).Select(python => python.Name)).Distinct()];

    /// <summary>The free-threaded build that every run tries, and each other one that was found.</summary>
    public static TheoryData<string> FreeThreadedPythons =>
        [.. PythonInterpreters.All.Where(python => python.IsFreeThreaded).Select(python => python.Name).Prepend("3.13t").Distinct()];

    /// <summary>The interpreter of that name, such as <c>3.14</c>.</summary>
    public static PythonInterpreter Python(string name)
    {
        if (PythonInterpreters.Named(name) is { CanCreateVenv: true } python)
            return python;
        string reason = PythonInterpreters.Named(name) is { } found
            ? $"{found} has no venv module."
            : $"Python {name} was not found; name one in {PythonInterpreters.Variable}.";
        Missing(name, reason);
        throw new InvalidOperationException(reason);
    }

    /// <summary>Any interpreter that serves, the oldest first.</summary>
    public static PythonInterpreter AnyPython() =>
        Python(PythonInterpreters.All.FirstOrDefault(python => python.CanCreateVenv && !python.IsFreeThreaded)?.Name ?? SupportedPythons[0]);

    /// <summary>The libpython of an interpreter, for a host that embeds it; as its own root names it.</summary>
    public static string SharedLibrary(PythonInterpreter python)
    {
        const string code = """
            import os, sysconfig
            folder, name = sysconfig.get_config_var("LIBDIR"), sysconfig.get_config_var("INSTSONAME")
            # A static build names its archive; a package of its own may have the shared library.
            names = [name, "libpython" + sysconfig.get_config_var("LDVERSION") + ".so.1.0"]
            folders = [folder, os.path.join(folder, sysconfig.get_config_var("MULTIARCH") or "")]
            paths = [os.path.join(f, n) for f in folders for n in names if ".so" in n]
            print(next((path for path in paths if os.path.exists(path)), ""))
            """;
        string library = python.Command("-c", code).Run().EnsureSuccess($"Looking for the libpython of {python}").Output.Trim();
        if (library.Length == 0)
            Missing(python.Name, $"{python} has no shared libpython (Debian: libpython{python.Name}).");
        return library;
    }

    /// <summary>A C compiler.</summary>
    public static string Compiler()
    {
        if ((Machine.OnPath("cc") ?? Machine.OnPath("gcc") ?? Machine.OnPath("clang")) is { } compiler)
            return compiler;
        throw new InvalidOperationException("There is no C compiler, which packing needs as well.");
    }

    /// <summary>A search path on which programs of linking are that need not be the machine's own (build/provision-linkers.sh).</summary>
    public static string PathWith(params IReadOnlyList<string> programs)
    {
        string? missing = programs.FirstOrDefault(program => Machine.OnPath(program) is null && !File.Exists(Path.Combine(Repository.Linkers, program)));
        Assert.SkipWhen(missing is not null, $"{missing} was not found: see build/provision-linkers.sh.");
        return Repository.Linkers + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
    }

    /// <summary>A program such as <c>twine</c>: the one that a variable names, the wrapper in artifacts/pythons, or the one on PATH.</summary>
    public static string Tool(string name)
    {
        string variable = "PYEXT_TEST_" + name.ToUpperInvariant();
        string?[] places = [Environment.GetEnvironmentVariable(variable), Path.Combine(Repository.Pythons, name), Machine.OnPath(name)];
        if (places.FirstOrDefault(place => place is { Length: > 0 } && File.Exists(place)) is { } found)
            return found;
        string reason = $"{name} was not found; name one in {variable}.";
        if (Promised.Length > 0)
            Assert.Fail($"{Variable} is set, so nothing may be missing, but: {reason}");
        Assert.Skip(reason);
        throw new InvalidOperationException(reason);
    }

    /// <summary>A program that build/provision-linkers.sh makes available, such as <c>ld64.lld</c>.</summary>
    public static string Linker(string name)
    {
        if (new[] { Path.Combine(Repository.Linkers, name), Machine.OnPath(name) }.FirstOrDefault(File.Exists) is { } found)
            return found;
        string reason = $"{name} was not found: see build/provision-linkers.sh.";
        if (Promised.Length > 0)
            Assert.Fail($"{Variable} is set, so nothing may be missing, but: {reason}");
        Assert.Skip(reason);
        throw new InvalidOperationException(reason);
    }

    private static void Missing(string python, string reason)
    {
        if (Promised.Contains(python))
            Assert.Fail($"{Variable} promises it, but: {reason}");
        Assert.Skip(reason);
    }
}
