using PyExt.Wheel.Audit;
using PyExt.Wheel.NativeLibraries;

namespace PyExt.Wheel.NativeImports;

/// <summary>Judges the libraries that a module for Linux opens when it calls their functions: whoever installs the wheel must have each.</summary>
public static class NativeImportRules
{
    private const int NamedFunctions = 3;

    // .NET opens the C library under this name wherever it is.
    private const string LibC = "libc";

    // What code for several systems calls on another one.
    private static readonly string[] OfMacOS = ["libobjc", "libSystem", "objc"];

    /// <summary>Judges them.</summary>
    /// <param name="imports">What the module calls.</param>
    /// <param name="bundled">The libraries that the wheel brings along.</param>
    /// <param name="otherwiseThere">The names of those that the project says are there.</param>
    /// <param name="runtimeIdentifier">The platform.</param>
    /// <param name="manylinux"><c>PyManylinux</c>.</param>
    /// <param name="app">The command where it is an app that calls, and not the module.</param>
    /// <returns>A warning for each library that may be missing.</returns>
    public static IReadOnlyList<Finding> Check(IReadOnlyList<NativeImport> imports, NativeLibraryBundle bundled, IEnumerable<string> otherwiseThere, string runtimeIdentifier, string manylinux, string? app = null)
    {
        bool isMusl = runtimeIdentifier.StartsWith("linux-musl-", StringComparison.Ordinal);
        // What stays on this machine may need what this machine has.
        if (manylinux == AuditOptions.Off || !runtimeIdentifier.StartsWith("linux-", StringComparison.Ordinal))
            return [];

        ManylinuxPolicy policy = ManylinuxPolicy.Requested(manylinux) ?? ManylinuxPolicy.All[0];
        HashSet<string> known = [.. bundled.Libraries.SelectMany(library => library.Names), .. otherwiseThere.SelectMany(BundledLibrary.Spellings), LibC];
        return [.. imports
            .Where(import => !known.Contains(import.FileName) && !IsOfAnotherSystem(import.Library) && !(isMusl ? IsOfMusl(import.Library) : policy.Allows(import.Library)))
            .GroupBy(import => import.Library)
            .Select(library => Missing([.. library], isMusl ? null : policy, app))];
    }

    private static Finding Missing(IReadOnlyList<NativeImport> imports, ManylinuxPolicy? policy, string? app)
    {
        string library = imports[0].Library;
        string promise = policy is null ? "no musl system has for certain" : $"{policy.Name} does not promise to be on the user's machine";
        string who = string.Join("; ", imports.GroupBy(import => import.AssemblyName).Select(assembly => Caller([.. assembly])));
        string advice = policy?.Libraries.FirstOrDefault(promised => BundledLibrary.Spellings(promised).Contains(imports[0].FileName)) is string exact
            ? $"Write its full name, '{exact}': '{library}' leads to it only where files for developers are installed."
            : app is not null ? $"An app finds no library that the wheel brings along: link it statically, call it from the module, or add <PyNativeLibrary Include=\"{library}\" Bundle=\"false\" /> to the project of the app if it does without."
            : $"Add <PyNativeLibrary Include=\"…/{FileNameOf(imports[0])}\" /> for the wheel to bring it along, or <PyNativeLibrary Include=\"{library}\" Bundle=\"false\" /> if it is there where the module calls it, or finds it by a resolver of its own.";
        return new Finding(DiagnosticCodes.NativeLibraryUnknown, $"{(app is null ? "The module" : $"The app '{app}'")} opens the library '{library}' at run time, which {promise} and the wheel does not bring along: {who}. {advice}");
    }

    // "SQLitePCLRaw.provider.e_sqlite3 2.1.11 calls sqlite3_open, sqlite3_step and 30 more (SQLitePCL.NativeMethods)"
    private static string Caller(IReadOnlyList<NativeImport> imports)
    {
        string[] functions = [.. imports.Select(import => import.Function).Distinct()];
        string more = functions.Length > NamedFunctions ? $" and {functions.Length - NamedFunctions} more" : "";
        return $"{Title(imports[0])} calls {string.Join(", ", functions.Take(NamedFunctions))}{more} ({string.Join(", ", imports.Select(import => import.DeclaringType.Replace('+', '.')).Distinct().Take(NamedFunctions))})";
    }

    internal static string Title(NativeImport import) => import.Assembly.Title(import.AssemblyName);

    private static string FileNameOf(NativeImport import) =>
        import.FileName.Contains(".so", StringComparison.Ordinal) ? import.FileName : BundledLibrary.Spellings(import.FileName).First(name => name.EndsWith(".so", StringComparison.Ordinal));

    private static bool IsOfMusl(string library) => library is "libc.so" or "libz.so.1" || library.StartsWith("libc.musl-", StringComparison.Ordinal);

    private static bool IsOfAnotherSystem(string library) =>
        WindowsLibraries.Allows(library) || WindowsLibraries.Allows(library + ".dll") || library.EndsWith(".dylib", StringComparison.Ordinal)
        || library.StartsWith("/System/", StringComparison.Ordinal) || OfMacOS.Contains(library);
}
