namespace PyExt.Build.Benchmarks;

/// <summary>Where the benchmarks are and where their results go.</summary>
internal static class BenchmarkFolders
{
    /// <summary>The module's sources, one folder per binding system.</summary>
    public static string Sources => Path.Combine(Repository.Root, "tests", "benchmarks", "peers");

    /// <summary>Tables, figures and charts.</summary>
    public static string Results => Path.Combine(Repository.Artifacts, "benchmarks");

    /// <summary>The package folder of the builds with PyExt.</summary>
    public static string NuGetPackages => Path.Combine(Repository.Artifacts, "nuget");
}
