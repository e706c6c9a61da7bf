using Microsoft.Build.Framework;
using PyExt.Tasks.Packing;
using PyExt.Wheel;
using PyExt.Wheel.Elf;
using PyExt.Wheel.NativeLibraries;

namespace PyExt.Tasks;

/// <summary>Finds the shared libraries that go into the wheel, and writes the table by which the module opens them.</summary>
public sealed class CollectNativeLibraries : WheelTask
{
    /// <summary><c>PyNativeLibrary</c> items.</summary>
    public ITaskItem[] Libraries { get; set; } = [];

    /// <summary>The native files of the project's NuGet packages for its platform, with <c>NuGetPackageId</c> and <c>NuGetPackageVersion</c>.</summary>
    public ITaskItem[] PackageAssets { get; set; } = [];

    /// <summary>The platform.</summary>
    [Required]
    public string RuntimeIdentifier { get; set; } = "";

    /// <summary>The module's import name.</summary>
    [Required]
    public string ModuleName { get; set; } = "";

    /// <summary>Whether the project has Python files of its own.</summary>
    public bool HasSources { get; set; }

    /// <summary>The folder that gets the table.</summary>
    [Required]
    public string IntermediateDirectory { get; set; } = "";

    /// <summary>The libraries' files, with what is known of them.</summary>
    [Output]
    public ITaskItem[] Bundled { get; set; } = [];

    /// <summary>The table, under a name that changes with it; empty where there are no libraries.</summary>
    [Output]
    public string Table { get; set; } = "";

    /// <inheritdoc/>
    protected override void Run()
    {
        NativeLibraryItems items = new(Libraries, PackageAssets, Path.GetDirectoryName(Path.GetFullPath(ProjectFile))!);
        bool isLinux = RuntimeIdentifier.StartsWith("linux-", StringComparison.Ordinal);
        foreach (Finding finding in items.LeftOut(isLinux))
            Report(finding);
        if (Log.HasLoggedErrors || items.Resolved.Count == 0)
            return;
        if (!isLinux)
            throw new WheelException(DiagnosticCodes.NativeLibraryKind, $"PyNativeLibrary items go into wheels for Linux only so far, and this one is for {RuntimeIdentifier}. Give the items a Condition on RuntimeIdentifier.");

        ElfMachine machine = RuntimeIdentifier.EndsWith("-arm64", StringComparison.Ordinal) ? ElfMachine.Arm64 : ElfMachine.X64;
        NativeLibraryBundle bundle = NativeLibraryBundle.Read(items.Resolved, machine);
        string folder = NativeLibraryBundle.FolderFrom(PyExt.Wheel.Naming.ModuleName.Parse(ModuleName), HasSources);
        Table = WriteTable(NativeLibraryTable.Write(bundle, folder));
        Bundled = [.. items.Resolved.Select(NativeLibraryItems.ToItem)];
    }

    private string WriteTable(string text)
    {
        string directory = Path.GetFullPath(IntermediateDirectory, Path.GetDirectoryName(Path.GetFullPath(ProjectFile))!);
        string path = Path.Combine(directory, $"PyExt.NativeLibraries-{ContentHash.Of(text)}.h");
        try
        {
            Directory.CreateDirectory(directory);
            // Whatever a changed list left: with the object compiled from it.
            foreach (string stale in Directory.EnumerateFiles(directory, "PyExt.NativeLibraries-*").Where(file => Path.GetFileNameWithoutExtension(file) != Path.GetFileNameWithoutExtension(path)))
                File.Delete(stale);
            if (!File.Exists(path) || File.ReadAllText(path) != text)
                File.WriteAllText(path, text);
            return path;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new WheelException(DiagnosticCodes.Output, $"The table of native libraries cannot be written to '{path}': {exception.Message} Make the folder writable.", exception);
        }
    }
}
