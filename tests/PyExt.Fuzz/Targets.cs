using System.Text;
using PyExt.Wheel;
using PyExt.Wheel.Archive;
using PyExt.Wheel.Audit;
using PyExt.Wheel.Binaries;
using PyExt.Wheel.Elf;
using PyExt.Wheel.Elf.Editing;
using PyExt.Wheel.MachO;
using PyExt.Wheel.Metadata;
using PyExt.Wheel.Naming;
using PyExt.Wheel.Pe;
using PyExt.Wheel.Verification;

namespace PyExt.Fuzz;

/// <summary>Everything that reads files of others.</summary>
public static class Targets
{
    private const string LinuxTag = "cp312-abi3-manylinux_2_17_x86_64";

    /// <summary>Every target for which there are inputs.</summary>
    public static IReadOnlyList<Target> All(Corpus corpus)
    {
        List<Target> targets =
        [
            new("ELF", corpus.Elf, IsText: false, input => Refuses(() => ElfFile.Parse(input, "m.so"))),
            new("Mach-O", corpus.MachO, IsText: false, input => Refuses(() => MachOFile.Parse(input, "m.so"))),
            new("PE", corpus.Pe, IsText: false, input => Refuses(() => PeFile.Parse(input, "m.pyd"))),
            new("ELF editor", corpus.Elf, IsText: false, input => Refuses(() => ElfEditor.Apply(input, "m.so", new ElfEdit { SoName = "m-0123.so", RunPath = "$ORIGIN/../demo.libs", Needed = new Dictionary<string, string> { ["libc.so.6"] = "libc-0123.so.6" } }))),
            new("audit of a module", [.. corpus.Elf, .. corpus.MachO, .. corpus.Pe], IsText: false, AuditModule),
            new("wheel", [.. WheelFiles(corpus).Select(wheel => Wheels.Pack([.. wheel.Files, new(Wheels.DistInfo + "RECORD", Wheels.Record(wheel.Files))], isStored: false))], IsText: false, input => AuditWheel(input, LinuxTag)),
            .. WheelFiles(corpus).Select(wheel => new Target($"binary in a wheel for {wheel.System}", [wheel.Files[wheel.Module]], IsText: false, input => AuditWith(wheel.Tag, wheel.Files, wheel.Module, input))),
            Text("METADATA", Wheels.Metadata, corpus),
            Text("WHEEL", Wheels.WheelFile(LinuxTag), corpus),
            Text("entry_points.txt", Wheels.EntryPoints, corpus),
            new("RECORD", [Encoding.UTF8.GetBytes("a.py,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0\n\"a,\"\"b\"\".py\",sha256=x,1\ndemo-1.0.dist-info/RECORD,,\n"), .. WheelFiles(corpus).Take(1).Select(wheel => Wheels.Record(wheel.Files))], IsText: true, input => AuditWithRecord(corpus, input)),
            new("file name", [.. new[] { Wheels.Name(LinuxTag), "fast_md-1!2.0rc1.post2.dev3-1a-cp312.cp313-abi3.abi3t-macosx_11_0_arm64.macosx_11_0_universal2.whl" }.Select(Encoding.UTF8.GetBytes)], IsText: true, input => AuditName(Encoding.UTF8.GetString(input))),
            new("requirements and licences", [.. new[] { "numpy[a,b] >=2,<3; python_version < \"3.14\" and (extra == 'x' or os_name != \"nt\")", "MIT OR (Apache-2.0 WITH LLVM-exception AND LicenseRef-Own)", ">=3.12,!=3.14.*", "1!2.0rc1.post2.dev3+local.1", "fastmd._native" }.Select(Encoding.UTF8.GetBytes)], IsText: true, input => ReadTexts(Encoding.UTF8.GetString(input))),
        ];
        return [.. targets.Where(target => target.Seeds.Count > 0)];
    }

    private static IEnumerable<(string System, string Tag, string Module, SortedDictionary<string, byte[]> Files)> WheelFiles(Corpus corpus)
    {
        if (corpus.Elf.Count > 0)
            yield return Of("Linux", LinuxTag, "demo/m.abi3.so", corpus.Elf[0]);
        if (corpus.MachO.Count > 0)
            yield return Of("macOS", "cp312-abi3-macosx_11_0_universal2", "demo/m.abi3.so", corpus.MachO[^1]);
        if (corpus.Pe.Count > 0)
            yield return Of("Windows", "cp312-abi3-win_amd64", "demo/m.pyd", corpus.Pe[0]);

        static (string, string, string, SortedDictionary<string, byte[]>) Of(string system, string tag, string module, byte[] binary) => (system, tag, module, Wheels.Files(tag, module, binary));
    }

    private static Target Text(string name, string seed, Corpus corpus) => new(name, [Encoding.UTF8.GetBytes(seed)], IsText: true, input =>
        AuditWith(LinuxTag, Wheels.Files(LinuxTag, "demo/m.abi3.so", corpus.Elf.Count > 0 ? corpus.Elf[0] : []), Wheels.DistInfo + name, input));

    // The archive is sound and RECORD is right, so that the changed file is what is judged.
    private static bool AuditWith(string tag, SortedDictionary<string, byte[]> files, string path, byte[] content)
    {
        SortedDictionary<string, byte[]> changed = new(files, StringComparer.Ordinal) { [path] = content };
        return AuditWheel(Wheels.Pack([.. changed, new(Wheels.DistInfo + "RECORD", Wheels.Record(changed))]), tag);
    }

    private static bool AuditWithRecord(Corpus corpus, byte[] record)
    {
        _ = RecordFile.Parse(Encoding.UTF8.GetString(record));
        SortedDictionary<string, byte[]> files = Wheels.Files(LinuxTag, "demo/m.abi3.so", corpus.Elf.Count > 0 ? corpus.Elf[0] : []);
        return AuditWheel(Wheels.Pack([.. files, new(Wheels.DistInfo + "RECORD", record)]), LinuxTag);
    }

    // The report is rendered, too: names from the file reach a terminal and JSON.
    private static bool AuditWheel(byte[] archive, string tag)
    {
        WheelAuditReport report = WheelAudit.Examine(archive, Wheels.Name(tag), options: null);
        return Rendered(report);
    }

    private static bool AuditName(string name) => Rendered(WheelAudit.Examine(Array.Empty<byte>(), name, options: null));

    private static bool Rendered(WheelAuditReport report)
    {
        _ = AuditTable.Render(report);
        _ = AuditJson.Render([report]);
        return report.Passed;
    }

    private static bool AuditModule(byte[] input)
    {
        AuditOptions options = new(ModuleName.Parse("m"), PythonVersion.Oldest);
        _ = RuntimeLibraries.Find(input, []);
        _ = BinaryFormats.Of(input);
        return Refuses(() => BinaryAudit.Run(input, "m.so", options));
    }

    private static bool ReadTexts(string text)
    {
        bool isRefused = Requirement.Problem(text) is not null & LicenseExpressions.Problem(text) is not null & Requirement.SpecifierProblem(text) is not null;
        _ = Pep440Version.TryParse(text, out _);
        _ = Refuses(() => VersionMapping.FromNuGet(text));
        _ = Refuses(() => ModuleName.Parse(text));
        _ = HeaderFields.Parse(text, out _);
        _ = EntryPoints.Problems(text).Count();
        _ = ArchivePath.Problem(text);
        return !isRefused;
    }

    // The library's own error is how a reader refuses; anything else is a mistake.
    private static bool Refuses(Action read)
    {
        try
        {
            read();
            return true;
        }
        catch (WheelException)
        {
            return false;
        }
    }
}
