namespace PyExt.Wheel.Verification;

/// <summary>What a verification allows.</summary>
public sealed record WheelVerifierOptions
{
    /// <summary>Whether the plain <c>linux</c> tag is accepted, which the package index refuses.</summary>
    public bool AllowsLocalPlatform { get; init; }
}
