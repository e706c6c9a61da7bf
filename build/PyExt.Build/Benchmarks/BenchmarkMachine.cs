using System.Globalization;
using System.Runtime.InteropServices;

namespace PyExt.Build.Benchmarks;

/// <summary>The machine that measures.</summary>
internal static class BenchmarkMachine
{
    /// <summary>How busy it is now: the load average of the last minute.</summary>
    public static double Load =>
        File.Exists("/proc/loadavg") ? double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture) : double.NaN;

    /// <summary>One line for the head of a table.</summary>
    public static string Describe(double load) => string.Create(CultureInfo.InvariantCulture,
        $"{Processor()}, {Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}, load {load:0.0}");

    /// <summary>The same, with the load of now.</summary>
    public static string Describe() => Describe(Load);

    private static string Processor()
    {
        const string info = "/proc/cpuinfo";
        string? line = File.Exists(info) ? File.ReadLines(info).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line is null ? RuntimeInformation.ProcessArchitecture.ToString() : line[(line.IndexOf(':') + 1)..].Trim();
    }
}
