using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace PyExt.Generators.Tests.Support;

/// <summary>Compiles source text as a user's project would be: .NET's reference assemblies, the built runtime library, implicit usings, nullable on.</summary>
internal static class Source
{
    public const string FileName = "Source.cs";

    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using PyExt;
        """;

    private static readonly ImmutableArray<MetadataReference> References = [.. Directory
        .EnumerateFiles(ReferenceAssemblies, "*.dll").Append(typeof(Py).Assembly.Location)
        .Select(path => MetadataReference.CreateFromFile(path))];

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.CSharp14, DocumentationMode.Diagnose);

    private static string ReferenceAssemblies => typeof(Source).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ReferenceAssemblies").Value!;

    public static SyntaxTree Parse(string text, string path = FileName) =>
        CSharpSyntaxTree.ParseText(SourceText.From(text), ParseOptions, path);

    public static CSharpCompilation Compilation(string text, string assemblyName = "Demo") => Compilation([Parse(text)], assemblyName);

    public static CSharpCompilation Compilation(IEnumerable<SyntaxTree> trees, string assemblyName = "Demo") => CSharpCompilation.Create(
        assemblyName,
        [Parse(ImplicitUsings, "GlobalUsings.cs"), .. trees],
        References,
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            allowUnsafe: true,
            nullableContextOptions: NullableContextOptions.Enable,
            warningLevel: 9999,
            // Unused members and parameters of a snippet say nothing.
            specificDiagnosticOptions: new Dictionary<string, ReportDiagnostic>
            {
                ["CS8019"] = ReportDiagnostic.Suppress,
                ["CS1591"] = ReportDiagnostic.Suppress,
            }));

    /// <summary>Errors and warnings, in the order of their lines.</summary>
    public static ImmutableArray<Diagnostic> Problems(IEnumerable<Diagnostic> diagnostics) =>
        [.. diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).OrderBy(Line).ThenBy(diagnostic => diagnostic.Id, StringComparer.Ordinal)];

    /// <summary>The line of a diagnostic, from 1; 0 when it has no place.</summary>
    public static int Line(Diagnostic diagnostic) => diagnostic.Location.Kind == LocationKind.None ? 0 : diagnostic.Location.GetLineSpan().StartLinePosition.Line + 1;
}
