using System.Security.Cryptography;
using PyExt.Wheel.Elf;
using PyExt.Wheel.Elf.Editing;

namespace PyExt.Wheel.NativeLibraries;

/// <summary>A library as the wheel has it: under a name that no other library in the process has.</summary>
public sealed class BundledLibrary
{
    private const int HashDigits = 8;

    private readonly byte[] _image;
    private readonly ElfFile _elf;

    private BundledLibrary(NativeLibrary library, string target, byte[] image, ElfFile elf)
    {
        Library = library;
        _image = image;
        _elf = elf;
        string fileName = Path.GetFileName(library.File);
        Names = [.. new[] { fileName, Path.GetFileName(target), elf.SoName }.OfType<string>().Concat(library.Names).SelectMany(Spellings).Distinct(StringComparer.Ordinal)];
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(image));
        FileName = WithHash(fileName, Sha256[..HashDigits]);
    }

    /// <summary>What the project says of it.</summary>
    public NativeLibrary Library { get; }

    /// <summary>Its name in the wheel: the file's, with eight digits of the contents' SHA-256.</summary>
    public string FileName { get; }

    /// <summary>What .NET and other libraries may ask for and mean this one.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The hash of the library as it was.</summary>
    internal string Sha256 { get; }

    internal ElfFile Elf => _elf;

    /// <summary>The name that libraries linked with it need.</summary>
    internal string NeededName => _elf.SoName ?? Path.GetFileName(Library.File);

    /// <summary>Reads a library.</summary>
    /// <param name="library">What the project says of it.</param>
    /// <param name="machine">The machine of the wheel.</param>
    /// <exception cref="WheelException">PYX3030: there is no such file. PYX3031: it is no shared library for the machine.</exception>
    internal static BundledLibrary Read(NativeLibrary library, ElfMachine machine)
    {
        try
        {
            if (!File.Exists(library.File))
                throw new WheelException(DiagnosticCodes.NativeLibraryFile, $"PyNativeLibrary '{library.Item}': there is no file '{library.File}'. Correct the item, or build the library first.");
            string target = File.ResolveLinkTarget(library.File, returnFinalTarget: true)?.FullName ?? library.File;
            byte[] image = File.ReadAllBytes(target);
            ElfFile elf = ElfFile.Parse(image, target);
            return elf.Machine == machine
                ? new BundledLibrary(library, target, image, elf)
                : throw new WheelException(DiagnosticCodes.NativeLibraryKind, $"PyNativeLibrary '{library.Item}': '{library.File}' is a library for {elf.Machine}, but the wheel is for {machine}. Name the library of the same platform, with a Condition on RuntimeIdentifier where the project packs several.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new WheelException(DiagnosticCodes.NativeLibraryFile, $"PyNativeLibrary '{library.Item}': the file '{library.File}' cannot be read: {exception.Message}", exception);
        }
        catch (WheelException exception) when (exception.Code == DiagnosticCodes.UnreadableBinary)
        {
            throw new WheelException(DiagnosticCodes.NativeLibraryKind, $"PyNativeLibrary '{library.Item}': {exception.Message[..^" Rebuild the native library.".Length]} Name the shared library itself; a static library is a NativeLibrary item.", exception);
        }
    }

    /// <summary>The library as it goes into the wheel.</summary>
    /// <param name="names">The names in the wheel of the libraries in it, by the names under which others need them.</param>
    internal byte[] Edit(IReadOnlyDictionary<string, string> names) => ElfEditor.Apply(_image, Library.File, new ElfEdit
    {
        SoName = FileName,
        Needed = names,
        RunPath = _elf.Needed.Any(names.ContainsKey) ? "$ORIGIN" : "",
    });

    // .NET tries these in an order of its own: "foo" becomes libfoo.so, foo.so, foo and libfoo.
    internal static IEnumerable<string> Spellings(string name)
    {
        int extension = name.IndexOf(".so", StringComparison.Ordinal);
        string stem = extension > 0 ? name[..extension] : name;
        string bare = stem.StartsWith("lib", StringComparison.Ordinal) && stem.Length > 3 ? stem[3..] : stem;
        return [name, $"lib{bare}.so", $"{bare}.so", bare, $"lib{bare}"];
    }

    // libfoo.so.1.2 → libfoo-0123abcd.so.1.2
    private static string WithHash(string fileName, string hash)
    {
        int extension = fileName.IndexOf(".so", StringComparison.Ordinal);
        return extension > 0 ? $"{fileName[..extension]}-{hash}{fileName[extension..]}" : $"{Path.GetFileNameWithoutExtension(fileName)}-{hash}{Path.GetExtension(fileName)}";
    }
}
