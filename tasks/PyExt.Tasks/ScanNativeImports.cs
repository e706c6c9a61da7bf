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

    /// <summary>The file that gets the table.</summary>
    [Required]
    public string TableFile { get; set; } = "";

    /// <summary>Whether something may be missing: the warning comes again with every build until it is not.</summary>
    [Output]
    public bool HasWarnings { get; set; }

    /// <inheritdoc/>
    protected override void Run()
    {
        IReadOnlyList<NativeImport> imports = NativeImportScan.Run(Assemblies(), Map);
        ElfMachine machine = RuntimeIdentifier.EndsWith("-arm64", StringComparison.Ordinal) ? ElfMachine.Arm64 : ElfMachine.X64;
        NativeLibraryBundle bundle = NativeLibraryBundle.Read([.. Bundled.Select(NativeLibraryItems.FromItem)], machine);
        string table = NativeImportTable.Write(imports, bundle);
        File.WriteAllText(TableFile, table);
        if (table.Length > 0)
            Log.LogMessage(MessageImportance.Normal, table);
        IReadOnlyList<Finding> warnings = NativeImportRules.Check(imports, bundle, NativeLibraryItems.NotBundled(Libraries), RuntimeIdentifier, Manylinux, App.Length == 0 ? null : App);
        foreach (Finding warning in warnings)
            Warn(warning);
        HasWarnings = warnings.Count > 0;
    }
}
