namespace PyExt.Wheel.Statics;

/// <summary>What a scan of static fields is about, with the values as the project's properties and items have them.</summary>
public sealed class StaticsRequest
{
    /// <summary>The native compiler's map (<c>IlcGenerateMapFile</c>).</summary>
    public required string Map { get; init; }

    /// <summary>The native compiler's statistics (<c>IlcGenerateMstatFile</c>).</summary>
    public required string Statistics { get; init; }

    /// <summary>Every assembly that the native compiler was given.</summary>
    public required IReadOnlyList<CompiledAssembly> Assemblies { get; init; }

    /// <summary>The <c>PySharedStatic</c> items.</summary>
    public IReadOnlyList<SharedStatic> SharedStatics { get; init; } = [];

    /// <summary>What the module promises (<c>PyMultipleInterpreters</c>).</summary>
    public required string MultipleInterpreters { get; init; }

    /// <summary>Where the report goes, for messages that point to it.</summary>
    public required string ReportPath { get; init; }
}
