using Markdig;
using PyExt;

namespace FastMd;

/// <summary>Markdown to HTML, by Markdig.</summary>
[PyModule]
public sealed partial class FastMdModule
{
    // One instance of this class per interpreter, so these pipelines are never shared between two of them.
    private readonly MarkdownPipeline _commonMark = new MarkdownPipelineBuilder().Use<ListItemLayout>().Build();
    private readonly MarkdownPipeline _extended = new MarkdownPipelineBuilder().Use<ListItemLayout>().UseAdvancedExtensions().Build();

    /// <summary>Converts Markdown to HTML.</summary>
    /// <param name="markdown">The Markdown text.</param>
    /// <param name="extensions">Tables, footnotes, task lists and Markdig's other extensions, beside CommonMark.</param>
    public string ToHtml(string markdown, bool extensions = false) =>
        Markdown.ToHtml(markdown, extensions ? _extended : _commonMark);

    /// <summary>Takes the mark-up away and keeps the text.</summary>
    /// <param name="markdown">The Markdown text.</param>
    /// <param name="extensions">Tables, footnotes, task lists and Markdig's other extensions, beside CommonMark.</param>
    public string ToPlainText(string markdown, bool extensions = false) =>
        Markdown.ToPlainText(markdown, extensions ? _extended : _commonMark);
}
