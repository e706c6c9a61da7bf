using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PyExt.Generators.Tests.Support;

/// <summary>The MSBuild properties that the compiler passes on (<c>CompilerVisibleProperty</c>).</summary>
internal sealed class Options(ImmutableDictionary<string, string> properties) : AnalyzerConfigOptionsProvider
{
    public override AnalyzerConfigOptions GlobalOptions { get; } = new Properties(properties);

    public static Options None { get; } = new(ImmutableDictionary<string, string>.Empty);

    /// <summary>A project that declares what it promises, and the name of its module.</summary>
    public static Options Project(string promise = "PerInterpreterGil", string moduleName = "demo") => new(ImmutableDictionary<string, string>.Empty
        .Add("build_property.PyMultipleInterpreters", promise)
        .Add("build_property.PyModuleName", moduleName));

    /// <summary>The same with a value of <c>PyGil</c>.</summary>
    public Options WithGil(string value) => new(properties.SetItem("build_property.PyGil", value));

    /// <summary>The same with <c>PySharedStatic</c> items, as the build passes them on.</summary>
    public Options WithSharedStatics(string names) => new(properties.SetItem("build_property._PyExtSharedStatics", names));

    /// <summary>The same as <c>PyAudit</c> compiles it.</summary>
    public Options ForAudit() => new(properties.SetItem("build_property._PyExtAuditsSoundness", "true"));

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

    private sealed class Properties(ImmutableDictionary<string, string> properties) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => properties.TryGetValue(key, out value);
    }
}
