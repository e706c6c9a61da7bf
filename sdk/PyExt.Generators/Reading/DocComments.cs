using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace PyExt.Generators.Reading;

/// <summary>Turns an XML documentation comment into a docstring: summary, remarks, then the sections that Google style knows.</summary>
internal static class DocComments
{
    /// <summary>The docstring of a symbol, or null.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="compilation">Finds the exceptions that are named.</param>
    /// <param name="parameterNames">The Python names of the exported parameters by their C# names.</param>
    public static string? Read(ISymbol symbol, Compilation compilation, IReadOnlyDictionary<string, string>? parameterNames = null)
    {
        if (Parse(symbol) is not { } root)
            return null;
        List<string> parts = Description(root);
        AddArguments(parts, root, parameterNames);
        if (root.Element("returns") is { } returns && Text(returns) is { Length: > 0 } returned)
            AddSection(parts, "Returns", [returned]);
        AddSection(parts, "Raises", root.Elements("exception")
            .Select(element => ExceptionName(element.Attribute("cref")?.Value, compilation) + ": " + Text(element)));
        return Join(parts);
    }

    /// <summary>The docstring of a class, or null. Python shows it for the call that makes an instance, so it tells that call's arguments.</summary>
    /// <param name="type">The class.</param>
    /// <param name="constructor">The constructor that Python calls, or null.</param>
    /// <param name="parameterNames">The Python names of the constructor's exported parameters by their C# names.</param>
    public static string? ReadClass(INamedTypeSymbol type, ISymbol? constructor, IReadOnlyDictionary<string, string> parameterNames)
    {
        List<string> parts = Parse(type) is { } root ? Description(root) : [];
        // The comment of a class with a primary constructor is that constructor's, too.
        AddArguments(parts, constructor is null ? null : Parse(constructor), parameterNames);
        return Join(parts);
    }

    private static XElement? Parse(ISymbol symbol)
    {
        string? xml = symbol.GetDocumentationCommentXml();
        if (string.IsNullOrWhiteSpace(xml))
            return null;
        try
        {
            return XElement.Parse(xml, LoadOptions.PreserveWhitespace);
        }
        catch (XmlException)
        {
            return null; // the compiler warns about it
        }
    }

    private static List<string> Description(XElement root)
    {
        var parts = new List<string>();
        Add(parts, root.Element("summary"));
        Add(parts, root.Element("remarks"));
        return parts;
    }

    private static string? Join(List<string> parts) => parts.Count == 0 ? null : string.Join("\n\n", parts);

    private static void AddArguments(List<string> parts, XElement? root, IReadOnlyDictionary<string, string>? parameterNames)
    {
        if (root is null || parameterNames is null)
            return;
        AddSection(parts, "Args", root.Elements("param")
            .Select(element => (Name: element.Attribute("name")?.Value ?? "", Element: element))
            .Where(entry => parameterNames.ContainsKey(entry.Name))
            .Select(entry => parameterNames[entry.Name] + ": " + Text(entry.Element)));
    }

    private static void Add(List<string> parts, XElement? element)
    {
        if (element is not null && Text(element) is { Length: > 0 } text)
            parts.Add(text);
    }

    private static void AddSection(List<string> parts, string title, IEnumerable<string> lines)
    {
        string[] all = lines.ToArray();
        if (all.Length != 0)
            parts.Add(title + ":\n" + string.Join("\n", all.Select(line => "    " + line)));
    }

    private static string Text(XElement element)
    {
        var text = new StringBuilder();
        Append(text, element);
        return string.Join("\n\n", text.ToString().Split('\u2029').Select(Collapse).Where(paragraph => paragraph.Length != 0));
    }

    private static string Collapse(string text) => Regex.Replace(text, @"\s+", " ").Trim();

    private static void Append(StringBuilder text, XElement element)
    {
        foreach (XNode node in element.Nodes())
        {
            switch (node)
            {
                case XText plain:
                    text.Append(plain.Value);
                    break;
                case XElement { Name.LocalName: "para" } paragraph:
                    text.Append('\u2029');
                    Append(text, paragraph);
                    text.Append('\u2029');
                    break;
                case XElement { Name.LocalName: "see" or "seealso" } see when see.IsEmpty:
                    text.Append(see.Attribute("langword")?.Value ?? see.Attribute("href")?.Value ?? ShortName(see.Attribute("cref")?.Value));
                    break;
                case XElement { Name.LocalName: "paramref" or "typeparamref" } reference:
                    text.Append(PythonNames.SnakeCase(reference.Attribute("name")?.Value ?? ""));
                    break;
                case XElement inner:
                    Append(text, inner);
                    break;
            }
        }
    }

    // T:System.ArgumentException → ValueError; what the compiler did not find, and warns about, stays as it is.
    private static string ExceptionName(string? cref, Compilation compilation) =>
        cref is not null && DocumentationCommentId.GetFirstSymbolForDeclarationId(cref, compilation) is INamedTypeSymbol type
            ? PythonExceptions.NameOf(type)
            : ShortName(cref);

    // T:System.ArgumentException → ArgumentException
    private static string ShortName(string? cref)
    {
        string name = cref ?? "";
        int parenthesis = name.IndexOf('(');
        if (parenthesis >= 0)
            name = name.Substring(0, parenthesis);
        return name.Substring(name.LastIndexOfAny(['.', ':']) + 1);
    }
}
