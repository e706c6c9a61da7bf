using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace PyExt.Generators.Tests.Support;

/// <summary>The result of one run of the generator.</summary>
internal sealed record Generated(Compilation Compilation, ImmutableSortedDictionary<string, string> Files, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>The text of the <c>.pyi</c> stub, as the packaging tasks read it.</summary>
    public string Stub => Metadata("Stub");

    public static Generated From(string source) => From(Source.Compilation(source));

    public static Generated From(CSharpCompilation compilation, Options? options = null)
    {
        GeneratorRunResult result = Assert.Single(Analysis.Run(compilation, options, out Compilation generated).GetRunResult().Results);
        Assert.Null(result.Exception);
        return new Generated(generated, result.GeneratedSources.ToImmutableSortedDictionary(source => source.HintName, source => source.SourceText.ToString(), StringComparer.Ordinal), result.Diagnostics);
    }

    /// <summary>A literal of the class that the packaging tasks read.</summary>
    public string Metadata(string name)
    {
        INamedTypeSymbol? metadata = Compilation.GetTypeByMetadataName("PyExt.Generated.ModuleMetadata");
        return Assert.IsType<string>(Assert.IsAssignableFrom<IFieldSymbol>(Assert.Single(Assert.IsAssignableFrom<INamedTypeSymbol>(metadata).GetMembers(name))).ConstantValue);
    }
}
