using System.Text.RegularExpressions;
using PyExt.Wheel.Audit;
using PyExt.Wheel.Binaries;
using PyExt.Wheel.Elf;
using PyExt.Wheel.MachO;
using PyExt.Wheel.Naming;
using PyExt.Wheel.Pe;

namespace PyExt.Wheel.Verification;

/// <summary>Checks the native files: the first bytes tell what a file is, the wheel's tag what it should be.</summary>
internal static partial class BinaryRules
{
    public static bool IsNative(string path) => NativeName().IsMatch(path);

    public static IReadOnlyList<AuditedBinary> Check(WheelContents contents, FindingList findings)
    {
        List<AuditedBinary> binaries = [];
        foreach ((string path, byte[] content) in contents.Files)
        {
            BinaryFormat format = BinaryFormats.Of(content);
            if (format == BinaryFormat.None)
            {
                if (IsNative(path))
                    findings.Error(DiagnosticCodes.UnreadableBinary, $"'{path}' is called like a native library, but is neither ELF, Mach-O nor PE", path);
                continue;
            }

            if (CheckPlatform(contents, path, format, findings) && Read(contents, path, content, format, findings) is AuditedBinary binary)
                binaries.Add(binary);
            else
                binaries.Add(new AuditedBinary(path, format, format == BinaryFormat.Elf ? [ElfIdentity.ArchitectureOf(content)] : [], content.Length, null, [], [], []));
        }

        return binaries;
    }

    /// <summary>A wheel that promises a module holds one: builds have been published that had lost theirs.</summary>
    /// <param name="contents">The wheel.</param>
    /// <param name="module">The module that it must hold, where that is known.</param>
    /// <param name="findings">What is wrong.</param>
    public static void CheckPresence(WheelContents contents, ModuleName? module, FindingList findings)
    {
        WheelTag tag = contents.Name.Tag;
        ExtensionName[] extensions = [.. contents.Files.Keys.Select(ExtensionName.Parse).OfType<ExtensionName>()];
        if (module is not null && !extensions.Any(extension => extension.Stem == module.Stem))
            findings.Error(DiagnosticCodes.InitFunctionMissing, $"it does not hold the module '{module}'");
        else if (extensions.Length == 0 && !tag.Abi.Contains("none"))
            findings.Warning(DiagnosticCodes.InitFunctionMissing, $"the ABI tag is '{string.Join('.', tag.Abi)}', but the wheel holds no extension module");
    }

    /// <summary>The rules of an extension module that do not depend on its format.</summary>
    /// <param name="contents">The wheel.</param>
    /// <param name="path">The module.</param>
    /// <param name="exports">What it exports.</param>
    /// <param name="isFunction">Whether it exports a function of a name.</param>
    /// <param name="used">The symbols that others must define.</param>
    /// <param name="findings">What is wrong.</param>
    public static void CheckExtension(WheelContents contents, string path, IEnumerable<string> exports, Func<string, bool> isFunction, IEnumerable<string> used, FindingList findings)
    {
        if (ExtensionName.Parse(path) is not { Module: ModuleName module } name)
            return;

        // A library that Python code opens by ctypes may be called like a module without being one.
        bool hasInit = isFunction(name.InitFunction) || isFunction(name.ExportFunction);
        if (!hasInit && !name.IsCertain)
            return;

        List<Finding> found = [];
        string[] others = [.. exports.Where(export => export != name.ExportFunction).Distinct().Order(StringComparer.Ordinal)];
        SymbolRules.CheckExports(path, others, hasInit, module, found);
        WheelTag tag = contents.Name.Tag;
        if (name.IsStableAbi || tag.Abi.Any(abi => abi.StartsWith("abi3", StringComparison.Ordinal)))
            SymbolRules.CheckStableAbi(path, used, OldestPython(tag), found);
        findings.AddBinaryFindings(found, path);

        if (name.IsStableAbi && !tag.Abi.Any(abi => abi.StartsWith("abi3", StringComparison.Ordinal)))
            findings.Warning(DiagnosticCodes.WheelTags, $"'{path}' is an abi3 module, but the ABI tag is '{string.Join('.', tag.Abi)}', so later Pythons do not get this wheel", path);
        else if (name.Suffix == "abi3" && tag.Abi.Contains("abi3t"))
            findings.Error(DiagnosticCodes.WheelTags, $"the ABI tag is '{string.Join('.', tag.Abi)}', but a free-threaded CPython 3.15 does not look for a module named '{path}'; a name without 'abi3' is found by every build", path);
        else if (name.PythonTag is string version && tag.Python.All(python => python.StartsWith("cp", StringComparison.Ordinal)) && !tag.Python.Contains(version))
            findings.Error(DiagnosticCodes.BinaryPlatform, $"'{path}' is for {version}, but the Python tag is '{string.Join('.', tag.Python)}', so the Python that gets this wheel does not import it", path);
    }

    private static AuditedBinary? Read(WheelContents contents, string path, byte[] content, BinaryFormat format, FindingList findings)
    {
        // Object files and machines that PyExt does not know: nothing can be said about them.
        if (format == BinaryFormat.Elf && !ElfIdentity.IsReadable(content))
        {
            if (IsNative(path))
                findings.Warning(DiagnosticCodes.UnreadableBinary, $"'{path}' is built for {ElfIdentity.ArchitectureOf(content)} or is no shared object, and was not examined further", path);
            return null;
        }

        try
        {
            return format switch
            {
                BinaryFormat.Elf => ElfRules.Check(contents, path, content, ElfFile.ParseAny(content, path), findings),
                BinaryFormat.MachO => MachORules.Check(contents, path, content, MachOFile.Parse(content, path), findings),
                _ => PeRules.Check(contents, path, content, PeFile.Parse(content, path), findings),
            };
        }
        catch (WheelException exception)
        {
            if (IsNative(path))
                findings.Error(exception.Code, exception.Message, path);
            return null;
        }
    }

    // Launchers for Windows travel in wheels for every platform; libraries do not.
    private static bool CheckPlatform(WheelContents contents, string path, BinaryFormat format, FindingList findings)
    {
        IReadOnlyList<string> platforms = contents.Name.Tag.Platform;
        if (platforms.Contains("any"))
        {
            if (IsNative(path))
                findings.Error(DiagnosticCodes.BinaryPlatform, $"it holds the native library '{path}' although its platform tag is 'any'", path);
            return false;
        }

        string[] foreign = [.. platforms.Where(platform => PlatformTags.FormatOf(platform) is BinaryFormat expected && expected != format)];
        if (foreign.Length > 0 && IsNative(path))
            findings.Error(DiagnosticCodes.BinaryPlatform, $"'{path}' is {BinaryFormats.NameOf(format)}, which no system of the platform tag '{foreign[0]}' can load", path);
        return foreign.Length == 0;
    }

    private static PythonVersion OldestPython(WheelTag tag) => tag.Python
        .Where(python => python.StartsWith("cp3", StringComparison.Ordinal) && int.TryParse(python.AsSpan(3), out _))
        .Select(python => new PythonVersion(3, int.Parse(python.AsSpan(3), System.Globalization.CultureInfo.InvariantCulture)))
        .DefaultIfEmpty(new PythonVersion(3, 2)).Min();

    [GeneratedRegex(@"\.(so(\.[0-9.]+)?|pyd|dll|dylib)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex NativeName();
}
