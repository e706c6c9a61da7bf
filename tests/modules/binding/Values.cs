namespace Binding;

/// <summary>A vector.</summary>
/// <param name="X">First.</param>
/// <param name="Y">Second.</param>
[PyClass]
#pragma warning disable PYX0014 // the tests change one, from one thread
public partial record struct Vector(double X, double Y = 0)
{
    public const int Dimensions = 2;

    public int Tag;

    public readonly double Length => Math.Sqrt((X * X) + (Y * Y));

    public static Vector Unit(double angle) => new(Math.Cos(angle), Math.Sin(angle));

    public void Stretch(double factor)
    {
        X *= factor;
        Y *= factor;
    }

    public readonly Vector Stretched(double factor) => new(X * factor, Y * factor);

    public readonly Vector Itself() => this;

    public readonly long CountIn(BindingModule module, long amount) => module.Count(amount);

    public readonly PyObject CallBack(PyObject callback) => callback.Call(X, Y);

    public static Vector operator +(Vector a, Vector b) => new(a.X + b.X, a.Y + b.Y);

    public static Vector operator *(Vector a, double k) => new(a.X * k, a.Y * k);

    public static Vector operator *(double k, Vector a) => a * k;

    public static double operator *(Vector a, Vector b) => (a.X * b.X) + (a.Y * b.Y);

    public static Vector operator -(Vector a) => new(-a.X, -a.Y);

    public static bool operator <(Vector a, Vector b) => a.Length < b.Length;

    public static bool operator >(Vector a, Vector b) => a.Length > b.Length;
}

#pragma warning restore PYX0014
[PyClass]
public readonly partial struct Celsius
{
    public Celsius(double degrees)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degrees, -273.15);
        Degrees = degrees;
    }

    public double Degrees { get; }

    public double ToFahrenheit() => (Degrees * 9 / 5) + 32;
}

[PyClass]
public partial struct Nothing;
