using PyExt;

namespace FiguresPyExt;

/// <summary>What figures_c does, in C#.</summary>
[PyModule]
public sealed partial class FiguresModule
{
    /// <summary>Does nothing.</summary>
    public static void Noop()
    {
    }

    /// <summary>Adds two numbers.</summary>
    public static long Add(long a, long b) => checked(a + b);
}

/// <summary>A point in the plane.</summary>
[PyClass]
public sealed partial class Point(double x, double y)
{
    /// <summary>The square of the distance from the origin.</summary>
    public double Norm2() => (x * x) + (y * y);
}
