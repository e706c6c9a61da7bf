using System.Reflection;
using System.Runtime.CompilerServices;

namespace PyExt.Wheel.Tests;

public sealed class DiagnosticCodesTests
{
    [Fact]
    public void Every_code_has_a_page_that_starts_with_it()
    {
        string pages = Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "docs", "diagnostics");
        string[] codes = [.. typeof(DiagnosticCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!)];

        Assert.Equal(codes.Distinct(), codes);
        Assert.All(codes, code => Assert.StartsWith($"# {code}: ", File.ReadAllText(Path.Combine(pages, code + ".md")), StringComparison.Ordinal));
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
