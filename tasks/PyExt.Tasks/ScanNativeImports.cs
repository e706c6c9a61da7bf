using Microsoft.Build.Framework;
using PyExt.Tasks.Packing;
using PyExt.Wheel;
using PyExt.Wheel.Elf;
using PyExt.Wheel.NativeImports;
using PyExt.Wheel.NativeLibraries;

namespace PyExt.Tasks;

/// <summary>Lists the native libraries that the module opens when it calls them, and warns of those that may be missing where the wheel is installed.</summary>
public sealed class ScanNativeImports : CompiledModuleTask
{
    /// <summary><c>PyNativeLibrary</c> items.</summary>
    public ITaskItem[] Libraries { get; set; } = [];

    /// <summary>The shared libraries that go along, as <see cref="CollectNativeLibraries"/> found them.</summary>
    public ITaskItem[] Bundled { get; set; } = [];

    /// <summary>The platform.</summary>
    [Required]
    public string RuntimeIdentifier { get; set; } = "";

    /// <summary><c>PyManylinux</c>.</summary>
    public string Manylinux { get; set; } = "";

    /// <summary>The command where it is an app that is scanned, and not the module.</summary>
    public string App { get; set; } = "";

    /// <summary>The linked module or program.</summary>
    [Required]
    public string Binary { get; set; } = "";

    /// <summary>The file that gets the table, and beside it, as <c>.json</c>, the same for programs.</summary>
    [Required]
    public string TableFile { get; set; } = "";

    /// <summary>Whether something may be missing: the warning comes again with every build until it is not.</summary>
    [Output]
    public bool HasWarnings { get; set; }

    /// <inheritdoc/>
    protected override void Run()
    {
        string? app = App.Length == 0 ? null : App;
        RuntimeOpenings openings = RuntimeOpenings.Scan(Assemblies(), Map, Path.GetFullPath(Binary, Path.GetDirectoryName(Path.GetFullPath(ProjectFile))!));
        ElfMachine machine = RuntimeIdentifier.EndsWith("-arm64", StringComparison.Ordinal) ? ElfMachine.Arm64 : ElfMachine.X64;
        NativeLibraryBundle bundle = NativeLibraryBundle.Read([.. Bundled.Select(NativeLibraryItems.FromItem)], machine);
        string table = NativeImportTable.Write(openings, bundle);
        File.WriteAllText(TableFile, table);
        File.WriteAllBytes(Path.ChangeExtension(TableFile, ".json"), openings.Json(bundle));
        if (table.Length > 0)
            Log.LogMessage(MessageImportance.Normal, table);
        string[] there = [.. NativeLibraryItems.NotBundled(Libraries)];
        // Once: what is up to date is not scanned again. No warning, because the library is on nearly every machine.
        foreach (string note in openings.Notes(bundle, there, app))
            Log.LogMessage(MessageImportance.High, $"{Path.GetFileNameWithoutExtension(ProjectFile)}: {note}");
        IReadOnlyList<Finding> warnings = NativeImportRules.Check(openings.Imports, bundle, there, RuntimeIdentifier, Manylinux, app);
        foreach (Finding warning in warnings)
            Warn(warning);
        HasWarnings = warnings.Count > 0;
    }
}
