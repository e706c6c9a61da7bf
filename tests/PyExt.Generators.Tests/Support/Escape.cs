using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace PyExt.Generators.Tests.Support;

/// <summary>
/// Source in which a line ends in <c>// CS1234</c>: that line is what the compiler must reject, with exactly these ids. <c>// CS1234 | code</c> names what stands in its place in the
/// harmless version of the source; without it the line is left out there. The harmless version compiles without a warning.
/// </summary>
internal static partial class Escape
{
    public static void IsRejected(string source)
    {
        string[] lines = source.ReplaceLineEndings("\n").Split('\n');
        var expected = lines.Select((line, i) => (Line: i + 1, Match: Marked().Match(line))).Where(marked => marked.Match.Success)
            .SelectMany(marked => marked.Match.Groups["id"].Captures.Select(id => id.Value).Order(StringComparer.Ordinal).Select(id => $"{marked.Line}: {id}")).ToArray();
        Assert.NotEmpty(expected);

        ImmutableArray<Diagnostic> rejected = [.. Compile(source).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
        Assert.True(expected.SequenceEqual(rejected.Select(diagnostic => $"{Source.Line(diagnostic)}: {diagnostic.Id}")),
            $"expected {string.Join(", ", expected)}; the compiler says:\n{string.Join("\n", rejected)}");

        string harmless = string.Join("\n", lines.Select(line => Marked().Match(line) is { Success: true } marked ? marked.Groups["instead"].Value : line));
        Assert.Empty(Compile(harmless));
    }

    // What lives across await and yield is only found while code is made.
    private static ImmutableArray<Diagnostic> Compile(string source) =>
        Source.Problems(Source.Compilation(source).Emit(Stream.Null, cancellationToken: TestContext.Current.CancellationToken).Diagnostics);

    [GeneratedRegex(@"// (?<id>CS\d{4})(, (?<id>CS\d{4}))*( \| (?<instead>.*))?$")]
    private static partial Regex Marked();
}
