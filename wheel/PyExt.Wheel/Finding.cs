namespace PyExt.Wheel;

/// <summary>One thing that is wrong, with the code under which it is documented.</summary>
/// <param name="Code">The diagnostic code, such as <c>PYX3001</c>.</param>
/// <param name="Message">A sentence that says what is wrong and what to do.</param>
public sealed record Finding(string Code, string Message);
