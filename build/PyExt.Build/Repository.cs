using System.Xml.Linq;

namespace PyExt.Build;

/// <summary>Where things are in this repository.</summary>
public static class Repository
{
    /// <summary>The folder that holds Sdk.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Everything that the build writes.</summary>
    public static string Artifacts => Path.Combine(Root, "artifacts");

    /// <summary>The local package feed: the SDK and the templates.</summary>
    public static string Packages => Path.Combine(Artifacts, "packages");

    /// <summary>The examples' wheels.</summary>
    public static string Wheels => Path.Combine(Artifacts, "wheels");

    /// <summary>The output of every program that the build ran.</summary>
    public static string Logs => Path.Combine(Artifacts, "logs");

    /// <summary>Wrappers for Pythons that live in a root of their own (build/provision-pythons.sh).</summary>
    public static string Pythons => Path.Combine(Artifacts, "pythons");

    /// <summary>Linkers that are not the machine's own (build/provision-linkers.sh).</summary>
    public static string Linkers => Path.Combine(Artifacts, "linkers");

    /// <summary>The version that everything in the repository carries.</summary>
    public static string Version { get; } =
        XDocument.Load(Path.Combine(Root, "Directory.Build.props")).Descendants("Version").First().Value;

    /// <summary>The folders of the examples, by name.</summary>
    public static IReadOnlyList<string> Examples { get; } = Projects("examples");

    /// <summary>The folders of the modules that only the tests need, by name.</summary>
    public static IReadOnlyList<string> TestModules { get; } = Projects(Path.Combine("tests", "modules"));

    private static List<string> Projects(string parent) =>
        [.. Directory.EnumerateDirectories(Path.Combine(Root, parent))
            .Where(folder => Directory.EnumerateFiles(folder, "*.csproj").Any())
            .Order(StringComparer.Ordinal)];

    private static string FindRoot()
    {
        // build.cs runs from a cache and is told where its file is; the tests run from their output folder.
        foreach (string start in new[] { AppContext.GetData("EntryPointFileDirectoryPath") as string ?? AppContext.BaseDirectory, Environment.CurrentDirectory })
        {
            for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "Directory.Build.props"))
                    && Directory.Exists(Path.Combine(folder.FullName, "build", "PyExt.Build")))
                {
                    return folder.FullName;
                }
            }
        }

        throw new BuildException("This is not the PyExt repository: run the command in its root folder.");
    }
}
