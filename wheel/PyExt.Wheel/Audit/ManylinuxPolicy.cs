using System.Collections.Frozen;
using PyExt.Wheel.Elf;

namespace PyExt.Wheel.Audit;

/// <summary>One manylinux policy: what a binary may need to run on every distribution with at least its glibc.</summary>
public sealed class ManylinuxPolicy
{
    private static readonly Lazy<IReadOnlyList<ManylinuxPolicy>> Table = new(Load);

    private readonly HashSet<string> _libraries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FrozenSet<string>> _forbidden = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Architecture, string Family), FrozenSet<string>> _versions = [];

    private ManylinuxPolicy(string name)
    {
        Name = name;
    }

    /// <summary>Every policy from <c>manylinux_2_17</c> on, the most portable first.</summary>
    public static IReadOnlyList<ManylinuxPolicy> All => Table.Value;

    /// <summary>The name, such as <c>manylinux_2_17</c>.</summary>
    public string Name { get; }

    /// <summary>The release of glibc whose symbols it allows, such as 2.17.</summary>
    public Version Glibc => Version.Parse(Name["manylinux_".Length..].Replace('_', '.'));

    /// <summary>Finds a policy by <c>2_28</c>, <c>2.28</c> or <c>manylinux_2_28</c>.</summary>
    /// <param name="text">The name.</param>
    /// <returns>The policy, or null when there is none of that name.</returns>
    public static ManylinuxPolicy? Find(string text)
    {
        string number = text.StartsWith("manylinux_", StringComparison.Ordinal) ? text["manylinux_".Length..] : text;
        return All.FirstOrDefault(policy => policy.Name == "manylinux_" + number.Replace('.', '_'));
    }

    /// <summary>Whether the policy lets a binary need a library; the dynamic loader is always allowed.</summary>
    /// <param name="library">The library, such as <c>libc.so.6</c>.</param>
    /// <returns>Whether it is allowed.</returns>
    public bool Allows(string library) => IsDynamicLoader(library) || _libraries.Contains(library);

    /// <summary>What keeps a binary from satisfying the policy, apart from its libraries.</summary>
    /// <param name="file">The binary.</param>
    /// <returns>A line for each obstacle; empty when the policy is satisfied.</returns>
    public IReadOnlyList<string> Obstacles(ElfFile file)
    {
        List<string> obstacles = [];
        string architecture = ArchitectureOf(file.Machine);
        foreach (ElfVersionNeed need in file.VersionNeeds.Where(need => !IsDynamicLoader(need.Library) && !IsVersionAllowed(architecture, need.Version)))
        {
            IEnumerable<string> users = file.DynamicSymbols.Where(symbol => symbol.Library == need.Library && symbol.Version == need.Version).Select(symbol => symbol.Name).Take(8);
            obstacles.Add($"{need.Version} of {need.Library} ({string.Join(", ", users)})");
        }

        foreach ((string library, FrozenSet<string> symbols) in _forbidden.Where(pair => file.Needed.Contains(pair.Key)))
        {
            foreach (ElfSymbol symbol in file.DynamicSymbols.Where(symbol => !symbol.IsDefined && symbol.Binding != ElfBinding.Weak && symbols.Contains(symbol.Name)))
                obstacles.Add($"the symbol {symbol.Name} of {library}");
        }

        return obstacles;
    }

    /// <summary>The architecture as tags spell it.</summary>
    /// <param name="machine">The machine of a binary.</param>
    /// <returns>Such as <c>x86_64</c>.</returns>
    public static string ArchitectureOf(ElfMachine machine) => machine == ElfMachine.X64 ? "x86_64" : "aarch64";

    /// <summary>The policy that a value of <c>PyManylinux</c> requires, or null for <c>auto</c> and <c>off</c>.</summary>
    /// <exception cref="WheelException">PYX3008: there is no such policy.</exception>
    internal static ManylinuxPolicy? Requested(string manylinux) => manylinux switch
    {
        AuditOptions.Automatic or AuditOptions.Off => null,
        _ => Find(manylinux) ?? throw new WheelException(
            DiagnosticCodes.ManylinuxPolicy,
            $"PyManylinux is '{manylinux}', which is no known policy. Set it to 'auto', 'off' or one of {string.Join(", ", All.Select(policy => policy.Name["manylinux_".Length..]))}."),
    };

    /// <summary>The libraries that may be needed, by their full names.</summary>
    internal IEnumerable<string> Libraries => _libraries.Order(StringComparer.Ordinal);

    internal static bool IsDynamicLoader(string library) =>
        library.StartsWith("ld-linux", StringComparison.Ordinal) || library is "ld64.so.1" or "ld64.so.2";

    // Membership, not comparison: policies leave out versions that no distribution of their age had.
    private bool IsVersionAllowed(string architecture, string version)
    {
        int separator = version.IndexOf('_', StringComparison.Ordinal);
        return separator < 0
            || !_versions.TryGetValue((architecture, version[..separator]), out FrozenSet<string>? allowed)
            || allowed.Contains(version[(separator + 1)..]);
    }

    private static List<ManylinuxPolicy> Load()
    {
        List<ManylinuxPolicy> policies = [];
        foreach (string[] words in DataFile.ReadLines("manylinux_policies.txt"))
        {
            switch (words[0])
            {
                case "policy":
                    policies.Add(new ManylinuxPolicy(words[1]));
                    break;
                case "libraries":
                    policies[^1]._libraries.UnionWith(words.Skip(1));
                    break;
                case "forbidden":
                    policies[^1]._forbidden.Add(words[1], words.Skip(2).ToFrozenSet(StringComparer.Ordinal));
                    break;
                case "versions":
                    policies[^1]._versions.Add((words[1], words[2]), words.Skip(3).ToFrozenSet(StringComparer.Ordinal));
                    break;
                default:
                    throw new InvalidDataException($"manylinux_policies.txt: '{words[0]}' is not a keyword.");
            }
        }

        return policies;
    }
}
