using PyExt;

namespace Hello;

/// <summary>Says hello from C#.</summary>
[PyModule]
public sealed partial class HelloModule
{
    /// <summary>Greets someone by name.</summary>
    public static string Greet(string name = "world") => $"Hello, {name}!";

    /// <summary>Adds two numbers.</summary>
    public static long Add(long a, long b) => checked(a + b);
}
