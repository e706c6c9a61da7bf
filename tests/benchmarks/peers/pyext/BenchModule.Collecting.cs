using System.Diagnostics;

namespace BenchPyExt;

// For `dotnet run build.cs scale`: what the .NET collector takes.
public sealed partial class BenchModule
{
    /// <summary>Collects a generation; the nanoseconds it took.</summary>
    public static long Collect(long generation)
    {
        long start = Stopwatch.GetTimestamp();
        GC.Collect((int)generation, GCCollectionMode.Forced, blocking: true);
        return (long)Stopwatch.GetElapsedTime(start).TotalNanoseconds;
    }
}
