using PyExt.Wheel.Audit;
using PyExt.Wheel.NativeLibraries;

namespace PyExt.Wheel.NativeImports;

/// <summary>
/// A library that .NET's own native code opens at run time. No import names it: that code is linked into the module, and looks for several versions of it. Which ones stands in the module's data, and only where that
/// code was kept.
/// </summary>
/// <param name="Name">What it is, such as OpenSSL.</param>
/// <param name="Files">The names under which it is looked for.</param>
/// <param name="Assembly">The assembly of .NET that needs it.</param>
/// <param name="WhenMissing">What happens where it is missing.</param>
/// <param name="Users">Who asks .NET for what needs it: assemblies, each with the types of .NET that it names.</param>
public sealed record FrameworkLibrary(string Name, IReadOnlyList<string> Files, string Assembly, string WhenMissing, IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> Users)
{
    private const int MostNames = 3;

    private static readonly (string Prefix, string Name, string Assembly, string WhenMissing)[] Known =
    [
        ("libssl.so", "OpenSSL", "System.Security.Cryptography", "the process ends with a message at the first use"),
        ("libgssapi_krb5.so", "the Kerberos library (GSSAPI)", "System.Net.Security", "authentication with Negotiate, NTLM or Kerberos fails"),
        ("libicuuc.so", "ICU", "System.Private.CoreLib", "the process ends at the first use of a culture; InvariantGlobalization=true does without"),
        ("libmsquic.so", "MsQuic", "System.Net.Quic", "QUIC and HTTP/3 are not supported"),
    ];

    /// <summary>Finds them.</summary>
    /// <param name="binary">The linked module or program.</param>
    /// <param name="users">Who uses what of .NET.</param>
    /// <exception cref="WheelException">PYX3009: the binary cannot be read.</exception>
    internal static IReadOnlyList<FrameworkLibrary> Find(string binary, FrameworkUsers users)
    {
        IReadOnlyList<string> opened = RuntimeLibraries.Find(Binaries.BinaryContent.Read(binary), []);
        return [.. Known
            .Select(known => new FrameworkLibrary(known.Name, [.. opened.Where(name => name.StartsWith(known.Prefix, StringComparison.Ordinal))], known.Assembly, known.WhenMissing, []))
            .Where(library => library.Files.Count > 0)
            .Select(library => library with { Users = users.Of(library.Assembly) })];
    }

    /// <summary>The one of its files that the wheel brings along, or null.</summary>
    internal string? In(NativeLibraryBundle bundle) => bundle.Libraries.FirstOrDefault(library => library.Names.Intersect(Files).Any())?.FileName;

    /// <summary>What there is to know of it, in sentences.</summary>
    /// <param name="subject">Who opens it, such as "The module".</param>
    internal string Describe(string subject)
    {
        string users = Users.Count == 0 ? "" : $" (used by {string.Join("; ", Users.Select(user => $"{user.Key}: {Shortened(user.Value)}"))})";
        return $"{subject} opens {Name} at run time ({Shortened(Files)}): {Assembly} needs it{users}. No platform tag promises it; where it is missing, {WhenMissing}.";
    }

    private static string Shortened(IReadOnlyList<string> names) => string.Join(", ", names.Take(MostNames)) + (names.Count > MostNames ? $" and {names.Count - MostNames} more" : "");
}
