namespace PyExt.Build.Benchmarks;

/// <summary>A folder outside the repository in which a benchmark builds as a user does: with the SDK from the local feed. It goes when the benchmark ends.</summary>
internal sealed class BenchmarkWorkspace : IDisposable
{
    private BenchmarkWorkspace(string folder) => Folder = folder;

    /// <summary>Where it is.</summary>
    public string Folder { get; }

    /// <summary>Packs the SDK and makes the folder.</summary>
    public static BenchmarkWorkspace Open(Report report, string name)
    {
        report.Step("Looking at the machine", Machine.EnsureLinker);
        report.Step("Packing the SDK and the templates", () => LocalFeed.Pack(report.Log("pack-sdk")));
        LocalFeed.Refresh(BenchmarkFolders.NuGetPackages);
        DirectoryInfo folder = Directory.CreateTempSubdirectory($"pyext-{name}-");
        File.WriteAllText(Path.Combine(folder.FullName, "NuGet.config"),
            $"<configuration><packageSources><add key=\"pyext-local\" value=\"{Repository.Packages}\" /></packageSources></configuration>\n");
        return new BenchmarkWorkspace(folder.FullName);
    }

    /// <summary>Copies a folder of sources into it, without what a build left there.</summary>
    public string Copy(string source, string name = "")
    {
        string target = Path.Combine(Folder, name);
        Copy(new DirectoryInfo(source), target);
        return target;
    }

    /// <summary>Packs a project in a folder of it; tells the wheel, how long it took and what was printed.</summary>
    public static (string Wheel, TimeSpan Time, string Output) Pack(string folder, params IEnumerable<string> arguments)
    {
        CommandResult result = new Command(Dotnet.CommandIn(folder, ["pack", .. arguments]).With("NUGET_PACKAGES", BenchmarkFolders.NuGetPackages), CancellationToken.None) { TimeLimit = TimeSpan.FromHours(1) }
            .Run().EnsureSuccess($"Packing {Path.GetFileName(folder)}");
        return (Directory.EnumerateFiles(Path.Combine(folder, "bin", "Release"), "*.whl").Single(), result.Elapsed, result.Output);
    }

    /// <summary>Removes what building left.</summary>
    public static void Clean(string folder)
    {
        foreach (string output in new[] { "bin", "obj" })
        {
            if (Directory.Exists(Path.Combine(folder, output)))
                Directory.Delete(Path.Combine(folder, output), recursive: true);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static void Copy(DirectoryInfo source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (FileInfo file in source.EnumerateFiles())
            file.CopyTo(Path.Combine(target, file.Name));
        foreach (DirectoryInfo folder in source.EnumerateDirectories().Where(folder => folder.Name is not ("bin" or "obj" or "build" or "target" or "__pycache__")))
            Copy(folder, Path.Combine(target, folder.Name));
    }
}
