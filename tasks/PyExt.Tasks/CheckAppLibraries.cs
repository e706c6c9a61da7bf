using Microsoft.Build.Framework;
using PyExt.Tasks.Packing;
using PyExt.Wheel;

namespace PyExt.Tasks;

/// <summary>Refuses an app that needs shared libraries beside itself: what a wheel brings along is found by its module only.</summary>
public sealed class CheckAppLibraries : WheelTask
{
    /// <summary>The app's command.</summary>
    [Required]
    public string App { get; set; } = "";

    /// <summary><c>PyNativeLibrary</c> items of the app's project.</summary>
    public ITaskItem[] Libraries { get; set; } = [];

    /// <summary>The native files of the app's NuGet packages for its platform, with <c>NuGetPackageId</c> and <c>NuGetPackageVersion</c>.</summary>
    public ITaskItem[] PackageAssets { get; set; } = [];

    /// <inheritdoc/>
    protected override void Run()
    {
        ITaskItem[] notBundled = [.. Libraries.Where(item => item.GetMetadata("Bundle").Equals("false", StringComparison.OrdinalIgnoreCase))];
        NativeLibraryItems items = new(notBundled, PackageAssets, Path.GetDirectoryName(Path.GetFullPath(ProjectFile))!);
        foreach (Finding finding in items.NotForApps(Libraries, $"The app '{App}'"))
            Report(finding);
    }
}
