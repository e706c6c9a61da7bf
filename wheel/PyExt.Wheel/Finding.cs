namespace PyExt.Wheel;

/// <summary>One thing that is wrong, with the code under which it is documented.</summary>
/// <param name="Code">The diagnostic code, such as <c>PYX3001</c>.</param>
/// <param name="Message">A sentence that says what is wrong and what to do.</param>
public sealed record Finding(string Code, string Message)
{
    /// <summary>Where it is; null for the project as a whole.</summary>
    public SourceLocation? Location { get; init; }
}

/// <summary>A place in a text file.</summary>
/// <param name="File">The full path.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
public sealed record SourceLocation(string File, int Line, int Column);
