using PyExt.Wheel.Audit;
using PyExt.Wheel.Elf;

namespace PyExt.Wheel.Linking;

/// <summary>What the libraries of glibc define, release by release.</summary>
internal sealed class GlibcSymbols
{
    // Before this release a symbol of threads or of dlopen was in a library of its own, where programs linked for it look for it.
    private static readonly Version OneLibrary = new(2, 34);

    private static readonly Lazy<GlibcSymbols> X64 = new(() => new GlibcSymbols("glibc_x86_64.txt"));
    private static readonly Lazy<GlibcSymbols> Arm64 = new(() => new GlibcSymbols("glibc_aarch64.txt"));

    private readonly List<Entry> _entries = [];
    private readonly List<string> _libraries = [];

    private GlibcSymbols(string table)
    {
        string library = "";
        string era = "";
        foreach (string[] words in DataFile.ReadLines(table))
        {
            if (words[0] == "library")
            {
                library = words[1];
                era = words.Length > 2 ? words[2] : "";
                if (!_libraries.Contains(library))
                    _libraries.Add(library);
                continue;
            }

            Version version = Version.Parse(words[0]);
            foreach (string word in words.Skip(1))
                _entries.Add(new Entry(library, new GlibcSymbol(word.TrimEnd('*'), version, word.EndsWith('*')), era));
        }
    }

    /// <summary>The table of a machine.</summary>
    public static GlibcSymbols Of(ElfMachine machine) => (machine == ElfMachine.X64 ? X64 : Arm64).Value;

    /// <summary>
    /// The libraries as a release has them, for linking: each symbol once, with its newest version. Where several libraries have that
    /// version, libpthread's is the real function and libc's stands in for it; of the others libc's is the one that is always loaded.
    /// </summary>
    /// <param name="release">The release of glibc.</param>
    /// <returns>Every library by its name; from 2.34 on some have no symbols.</returns>
    public IReadOnlyDictionary<string, IReadOnlyList<GlibcSymbol>> At(Version release)
    {
        string otherEra = release < OneLibrary ? "since-2.34" : "before-2.34";
        ILookup<string, GlibcSymbol> chosen = _entries
            .Where(entry => entry.Era != otherEra && entry.Symbol.Version <= release)
            .GroupBy(entry => entry.Symbol.Name, StringComparer.Ordinal)
            .Select(group => group.OrderByDescending(entry => entry.Symbol.Version).ThenBy(entry => Preference(entry.Library)).First())
            .ToLookup(entry => entry.Library, entry => entry.Symbol, StringComparer.Ordinal);
        return _libraries.ToDictionary(
            library => library,
            IReadOnlyList<GlibcSymbol> (library) => [.. chosen[library].OrderBy(symbol => symbol.Name, StringComparer.Ordinal)],
            StringComparer.Ordinal);
    }

    /// <summary>The first release that has a symbol, or null when none has.</summary>
    /// <param name="symbol">The symbol's name.</param>
    public Version? IntroducedIn(string symbol) => _entries.Where(entry => entry.Symbol.Name == symbol).Min(entry => entry.Symbol.Version);

    private static int Preference(string library) => library switch
    {
        "libpthread.so.0" => 0,
        "libc.so.6" => 1,
        _ => 2,
    };

    private sealed record Entry(string Library, GlibcSymbol Symbol, string Era);
}

/// <summary>A symbol of a library of glibc.</summary>
/// <param name="Name">The name.</param>
/// <param name="Version">The number of its version: 2.17 for <c>GLIBC_2.17</c>.</param>
/// <param name="IsData">Whether it is data, not a function.</param>
internal sealed record GlibcSymbol(string Name, Version Version, bool IsData);
