using Microsoft.Build.Framework;
using PyExt.Wheel.Apps;

namespace PyExt.Tasks.Packing;

/// <summary>Reads what the targets know of <c>PyApp</c> items.</summary>
internal static class AppItems
{
    /// <summary>The apps.</summary>
    /// <param name="apps">Their projects, each with its <c>Command</c>.</param>
    /// <param name="binaries">What was linked of them, each with its <c>Project</c>.</param>
    public static IReadOnlyList<WheelApp> Read(IEnumerable<ITaskItem> apps, IReadOnlyCollection<ITaskItem> binaries) =>
        [.. apps.Select(app => new WheelApp(app.ItemSpec, app.GetMetadata("Command"), binaries.FirstOrDefault(binary => binary.GetMetadata("Project") == app.ItemSpec)?.ItemSpec))];

    /// <summary>Where it says what packages each app has, by its command.</summary>
    /// <param name="apps">The projects of the apps.</param>
    /// <param name="binaries">What was linked of them, each with its <c>AssetsFile</c>.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> AssetsFiles(IEnumerable<ITaskItem> apps, IEnumerable<ITaskItem> binaries) =>
        [.. apps.Join(binaries, app => app.ItemSpec, binary => binary.GetMetadata("Project"), (app, binary) => KeyValuePair.Create(app.GetMetadata("Command"), binary.GetMetadata("AssetsFile")))];

    /// <summary>The assemblies that were compiled into the apps.</summary>
    /// <param name="binaries">What was linked of them; each names a file that lists them.</param>
    public static IEnumerable<string> CompiledFiles(IEnumerable<ITaskItem> binaries) =>
        binaries.Select(binary => binary.GetMetadata("CompiledFiles")).Where(File.Exists).SelectMany(File.ReadLines);
}
