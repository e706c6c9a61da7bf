using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PyExt.Generators.Tests.Diagnostics;

/// <summary>What docs/ says about the rules is there, and the tests that docs/soundness.md names exist.</summary>
public sealed partial class DocumentationTests
{
    private static string Root
    {
        get
        {
            string folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "Sdk.sln")))
                folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests must run inside the repository.");
            return folder;
        }
    }

    private static string Soundness => File.ReadAllText(Path.Combine(Root, "docs", "soundness.md"));

    private static IEnumerable<DiagnosticDescriptor> Descriptors => typeof(PyExtGenerator).Assembly.GetTypes()
        .Where(type => type.Namespace == "PyExt.Generators.Diagnostics")
        .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public))
        .Select(member => member.GetValue(null)).OfType<DiagnosticDescriptor>();

    [Fact]
    public void Every_rule_has_a_page_and_a_link_to_it()
    {
        Assert.All(Descriptors, rule =>
        {
            string page = Path.Combine(Root, "docs", "diagnostics", rule.Id + ".md");
            Assert.True(File.Exists(page), page);
            Assert.StartsWith($"# {rule.Id}: ", File.ReadAllText(page), StringComparison.Ordinal);
            Assert.EndsWith($"/docs/diagnostics/{rule.Id}.md", rule.HelpLinkUri, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Every_soundness_rule_is_reported_by_one_analyzer_and_is_in_the_table()
    {
        string[] rules = [.. Descriptors.Where(rule => rule.Category == "PyExt.Soundness").Select(rule => rule.Id).Order(StringComparer.Ordinal)];
        string[] reported = [.. typeof(PyExtGenerator).Assembly.GetTypes()
            .Where(type => type.GetCustomAttribute<DiagnosticAnalyzerAttribute>() is not null)
            .SelectMany(type => ((DiagnosticAnalyzer)Activator.CreateInstance(type)!).SupportedDiagnostics)
            .Where(rule => rule.Category == "PyExt.Soundness").Select(rule => rule.Id).Order(StringComparer.Ordinal)];

        Assert.Equal(rules, reported);
        Assert.All(rules, rule => Assert.Contains(rule, Soundness, StringComparison.Ordinal));
    }

    [Fact]
    public void The_forty_two_conditions_are_each_there_once()
    {
        Assert.Equal(Enumerable.Range(1, 42), Row().Matches(Soundness).Select(match => int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)).Order());
    }

    [Theory]
    [InlineData("soundness.md")]
    [InlineData("internals/suite-cases.md")]
    public void The_tests_that_the_page_names_exist(string page)
    {
        string text = File.ReadAllText(Path.Combine(Root, "docs", page));
        string[] classes = [.. Class().Matches(text).Select(match => match.Groups[1].Value).Distinct()];
        HashSet<string> files = [.. Directory.EnumerateFiles(Path.Combine(Root, "tests"), "*Tests.cs", SearchOption.AllDirectories).Select(file => Path.GetFileNameWithoutExtension(file)!)];
        Assert.NotEmpty(classes);
        Assert.All(classes, name => Assert.Contains(name, files));

        var methods = Module().Matches(text).SelectMany(match => match.Groups[2].Value.Split(", ").Select(name => (File: match.Groups[1].Value, Name: name))).ToArray();
        Assert.NotEmpty(methods);
        Assert.All(methods, method => Assert.Contains(
            "def test_" + method.Name + "(", File.ReadAllText(Path.Combine(Root, "tests", "modules", "binding", "tests", method.File + ".py")), StringComparison.Ordinal));
    }

    /// <summary>A row for each complaint, and every method that a row names is one of the class it names.</summary>
    [Fact]
    public void The_cases_of_packaging_have_their_tests()
    {
        string text = File.ReadAllText(Path.Combine(Root, "docs", "internals", "packaging-cases.md"));
        ILookup<string, string> sources = Directory.EnumerateFiles(Path.Combine(Root, "tests"), "*Tests.cs", SearchOption.AllDirectories).ToLookup(file => Path.GetFileNameWithoutExtension(file)!, File.ReadAllText);

        Assert.Equal(Enumerable.Range(1, 25), Row().Matches(text).Select(match => int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)));
        (string Class, string Method)[] methods = [.. Method().Matches(text).SelectMany(match => match.Groups[2].Value.Split(", ").Select(name => (match.Groups[1].Value, name)))];
        Assert.NotEmpty(methods);
        // Every class comes with its methods.
        Assert.Equal(Class().Count(text), Method().Count(text));
        Assert.All(methods, method => Assert.Contains(sources[method.Class], source => source.Contains($" {method.Method}(", StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"`(\w+Tests)`: ([A-Z]\w+(?:, [A-Z]\w+)*)")]
    private static partial Regex Method();

    [GeneratedRegex(@"^\| (\d+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"`(\w+Tests)`")]
    private static partial Regex Class();

    [GeneratedRegex(@"(test_[a-z]+): ([a-z_0-9]+(?:, [a-z_0-9]+)*)")]
    private static partial Regex Module();
}
