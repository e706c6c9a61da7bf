using System.Text;
using System.Text.RegularExpressions;

namespace PyExt.Wheel.Metadata;

/// <summary>Writes and reads <c>entry_points.txt</c>.</summary>
public static partial class EntryPoints
{
    // Installers would overwrite the interpreter itself.
    private static readonly string[] Reserved = ["python", "pythonw", "python3"];

    /// <summary>Writes the file.</summary>
    /// <param name="entryPoints">The entry points, at least one.</param>
    /// <returns>The text.</returns>
    /// <exception cref="WheelException">PYX4007: a group, a name or a target is not valid.</exception>
    public static string Write(IReadOnlyList<EntryPoint> entryPoints)
    {
        List<Finding> findings = [.. entryPoints.Select(Problem).OfType<string>().Select(problem => new Finding(DiagnosticCodes.Metadata, problem))];
        findings.AddRange(entryPoints.GroupBy(entry => (entry.Group, entry.Name)).Where(group => group.Count() > 1)
            .Select(group => new Finding(DiagnosticCodes.Metadata, $"The {Kind(group.Key.Group)} '{group.Key.Name}' is declared twice. Remove or rename one.")));
        // An installer makes one file for both.
        findings.AddRange(entryPoints.Where(entry => entry.Group == EntryPoint.GuiScripts && entryPoints.Any(other => other.Group == EntryPoint.ConsoleScripts && other.Name == entry.Name))
            .Select(entry => new Finding(DiagnosticCodes.Metadata, $"'{entry.Name}' is both a PyScript and a PyGuiScript. Remove or rename one.")));
        if (findings.Count > 0)
            throw new WheelException(findings);

        StringBuilder text = new();
        foreach (IGrouping<string, EntryPoint> group in entryPoints.GroupBy(entry => entry.Group, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            text.Append(text.Length > 0 ? "\n" : "").Append('[').Append(group.Key).Append("]\n");
            foreach (EntryPoint entry in group.OrderBy(entry => entry.Name, StringComparer.Ordinal))
                text.Append(entry.Name).Append(" = ").Append(entry.Target).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Checks the text of the file in a finished wheel.</summary>
    internal static IEnumerable<string> Problems(string text)
    {
        string? section = null;
        HashSet<(string?, string)> seen = [];
        foreach (string line in text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] is not ('#' or ';')))
        {
            if (line[0] == '[' && line[^1] == ']')
            {
                section = line[1..^1];
                continue;
            }

            int separator = line.IndexOf('=', StringComparison.Ordinal);
            if (section is null || separator < 0)
            {
                yield return $"the line '{line}' is neither a section nor 'name = target'";
                continue;
            }

            string name = line[..separator].Trim();
            if (!seen.Add((section, name)))
                yield return $"'{name}' occurs twice in [{section}]";
            if (Problem(new EntryPoint(section, name, line[(separator + 1)..].Trim())) is string problem)
                yield return problem;
        }
    }

    /// <summary>What is wrong with the name of a command, as the end of a sentence; or null.</summary>
    internal static string? CommandProblem(string name) =>
        IsNoCommand(name) ? "which no installer accepts: a command has letters, digits, '.', '-' and '_'."
        : IsInterpreter(name) ? "which would overwrite the Python interpreter."
        : null;

    private static bool IsNoCommand(string name) => !Name().IsMatch(name) || name is "." or "..";

    private static bool IsInterpreter(string name) => Reserved.Contains(name, StringComparer.OrdinalIgnoreCase) || Interpreter().IsMatch(name);

    private static string? Problem(EntryPoint entry)
    {
        string what = $"The {Kind(entry.Group)} '{entry.Name}'";
        if (!Group().IsMatch(entry.Group))
            return $"{what} has the group '{entry.Group}', but a group is of words joined by '.', such as 'pytest11' or 'myapp.plugins'.";
        if (entry.Group is not (EntryPoint.ConsoleScripts or EntryPoint.GuiScripts))
        {
            if (!AnyName().IsMatch(entry.Name))
                return $"{what} has a name that cannot be written. Use letters, digits, '.', '-', '_' and spaces inside.";
            return AnyTarget().IsMatch(entry.Target) ? null : $"{what} has the target '{entry.Target}', which is not of the form 'package.module' or 'package.module:object'.";
        }

        if (IsNoCommand(entry.Name))
            return $"{what} has a name that no installer accepts. Use letters, digits, '.', '-' and '_'.";
        if (IsInterpreter(entry.Name))
            return $"{what} would overwrite the Python interpreter. Give the command another name.";
        return Target().IsMatch(entry.Target) ? null : $"{what} has the target '{entry.Target}', which is not of the form 'package.module:function'.";
    }

    // As the project names it.
    private static string Kind(string group) => group switch
    {
        EntryPoint.ConsoleScripts => "PyScript",
        EntryPoint.GuiScripts => "PyGuiScript",
        _ => "PyEntryPoint",
    };

    [GeneratedRegex(@"^[A-Za-z0-9_.-]+\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"^python[0-9.]*w?\z", RegexOptions.IgnoreCase)]
    private static partial Regex Interpreter();

    [GeneratedRegex(@"^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*:[A-Za-z_]\w*(\.[A-Za-z_]\w*)*\z")]
    private static partial Regex Target();

    [GeneratedRegex(@"^[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*\z")]
    private static partial Regex Group();

    [GeneratedRegex(@"^[^\s=\[#;][^=\r\n]*(?<!\s)\z")]
    private static partial Regex AnyName();

    [GeneratedRegex(@"^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*(:[A-Za-z_]\w*(\.[A-Za-z_]\w*)*)?( ?\[[^\[\]]*\])?\z")]
    private static partial Regex AnyTarget();
}
