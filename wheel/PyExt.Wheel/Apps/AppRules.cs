using PyExt.Wheel.Layout;
using PyExt.Wheel.Metadata;

namespace PyExt.Wheel.Apps;

/// <summary>Judges the apps of a wheel by their names: installers put them into one folder with all other commands.</summary>
internal static class AppRules
{
    /// <summary>Refuses names that no installer accepts, and those that are taken.</summary>
    /// <param name="apps">The apps.</param>
    /// <param name="entryPoints">The entry points of the wheel, from which installers make commands, too.</param>
    /// <param name="dataFiles">Its data files, among them scripts.</param>
    /// <exception cref="WheelException">PYX1011: there is a finding for each app.</exception>
    public static void Check(IReadOnlyList<WheelApp> apps, IEnumerable<EntryPoint> entryPoints, IEnumerable<DataFile> dataFiles)
    {
        if (apps.Count == 0)
            return;
        // On Windows and macOS names that differ in case are one file.
        Dictionary<string, string> taken = new(StringComparer.OrdinalIgnoreCase);
        foreach (EntryPoint entry in entryPoints.Where(entry => entry.Group is EntryPoint.ConsoleScripts or EntryPoint.GuiScripts))
            taken.TryAdd(entry.Name, $"the {(entry.Group == EntryPoint.GuiScripts ? "PyGuiScript" : "PyScript")} '{entry.Name}'");
        foreach (DataFile file in dataFiles.Where(file => file.Kind.Equals("scripts", StringComparison.OrdinalIgnoreCase)))
            taken.TryAdd(file.Path, $"the PyData '{file.File}'");

        List<Finding> findings = [];
        foreach (WheelApp app in apps)
        {
            if (EntryPoints.CommandProblem(app.Command) is string problem)
                findings.Add(new Finding(DiagnosticCodes.App, $"The PyApp '{app.Project}' has the command '{app.Command}', {problem} Set Command to another name."));
            else if (!taken.TryAdd(app.Command, $"the PyApp '{app.Project}'"))
                findings.Add(new Finding(DiagnosticCodes.App, $"The PyApp '{app.Project}' has the command '{app.Command}', and so has {taken[app.Command]}: one would overwrite the other. Set Command to another name."));
        }

        if (findings.Count > 0)
            throw new WheelException(findings);
    }
}
