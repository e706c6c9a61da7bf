namespace PyExtType;

/// <summary>A Python extension module in C#.</summary>
[PyModule]
public sealed partial class PyExtTypeModule
{
    private long _total;

    /// <summary>Greets someone by name.</summary>
    public static string Greet(string name = "world") => $"Hello, {name}!";

    /// <summary>Adds to this module's total and returns it. Every interpreter that imports the module has a total of its own.</summary>
    public long Add(long amount = 1) => _total += amount;
}
