using PyExt.Tasks.Packing;
using PyExt.Tasks.Projects;
using PyExt.Wheel;

namespace PyExt.Tasks;

/// <summary>Refuses a platform for which there are no wheels.</summary>
public sealed class CheckPlatforms : WheelTask
{
    /// <summary><c>RuntimeIdentifier</c>.</summary>
    public string RuntimeIdentifier { get; set; } = "";

    /// <summary><c>RuntimeIdentifiers</c>.</summary>
    public string RuntimeIdentifiers { get; set; } = "";

    /// <inheritdoc/>
    protected override void Run()
    {
        Finding? finding = RuntimeIdentifier.Length > 0
            ? PlatformRules.Check("RuntimeIdentifier", [RuntimeIdentifier])
            : PlatformRules.Check("RuntimeIdentifiers", ItemReader.List(RuntimeIdentifiers));
        if (finding is not null)
            Report(finding);
    }
}
