namespace PyExt.Wheel;

/// <summary>What is known of a wheel before anything is compiled.</summary>
/// <param name="Warnings">What is doubtful, but may be right.</param>
/// <param name="Files">The files that its metadata is read from: <c>pyproject.toml</c>, the readme, the licences.</param>
public sealed record DistributionCheck(IReadOnlyList<Finding> Warnings, IReadOnlyList<string> Files);
