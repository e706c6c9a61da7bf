namespace PyExt.Tasks.Toolchain;

/// <summary>The codes of what is missing on the machine; each has a page in <c>docs/diagnostics</c>.</summary>
public static class ToolchainDiagnosticCodes
{
    /// <summary>There is no C compiler driver to link with.</summary>
    public const string NoLinker = "PYX2001";

    /// <summary>There is no objcopy to strip with.</summary>
    public const string NoObjCopy = "PYX2002";

    /// <summary>There is a compiler driver, but it cannot link.</summary>
    public const string CannotLink = "PYX2003";

    /// <summary>There is nothing to link for another architecture with.</summary>
    public const string NoCrossLinker = "PYX2010";

    /// <summary>A module for this operating system cannot be linked on this machine.</summary>
    public const string OtherSystem = "PYX2011";
}
