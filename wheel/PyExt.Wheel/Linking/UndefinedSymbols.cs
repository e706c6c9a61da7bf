using System.Text;
using PyExt.Wheel.Audit;
using PyExt.Wheel.Elf;

namespace PyExt.Wheel.Linking;

/// <summary>
/// Finds the symbols that no library would define. The linker cannot tell them from those of Python, which a module leaves to the process
/// that imports it, so it links without a word and the import fails.
/// </summary>
public static class UndefinedSymbols
{
    /// <summary>Checks a linked module.</summary>
    /// <param name="module">The linked shared object.</param>
    /// <param name="floor">What it was linked for, or null where it was linked against the machine's own C library.</param>
    /// <param name="linkerInputs">The files and options that the linker was given, to say where a symbol is used.</param>
    /// <param name="directory">The folder that the linker ran in.</param>
    /// <returns>What is wrong; empty when every symbol has a library.</returns>
    /// <exception cref="WheelException">PYX3009: the file is no readable shared object.</exception>
    public static IReadOnlyList<Finding> Check(string module, LinkFloor? floor, IReadOnlyList<string> linkerInputs, string directory)
    {
        ArgumentNullException.ThrowIfNull(linkerInputs);
        ElfFile file = ElfFile.Read(module);
        // A symbol of glibc has a version. One without may still belong to another library that the module needs.
        bool needsOthers = file.Needed.Any(library => !IsOfGlibc(library));
        string[] undefined = [.. file.DynamicSymbols
            .Where(symbol => symbol is { IsDefined: false, Binding: ElfBinding.Global, Version: null } && !StableAbi.IsPythonSymbol(symbol.Name))
            .Select(symbol => symbol.Name).Distinct().Order(StringComparer.Ordinal)];

        GlibcSymbols glibc = GlibcSymbols.Of(file.Machine);
        Dictionary<string, Version> newer = [];
        List<string> unknown = [];
        foreach (string symbol in undefined)
        {
            if (floor is not null && glibc.IntroducedIn(symbol) is Version version && version > floor.Glibc)
                newer.Add(symbol, version);
            else if (!needsOthers)
                unknown.Add(symbol);
        }

        LinkerInputs inputs = new(linkerInputs, directory);
        List<Finding> findings = [];
        if (newer.Count > 0)
            findings.Add(NewerThanFloor(Path.GetFileName(module), floor!, newer, inputs));
        if (unknown.Count > 0)
            findings.Add(DefinedNowhere(Path.GetFileName(module), unknown, inputs));
        return findings;
    }

    private static Finding NewerThanFloor(string module, LinkFloor floor, Dictionary<string, Version> symbols, LinkerInputs inputs)
    {
        Version needed = symbols.Values.Max()!;
        string raise = ManylinuxPolicy.All.FirstOrDefault(policy => policy.Glibc >= needed) is ManylinuxPolicy policy
            ? $"Set PyManylinux to '{policy.Name["manylinux_".Length..]}' for a wheel that needs glibc {policy.Glibc}, or to 'off' for one"
            : "No manylinux policy has it yet: set PyManylinux to 'off' for a wheel";
        bool one = symbols.Count == 1;
        return new Finding(
            DiagnosticCodes.LinkFloor,
            $"{module} uses {Listed([.. symbols.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} ({inputs.UsersOf(pair.Key)}glibc {pair.Value})")])}, "
            + $"which glibc {floor.Glibc}, for which it is linked, does not have. {raise} that stays on machines like this one; or build what uses {(one ? "it" : "them")} on an older system.");
    }

    private static Finding DefinedNowhere(string module, List<string> symbols, LinkerInputs inputs) => new(
        DiagnosticCodes.UndefinedSymbol,
        $"{module} uses {Listed([.. symbols.Select(symbol => inputs.UsersOf(symbol) is { Length: > 0 } users ? $"{symbol} ({users[..^2]})" : symbol)])}, which no library that it is linked with defines, so Python could not import it. "
        + "Add the library that does as a NativeLibrary item (a static library) or a LinkerArg item.");

    private static bool IsOfGlibc(string library) => ManylinuxPolicy.IsDynamicLoader(library)
        || library is "libc.so.6" or "libm.so.6" or "libpthread.so.0" or "libdl.so.2" or "librt.so.1" or "libutil.so.1" or "libresolv.so.2" or "libanl.so.1";

    private static string Listed(IReadOnlyList<string> names) => names.Count <= 12
        ? string.Join(", ", names)
        : string.Join(", ", names.Take(12)) + $" and {names.Count - 12} more";

    /// <summary>The files that were linked. They are searched as bytes: only a failing build asks, and every object format keeps names as they are.</summary>
    private sealed class LinkerInputs(IReadOnlyList<string> inputs, string directory)
    {
        private const long LargestFile = 1L << 30;

        private readonly Lazy<List<(string Name, byte[] Contents)>> _files = new(() => Read(inputs, directory));

        /// <summary>The files that name a symbol, as the start of a list, or nothing.</summary>
        public string UsersOf(string symbol)
        {
            byte[] name = Encoding.UTF8.GetBytes($"\0{symbol}\0");
            string[] users = [.. _files.Value.Where(file => file.Contents.AsSpan().IndexOf(name) >= 0).Select(file => file.Name).Distinct()];
            return users.Length == 0 ? "" : string.Join(", ", users) + "; ";
        }

        private static List<(string Name, byte[] Contents)> Read(IReadOnlyList<string> inputs, string directory)
        {
            string[] arguments = [.. inputs.SelectMany(input => input.Split(' ', StringSplitOptions.RemoveEmptyEntries).Prepend(input)).Select(input => input.Trim('"')).Distinct()];
            string[] folders = [.. arguments.Where(argument => argument.StartsWith("-L", StringComparison.Ordinal)).Select(argument => argument[2..].Trim('"'))];
            IEnumerable<string> libraries = arguments
                .Where(argument => argument.StartsWith("-l", StringComparison.Ordinal))
                .SelectMany(argument => folders.Select(folder => Path.Combine(folder, $"lib{argument[2..]}.a")));
            List<(string Name, byte[] Contents)> files = [];
            foreach (string path in arguments.Concat(libraries).Select(path => Path.Combine(directory, path)).Where(File.Exists))
            {
                try
                {
                    if (new FileInfo(path).Length <= LargestFile)
                        files.Add((Path.GetFileName(path), File.ReadAllBytes(path)));
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
                {
                    // The linker could read it; that it cannot be read now costs a name in a message.
                }
            }

            return files;
        }
    }
}
