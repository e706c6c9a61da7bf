using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PyExt.Generators.Analyzers;

/// <summary>What the project declares with <c>PyMultipleInterpreters</c>, and how loud the soundness rules are because of it.</summary>
internal sealed class Promise
{
    private readonly bool _isNotSupported;

    private Promise(bool isNotSupported) => _isNotSupported = isNotSupported;

    /// <summary>Reads the property; null in a project that is no extension module.</summary>
    public static Promise? Read(AnalyzerOptions options)
    {
        options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue("build_property.PyMultipleInterpreters", out string? value);
        return string.IsNullOrEmpty(value) ? null : new Promise(value == "NotSupported");
    }

    /// <summary>What the project declares with <c>PyGil</c>; null where it needs the GIL. <c>PyAudit</c> asks in any case.</summary>
    public static Promise? ReadGil(AnalyzerOptions options)
    {
        AnalyzerConfigOptions properties = options.AnalyzerConfigOptionsProvider.GlobalOptions;
        if (properties.TryGetValue("build_property._PyExtAuditsSoundness", out string? audits) && audits == "true")
            return new Promise(isNotSupported: true);
        return properties.TryGetValue("build_property.PyGil", out string? gil) && gil == "NotUsed" ? new Promise(isNotSupported: false) : null;
    }

    /// <summary>The diagnostic with the rule's own severity, or as a suggestion where nothing is promised.</summary>
    public Diagnostic Diagnostic(DiagnosticDescriptor rule, Location location, params object[] arguments) =>
        Diagnostic(rule, rule.DefaultSeverity, location, arguments);

    /// <summary>The diagnostic with another severity than the rule's.</summary>
    public Diagnostic Diagnostic(DiagnosticDescriptor rule, DiagnosticSeverity severity, Location location, params object[] arguments) =>
        Microsoft.CodeAnalysis.Diagnostic.Create(rule, location, _isNotSupported ? DiagnosticSeverity.Info : severity, additionalLocations: null, properties: null, arguments);
}
