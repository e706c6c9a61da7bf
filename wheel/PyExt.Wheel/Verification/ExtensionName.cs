using System.Text.RegularExpressions;
using PyExt.Wheel.Naming;

namespace PyExt.Wheel.Verification;

/// <summary>What the file name of a library says about the extension module in it.</summary>
/// <param name="Stem">The module's name, without packages.</param>
/// <param name="Suffix">What names the interpreters that import it, such as <c>abi3</c> or <c>cpython-312-x86_64-linux-gnu</c>; empty where every one does.</param>
/// <param name="IsCertain">Whether the name can be that of nothing but an extension module.</param>
internal sealed partial record ExtensionName(string Stem, string Suffix, bool IsCertain)
{
    public string InitFunction => "PyInit_" + Stem;

    /// <summary>The name that CPython looks for from 3.15 on, before the other (PEP 793).</summary>
    public string ExportFunction => "PyModExport_" + Stem;

    public bool IsStableAbi => Suffix is "abi3" or "abi3t" or "abi3-abi3t";

    /// <summary>The Python tag of a suffix that names a version, such as <c>cp312</c>; null for others.</summary>
    public string? PythonTag => Versioned().Match(Suffix) is { Success: true } match ? "cp" + match.Groups["version"].Value : null;

    public ModuleName? Module => ModuleName.IsValid(Stem) ? ModuleName.Parse(Stem) : null;

    /// <summary>Reads a path; null where no import would take it for an extension module.</summary>
    public static ExtensionName? Parse(string path)
    {
        if (WheelContents.IsBundled(path) || Pattern().Match(path[(path.LastIndexOf('/') + 1)..]) is not { Success: true } match)
            return null;

        string suffix = match.Groups["suffix"].Value;
        return new ExtensionName(match.Groups["stem"].Value, suffix, suffix.Length > 0 || match.Groups["extension"].Value == "pyd");
    }

    [GeneratedRegex(@"^(?<stem>[^.]+)(\.(?<suffix>abi3t?|abi3-abi3t|(cpython|cp|pypy|graalpy)-?[0-9][^.]*))?\.(?<extension>so|pyd)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();

    [GeneratedRegex(@"^(cpython-|cp)(?<version>[0-9]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Versioned();
}
