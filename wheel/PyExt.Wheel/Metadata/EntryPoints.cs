using System.Text;
using System.Text.RegularExpressions;

namespace PyExt.Wheel.Metadata;

/// <summary>Writes and reads <c>entry_points.txt</c>.</summary>
public static partial class EntryPoints
{
    // Installers would overwrite the interpreter itself.
    private static readonly string[] Reserved = ["python", "pythonw", "python3"];

    /// <summary>Writes the file for console commands.</summary>
    /// <param name="scripts">The commands, at least one.</param>
    /// <returns>The text.</returns>
    /// <exception cref="WheelException">PYX4007: a name or a target is not valid.</exception>
    public static string Write(IReadOnlyList<Script> scripts)
    {
        List<Finding> findings = [.. scripts.Select(Problem).OfType<string>().Select(problem => new Finding(DiagnosticCodes.Metadata, problem))];
        findings.AddRange(scripts.GroupBy(script => script.Name, StringComparer.Ordinal).Where(group => group.Count() > 1)
            .Select(group => new Finding(DiagnosticCodes.Metadata, $"The PyScript '{group.Key}' is declared twice.")));
        if (findings.Count > 0)
            throw new WheelException(findings);

        StringBuilder text = new("[console_scripts]\n");
        foreach (Script script in scripts.OrderBy(script => script.Name, StringComparer.Ordinal))
            text.Append(script.Name).Append(" = ").Append(script.Target).Append('\n');
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
            if (section is "console_scripts" or "gui_scripts" && Problem(new Script(name, line[(separator + 1)..].Trim())) is string problem)
                yield return problem;
        }
    }

    private static string? Problem(Script script)
    {
        if (!Name().IsMatch(script.Name) || script.Name is "." or "..")
            return $"The PyScript '{script.Name}' has a name that no installer accepts. Use letters, digits, '.', '-' and '_'.";
        if (Reserved.Contains(script.Name, StringComparer.OrdinalIgnoreCase) || Interpreter().IsMatch(script.Name))
            return $"The PyScript '{script.Name}' would overwrite the Python interpreter. Give the command another name.";
        return Target().IsMatch(script.Target)
            ? null
            : $"The PyScript '{script.Name}' has the target '{script.Target}', which is not of the form 'package.module:function'.";
    }

    [GeneratedRegex(@"^[A-Za-z0-9_.-]+\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"^python[0-9.]*w?\z", RegexOptions.IgnoreCase)]
    private static partial Regex Interpreter();

    [GeneratedRegex(@"^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*:[A-Za-z_]\w*(\.[A-Za-z_]\w*)*\z")]
    private static partial Regex Target();
}
