using PyExt.Wheel.Naming;

namespace PyExt.Wheel.Verification;

/// <summary>What a verification allows.</summary>
public sealed record WheelVerifierOptions
{
    /// <summary>Whether the plain <c>linux</c> tag is accepted, which the package index refuses.</summary>
    public bool AllowsLocalPlatform { get; init; }

    /// <summary>The module that the wheel must hold; null where that is not known.</summary>
    public ModuleName? Module { get; init; }
}
