namespace PyExt.Build.Benchmarks;

/// <summary>Where the benchmarks are and where their results go.</summary>
internal static class BenchmarkFolders
{
    /// <summary>All sources.</summary>
    public static string Root => Path.Combine(Repository.Root, "tests", "benchmarks");

    /// <summary>The module's sources, one folder per binding system.</summary>
    public static string Sources => Path.Combine(Root, "peers");

    /// <summary>Tables, figures and charts.</summary>
    public static string Results => Path.Combine(Repository.Artifacts, "benchmarks");

    /// <summary>The package folder of the builds with PyExt.</summary>
    public static string NuGetPackages => Path.Combine(Repository.Artifacts, "nuget");

    /// <summary>Writes results under one name, one file per extension, and says where.</summary>
    public static void Write(string name, params IEnumerable<(string Extension, string Content)> files)
    {
        Directory.CreateDirectory(Results);
        string path = Path.Combine(Results, name);
        foreach ((string extension, string content) in files)
            File.WriteAllText(path + extension, content);
        Console.WriteLine($"Written: {path}{string.Join(", ", files.Select(file => file.Extension))}");
    }
}
