using System.Globalization;
using System.Text;

namespace PyExt.Build.Benchmarks.Suites;

/// <summary>
/// What nanobind's benchmark compares binding systems with, in sources that are generated: 720 functions or classes, one for each order of six argument
/// types. All sources do the same: a function returns the sum of its arguments, a class keeps them and has a method that does.
/// </summary>
internal static class Suite
{
    /// <summary>The suites.</summary>
    public static readonly string[] Names = ["functions", "classes"];

    private const string Letters = "abcdef";

    /// <summary>Every order of the numbers 0 to 5.</summary>
    public static IReadOnlyList<int[]> Orders { get; } = [.. Permute([], [0, 1, 2, 3, 4, 5])];

    /// <summary>Writes the projects of a suite: the build files of the benchmark module with another name, and generated sources.</summary>
    public static void Write(string suite, string folder)
    {
        bool classes = suite == "classes";
        foreach ((string project, string file) in new[]
        {
            ("pyext", "BenchPyExt.csproj"), ("pyo3", "Cargo.toml"), ("pyo3", "pyproject.toml"), ("nanobind", "CMakeLists.txt"), ("pybind11", "CMakeLists.txt"),
        })
        {
            string text = File.ReadAllText(Path.Combine(BenchmarkFolders.Sources, project, file));
            Put(folder, project, file, text.Replace("bench_", suite + "_", StringComparison.Ordinal).Replace("bench-", suite + "-", StringComparison.Ordinal));
        }

        Put(folder, "pyext", "Suite.cs", classes ? SuiteManaged.Classes() : SuiteManaged.Functions());
        Put(folder, "c", suite + "_c.c", SuiteC.Render(suite, classes));
        Put(folder, "cython", suite + "_cython.pyx", classes ? SuiteCython.Classes() : SuiteCython.Functions());
        Put(folder, "pyo3", Path.Combine("src", "lib.rs"), classes ? SuiteRust.Classes(suite) : SuiteRust.Functions(suite));
        Put(folder, "nanobind", "bench.cpp", SuiteCpp.Render(suite, classes, "nanobind", "nb", "NB_MODULE({0}, m)"));
        Put(folder, "pybind11", "bench.cpp", SuiteCpp.Render(suite, classes, "pybind11", "py", "PYBIND11_MODULE({0}, m, py::multiple_interpreters::per_interpreter_gil())"));
    }

    /// <summary>Repeats a text for each order: <c>%</c> is its number, <c>@…~</c> a part for each argument with <c>$T</c> its type, <c>$N</c> its letter and <c>$I</c> its position.</summary>
    public static string ForEach(string template, string[] types, string separator = ", ")
    {
        var text = new StringBuilder();
        for (int i = 0; i < Orders.Count; i++)
            text.Append(One(template, i.ToString("0000", CultureInfo.InvariantCulture), [.. Orders[i].Select(type => types[type])], separator));
        return text.ToString();
    }

    private static string One(string template, string number, string[] types, string separator)
    {
        var text = new StringBuilder();
        for (int i = 0; i < template.Length; i++)
        {
            if (template[i] == '%')
            {
                text.Append(number);
            }
            else if (template[i] == '@')
            {
                int end = template.IndexOf('~', i);
                string part = template[(i + 1)..end];
                // A part that ends with its own separator, such as '+' or ';', is not joined by the usual one.
                text.AppendJoin(part[^1] == '\n' ? "" : part[^1] == '+' ? "+ " : separator, Enumerable.Range(0, 6).Select(position => Argument(part.TrimEnd('+'), position, types[position])));
                i = end;
            }
            else
            {
                text.Append(template[i]);
            }
        }

        return text.ToString();
    }

    private static string Argument(string part, int position, string type) => part
        .Replace("$T", type, StringComparison.Ordinal)
        .Replace("$N", Letters[position].ToString(), StringComparison.Ordinal)
        .Replace("$I", position.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private static void Put(string folder, string project, string file, string text)
    {
        string path = Path.Combine(folder, project, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private static IEnumerable<int[]> Permute(int[] begun, int[] rest) => rest.Length == 0
        ? [begun]
        : rest.SelectMany(next => Permute([.. begun, next], [.. rest.Where(other => other != next)]));
}
