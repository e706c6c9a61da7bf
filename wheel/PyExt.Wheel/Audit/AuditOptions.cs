using PyExt.Wheel.Naming;

namespace PyExt.Wheel.Audit;

/// <summary>What a binary is checked against.</summary>
/// <param name="ModuleName">The dotted import name of the module in the binary.</param>
/// <param name="MinimumPythonVersion">The oldest Python that must be able to import it.</param>
/// <param name="Manylinux">
/// <c>auto</c> for the most portable manylinux policy that the binary satisfies, a policy such as <c>2_28</c> or <c>manylinux_2_28</c>
/// to require it, or <c>off</c> for the plain <c>linux</c> tag, which the package index refuses.
/// </param>
public sealed record AuditOptions(ModuleName ModuleName, PythonVersion MinimumPythonVersion, string Manylinux = AuditOptions.Automatic)
{
    /// <summary>The libraries that the wheel brings along, by the names under which the module needs them.</summary>
    internal Func<string, bool> IsBundled { get; init; } = static _ => false;

    /// <summary>How messages name the binary where it is a program and no module; otherwise null.</summary>
    internal string? Program { get; init; }

    /// <summary>The value that asks for the most portable policy.</summary>
    public const string Automatic = "auto";

    /// <summary>The value that asks for the plain <c>linux</c> tag.</summary>
    public const string Off = "off";
}
