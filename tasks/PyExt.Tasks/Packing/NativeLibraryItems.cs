using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using PyExt.Wheel;
using PyExt.Wheel.NativeLibraries;

namespace PyExt.Tasks.Packing;

/// <summary>
/// Reads <c>PyNativeLibrary</c> items. What an item names is a file, or else a native file of a NuGet package of the project, by its
/// name with or without prefix and extension.
/// </summary>
internal sealed class NativeLibraryItems
{
    private static readonly string[] Bools = ["true", "false"];

    private readonly ITaskItem[] _assets;
    private readonly HashSet<ITaskItem> _used = [];

    public NativeLibraryItems(IEnumerable<ITaskItem> items, IEnumerable<ITaskItem> assets, string projectDirectory)
    {
        _assets = [.. assets.Where(IsSharedLibrary)];
        List<NativeLibrary> resolved = [];
        List<Finding> findings = [];
        foreach (ITaskItem item in items)
        {
            try
            {
                if (Resolve(item, projectDirectory) is NativeLibrary library)
                    resolved.Add(library);
            }
            catch (WheelException exception)
            {
                findings.AddRange(exception.Findings);
            }
        }

        if (findings.Count > 0)
            throw new WheelException(findings);
        Resolved = resolved;
    }

    /// <summary>The libraries to bundle.</summary>
    public IReadOnlyList<NativeLibrary> Resolved { get; }

    /// <summary>The libraries of packages that no item speaks of: the wheel would be without them, and nobody would know before it runs.</summary>
    public IEnumerable<Finding> LeftOut(bool canBundle) => _assets.Where(asset => !_used.Contains(asset)).Select(asset =>
    {
        string name = Path.GetFileName(asset.ItemSpec);
        string add = canBundle ? $"<PyNativeLibrary Include=\"{name}\" /> to put it into the wheel, or " : "";
        return new Finding(
            DiagnosticCodes.NativeLibraryLeftOut,
            $"The NuGet package {asset.GetMetadata("NuGetPackageId")} {asset.GetMetadata("NuGetPackageVersion")} brings the native library {name}, which would be missing where the wheel is installed. "
            + $"Add {add}<PyNativeLibrary Include=\"{name}\" Bundle=\"false\" /> if the module does without it{(canBundle ? "" : ": for this platform libraries cannot be put into the wheel yet")}.");
    });

    /// <summary>What an app cannot have: libraries of packages that nothing is said of, and items that ask for one in the wheel.</summary>
    /// <param name="items">The <c>PyNativeLibrary</c> items of the app's project.</param>
    /// <param name="app">How messages name the app.</param>
    public IEnumerable<Finding> NotForApps(IEnumerable<ITaskItem> items, string app)
    {
        const string Reason = "an app is installed where all commands are, and finds no library that the wheel brings along";
        foreach (ITaskItem item in items.Where(item => !item.GetMetadata("Bundle").Equals("false", StringComparison.OrdinalIgnoreCase)))
            yield return new Finding(DiagnosticCodes.NativeLibraryKind, $"{app} has the PyNativeLibrary '{item.ItemSpec}', but {Reason}. Link it statically, or call it from the module; Bundle=\"false\" says that the app does without.");
        foreach (ITaskItem asset in _assets.Where(asset => !_used.Contains(asset)))
        {
            string name = Path.GetFileName(asset.ItemSpec);
            yield return new Finding(
                DiagnosticCodes.NativeLibraryLeftOut,
                $"The NuGet package {asset.GetMetadata("NuGetPackageId")} {asset.GetMetadata("NuGetPackageVersion")} of {char.ToLowerInvariant(app[0])}{app[1..]} brings the native library {name}, but {Reason}. "
                + $"Call the package from the module, or add <PyNativeLibrary Include=\"{name}\" Bundle=\"false\" /> to the project of the app if it does without.");
        }
    }

    /// <summary>The names of the libraries that the project knows and does not want in the wheel.</summary>
    public static IEnumerable<string> NotBundled(IEnumerable<ITaskItem> items) => items
        .Where(item => item.GetMetadata("Bundle").Equals("false", StringComparison.OrdinalIgnoreCase))
        .SelectMany(item => item.GetMetadata("Name").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Append(Path.GetFileName(item.ItemSpec.Replace('\\', '/'))));

    /// <summary>The item that carries a library from task to task.</summary>
    public static ITaskItem ToItem(NativeLibrary library)
    {
        TaskItem item = new(EscapeItem(library.File));
        item.SetMetadata("Item", library.Item);
        item.SetMetadata("Names", string.Join(';', library.Names));
        item.SetMetadata("Version", library.Version ?? "");
        item.SetMetadata("License", library.License ?? "");
        item.SetMetadata("LicenseFile", library.LicenseFile ?? "");
        item.SetMetadata("PackageUrl", library.PackageUrl ?? "");
        item.SetMetadata("Package", library.Package ?? "");
        return item;
    }

