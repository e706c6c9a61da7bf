using Microsoft.Build.Framework;
using PyExt.Wheel;

namespace PyExt.Tasks;

/// <summary>Refuses what no wheel can be made of, before anything is compiled.</summary>
public sealed class CheckDistribution : DistributionTask
{
    /// <summary><c>PyModuleName</c>.</summary>
    [Required]
    public string ModuleName { get; set; } = "";

    /// <inheritdoc/>
    protected override void Run() => WheelPacker.Check(CreateDistribution(), Wheel.Naming.ModuleName.Parse(ModuleName));
}
