namespace PyExt.Tasks.Sources;

/// <summary>The codes of what goes wrong with an editable install; each has a page in <c>docs/diagnostics</c>.</summary>
public static class DevelopDiagnosticCodes
{
    /// <summary>There is no virtual environment.</summary>
    public const string NoEnvironment = "PYX5001";

    /// <summary>The environment's Python cannot import the module.</summary>
    public const string UnusableEnvironment = "PYX5002";

    /// <summary>pip or uv fails.</summary>
    public const string Installer = "PYX5003";

    /// <summary>The installed module is not the one that is imported.</summary>
    public const string NotImported = "PYX5004";
}
