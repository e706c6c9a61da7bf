using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace PyExt.Generators.Tests.Support;

/// <summary>Applies a code fix as an editor would, to the first diagnostic that it has one for.</summary>
internal static class Fixing
{
    /// <summary>The fixed source, which compiles and for which the analyzer is silent; null when no fix is offered.</summary>
    public static async Task<string?> Fix<TFix, TAnalyzer>(string source)
        where TFix : CodeFixProvider, new()
        where TAnalyzer : DiagnosticAnalyzer, new()
    {
        Diagnostic[] diagnostics = await Analysis.Diagnostics<TAnalyzer>(source, Options.Project().WithGil("NotUsed"));
        Assert.NotEmpty(diagnostics);
        string? @fixed = await Apply<TFix>(source, diagnostics);
        if (@fixed is not null)
            Assert.Empty(await Analysis.Diagnostics<TAnalyzer>(@fixed, Options.Project().WithGil("NotUsed")));
        return @fixed;
    }

    /// <summary>The same for what the generator reports.</summary>
    public static async Task<string?> Fix<TFix>(string source)
        where TFix : CodeFixProvider, new()
    {
        Diagnostic[] diagnostics = Generate(source);
        Assert.NotEmpty(diagnostics);
        string? @fixed = await Apply<TFix>(source, diagnostics);
        if (@fixed is not null)
            Assert.Empty(Generate(@fixed));
        return @fixed;
    }

    private static Diagnostic[] Generate(string source) => [.. Analysis.Run(Source.Compilation(source), null).GetRunResult().Diagnostics];

    private static async Task<string?> Apply<TFix>(string source, Diagnostic[] diagnostics)
        where TFix : CodeFixProvider, new()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using AdhocWorkspace workspace = new();
        Compilation compilation = Source.Compilation(source);
        Project project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Default, "Demo", "Demo", LanguageNames.CSharp,
            compilationOptions: compilation.Options, parseOptions: Source.ParseOptions, metadataReferences: compilation.References));
        Document document = project.AddDocument("GlobalUsings.cs", await compilation.SyntaxTrees.First().GetTextAsync(cancellation))
            .Project.AddDocument(Source.FileName, SourceText.From(source), filePath: Source.FileName);

        TFix provider = new();
        List<CodeAction> actions = [];
        foreach (Diagnostic diagnostic in diagnostics.Where(diagnostic => provider.FixableDiagnosticIds.Contains(diagnostic.Id)))
            await provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), cancellation));
        if (actions.Count == 0)
            return null;
        ApplyChangesOperation changes = (await actions[0].GetOperationsAsync(cancellation)).OfType<ApplyChangesOperation>().Single();
        return (await changes.ChangedSolution.GetDocument(document.Id)!.GetTextAsync(cancellation)).ToString();
    }
}
