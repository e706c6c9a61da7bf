using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using PyExt.Tasks.Projects;
using PyExt.Wheel;

namespace PyExt.Tasks;

/// <summary>Refuses <c>PyApp</c> items of which no program can be made, and says what the commands of the others are.</summary>
public sealed class CheckApps : WheelTask
{
    /// <summary><c>PyApp</c> items: the full path of each project, with <c>Command</c>.</summary>
    public ITaskItem[] Apps { get; set; } = [];

    /// <summary>What the projects say of themselves, by their full paths.</summary>
    public ITaskItem[] Descriptions { get; set; } = [];

    /// <summary>The projects, each with its <c>Command</c>.</summary>
    [Output]
    public ITaskItem[] Commands { get; set; } = [];

    /// <inheritdoc/>
    protected override void Run()
    {
        List<ITaskItem> commands = [];
        foreach (ITaskItem app in Apps)
        {
            ITaskItem? description = Descriptions.FirstOrDefault(candidate => candidate.ItemSpec == app.ItemSpec);
            if (commands.Exists(other => other.ItemSpec == app.ItemSpec))
                Report(new Finding(DiagnosticCodes.App, $"Two PyApp items name '{app.ItemSpec}'. Remove one."));
            else if (AppProjectRules.Check(app.ItemSpec, description is null ? null : AppDescription.Read(description)) is Finding problem)
                Report(problem);
            commands.Add(new TaskItem(app));
            if (app.GetMetadata("Command").Length == 0)
                commands[^1].SetMetadata("Command", description?.GetMetadata("AssemblyName") ?? "");
        }

        if (!Log.HasLoggedErrors)
            Commands = [.. commands];
    }
}
