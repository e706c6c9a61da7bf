using PyExt.Wheel.Naming;

namespace PyExt.Wheel.Sets;

/// <summary>The wheels that a project declares to publish together (<c>PyWheels</c>), compared with those that are in a folder.</summary>
public sealed class WheelSet
{
    /// <summary>The member that is the source distribution.</summary>
    public const string SourceDistribution = "sdist";

    private readonly Distribution _distribution;
    private readonly IReadOnlyList<string> _members;

    /// <summary>Creates the set of a project.</summary>
    /// <param name="request">The project.</param>
    /// <param name="members">The runtime identifiers of <see cref="WheelPlatform.All"/>, and <see cref="SourceDistribution"/> where there is one.</param>
    /// <exception cref="WheelException">The project has mistakes.</exception>
    public WheelSet(DistributionRequest request, IEnumerable<string> members)
    {
        _distribution = new Distribution(request);
        _members = [.. members.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Compares.</summary>
    /// <param name="folder">The folder; its subfolders are not looked at.</param>
    /// <returns>Which file is which member, and what is wrong.</returns>
    public WheelSetReport Compare(string folder)
    {
        if (!Directory.Exists(folder))
            return new WheelSetReport([], [Missing($"The folder '{folder}', which should hold the wheels of PyWheels, does not exist. Set PyWheelsFolder to the one that does.")]);

        List<WheelSetMember> found = [];
        List<Finding> findings = [];
        foreach (string path in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(path);
            string? problem = null;
            if (name.EndsWith(".whl", StringComparison.Ordinal))
                problem = Judge(name, path, found);
            else if (name.EndsWith(".tar.gz", StringComparison.Ordinal) || name.EndsWith(".zip", StringComparison.Ordinal))
                problem = JudgeSource(name, path, found);
            if (problem is not null)
                findings.Add(new Finding(DiagnosticCodes.WheelSetStranger, $"{name} is not one of the project's wheels: {problem}. Remove it from '{folder}', or change the project."));
        }

        foreach (string member in _members.Where(member => found.TrueForAll(file => file.Member != member)))
        {
            string how = member == SourceDistribution ? "`dotnet build -t:PackSdist`" : $"`dotnet pack -r {member}`";
            findings.Add(Missing($"PyWheels lists {member}, but '{folder}' has no {Form(member)}. Make it with {how}, where that is possible, or take it out of PyWheels."));
        }

        return new WheelSetReport(found, findings);
    }

    private static Finding Missing(string message) => new(DiagnosticCodes.WheelSetMember, message);

    // What is wrong with a wheel, or null: then it is added to what was found.
    private string? Judge(string name, string path, List<WheelSetMember> found)
    {
        if (!WheelFileName.TryParse(name, out WheelFileName? file, out string? problem))
            return problem;

        WheelFileName wanted = _distribution.FileName("any");
        if (file.Distribution != wanted.Distribution)
            return $"it is of '{file.Distribution}', not of '{wanted.Distribution}'";
        if (file.Version != wanted.Version)
            return $"its version is {file.Version}, the project's is {wanted.Version}";
        if (file.Build != wanted.Build)
            return $"its build number is {file.Build ?? "missing"}, the project's is {wanted.Build ?? "none"}";
        if (!file.Tag.Python.SequenceEqual(wanted.Tag.Python) || !file.Tag.Abi.SequenceEqual(wanted.Tag.Abi))
            return $"it is for {string.Join('.', file.Tag.Python)}-{string.Join('.', file.Tag.Abi)}, the project for {string.Join('.', wanted.Tag.Python)}-{string.Join('.', wanted.Tag.Abi)}";

        WheelPlatform?[] platforms = [.. file.Tag.Platform.Select(WheelPlatform.OfTag).Distinct()];
        if (platforms is not [WheelPlatform platform])
            return $"'{string.Join('.', file.Tag.Platform)}' is not the tag of one platform of PyWheels";
        return Add(platform.RuntimeIdentifier, name, path, found);
    }

    private string? JudgeSource(string name, string path, List<WheelSetMember> found)
    {
        WheelFileName wanted = _distribution.FileName("any");
        string right = $"{wanted.Distribution}-{wanted.Version}.tar.gz";
        return name == right ? Add(SourceDistribution, name, path, found) : $"a source distribution of this version is called {right}";
    }

    private string? Add(string member, string name, string path, List<WheelSetMember> found)
    {
        if (!_members.Contains(member))
            return $"PyWheels does not list {member}";
        if (found.Find(file => file.Member == member) is WheelSetMember other)
            return $"{Path.GetFileName(other.Path)} is for {member}, too";
        found.Add(new WheelSetMember(member, path));
        return null;
    }

    private string Form(string member)
    {
        WheelFileName wanted = _distribution.FileName("any");
        return member == SourceDistribution
            ? $"{wanted.Distribution}-{wanted.Version}.tar.gz"
            : wanted.ToString().Replace("-any.whl", $"-{WheelPlatform.Find(member)!.TagForm}.whl", StringComparison.Ordinal);
    }
}

/// <summary>What is in a folder of wheels.</summary>
/// <param name="Found">The members that are there.</param>
/// <param name="Findings">What is wrong; empty when the folder holds exactly the declared set.</param>
public sealed record WheelSetReport(IReadOnlyList<WheelSetMember> Found, IReadOnlyList<Finding> Findings);

/// <summary>A member of a set of wheels.</summary>
/// <param name="Member">The runtime identifier, or <see cref="WheelSet.SourceDistribution"/>.</param>
/// <param name="Path">The file.</param>
public sealed record WheelSetMember(string Member, string Path);