    /// <summary>The library that such an item carries.</summary>
    public static NativeLibrary FromItem(ITaskItem item) => new()
    {
        Item = item.GetMetadata("Item"),
        File = item.ItemSpec,
        Names = item.GetMetadata("Names").Split(';', StringSplitOptions.RemoveEmptyEntries),
        Version = Metadata(item, "Version"),
        License = Metadata(item, "License"),
        LicenseFile = Metadata(item, "LicenseFile"),
        PackageUrl = Metadata(item, "PackageUrl"),
        Package = Metadata(item, "Package"),
    };

    private NativeLibrary? Resolve(ITaskItem item, string projectDirectory)
    {
        string bundle = item.GetMetadata("Bundle");
        if (bundle.Length > 0 && !Bools.Contains(bundle, StringComparer.OrdinalIgnoreCase))
            throw new WheelException(DiagnosticCodes.NativeLibraryFile, $"PyNativeLibrary '{item.ItemSpec}': Bundle is '{bundle}'. Set it to 'true' or 'false'.");

        string file = Path.GetFullPath(item.ItemSpec.Replace('\\', '/'), projectDirectory);
        ITaskItem[] assets = [.. _assets.Where(asset => Path.GetFullPath(asset.ItemSpec) == file)];
        if (assets.Length == 0 && !File.Exists(file))
            assets = [.. _assets.Where(asset => IsCalled(asset, item.ItemSpec))];
        _used.UnionWith(assets);
        if (bundle.Equals("false", StringComparison.OrdinalIgnoreCase))
            return null;

        if (assets.Length > 1)
            throw new WheelException(DiagnosticCodes.NativeLibraryFile, $"PyNativeLibrary '{item.ItemSpec}' could be {string.Join(" or ", assets.Select(asset => asset.ItemSpec))}. Give the whole path of one.");
        if (assets.Length == 0 && !File.Exists(file))
            throw Missing(item.ItemSpec, file);
        return ToLibrary(item, assets.Length == 1 ? assets[0] : null, assets.Length == 1 ? assets[0].ItemSpec : file, projectDirectory);
    }

    private WheelException Missing(string item, string file)
    {
        string packages = _assets.Length == 0
            ? "the project's NuGet packages bring no native library for this platform"
            : $"the project's NuGet packages bring {string.Join(", ", _assets.Select(asset => Path.GetFileName(asset.ItemSpec)))}";
        return new WheelException(DiagnosticCodes.NativeLibraryFile, $"PyNativeLibrary '{item}': there is no file '{file}', and {packages}. Correct the item, or build the library first.");
    }

    private static NativeLibrary ToLibrary(ITaskItem item, ITaskItem? asset, string file, string projectDirectory)
    {
        string? license = Metadata(item, "LicenseFile") is string path ? Path.GetFullPath(path.Replace('\\', '/'), projectDirectory) : null;
        if (license is not null && !File.Exists(license))
            throw new WheelException(DiagnosticCodes.LicenseFile, $"PyNativeLibrary '{item.ItemSpec}': there is no licence file '{license}'. Correct LicenseFile, or add the file.");
        return new NativeLibrary
        {
            Item = item.ItemSpec,
            File = Path.GetFullPath(file),
            Names = item.GetMetadata("Name").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            Version = Metadata(item, "Version"),
            License = Metadata(item, "License"),
            LicenseFile = license,
            PackageUrl = Metadata(item, "PackageUrl"),
            Package = asset is null ? null : $"{asset.GetMetadata("NuGetPackageId")}/{asset.GetMetadata("NuGetPackageVersion")}",
        };
    }

    private static string? Metadata(ITaskItem item, string name) => item.GetMetadata(name) is { Length: > 0 } value ? value : null;

    private static string EscapeItem(string path) => path.Replace("%", "%25", StringComparison.Ordinal).Replace(";", "%3B", StringComparison.Ordinal);

    private static bool IsSharedLibrary(ITaskItem asset)
    {
        string name = Path.GetFileName(asset.ItemSpec);
        return name.Contains(".so.", StringComparison.Ordinal) || Path.GetExtension(name) is ".so" or ".dylib" or ".dll";
    }

    // "e_sqlite3", "libe_sqlite3" and "libe_sqlite3.so" are all the file libe_sqlite3.so.
    private static bool IsCalled(ITaskItem asset, string name)
    {
        string file = Path.GetFileName(asset.ItemSpec);
        string stem = file.IndexOf(".so", StringComparison.Ordinal) is > 0 and int extension ? file[..extension] : Path.GetFileNameWithoutExtension(file);
        return name == file || name == stem || "lib" + name == stem;
    }
}
