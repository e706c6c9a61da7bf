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

    /// <summary>The interpreter of that name, such as <c>3.14</c>.</summary>
    public static PythonInterpreter Python(string name)
    {
        if (PythonInterpreters.Named(name) is { CanCreateVenv: true } python)
            return python;
        string reason = PythonInterpreters.Named(name) is { } found
            ? $"{found} has no venv module."
            : $"Python {name} was not found; name one in {PythonInterpreters.Variable}.";
        if (Promised.Contains(name))
            Assert.Fail($"{Variable} promises it, but: {reason}");
        Assert.Skip(reason);
        throw new InvalidOperationException(reason);
    }

    /// <summary>Any interpreter that serves, the oldest first.</summary>
    public static PythonInterpreter AnyPython() =>
        Python(PythonInterpreters.All.FirstOrDefault(python => python.CanCreateVenv && !python.IsFreeThreaded)?.Name ?? SupportedPythons[0]);

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
}
