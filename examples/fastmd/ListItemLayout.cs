using Markdig;
using Markdig.Renderers;
using Markdig.Syntax;

namespace FastMd;

/// <summary>
/// Starts a block inside a list item on a line of its own, as the CommonMark specification prints it. Markdig writes
/// <c>&lt;li&gt;&lt;p&gt;</c>: the same document, but another text than the specification's examples.
/// </summary>
internal sealed class ListItemLayout : IMarkdownExtension
{
    public void Setup(MarkdownPipelineBuilder pipeline)
    {
    }

    public void Setup(MarkdownPipeline pipeline, IMarkdownRenderer renderer)
    {
        if (renderer is HtmlRenderer html)
            html.ObjectWriteBefore += (_, block) => StartLine(html, block);
    }

    private static void StartLine(HtmlRenderer html, MarkdownObject written)
    {
        if (written is not Block { Parent: ListItemBlock item } block || item[0] != block || !html.EnableHtmlForBlock)
            return;
        bool hasNoTags = html.ImplicitParagraph && block is ParagraphBlock;
        if (!hasNoTags)
            html.EnsureLine();
    }
}
