using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace PyExt.Build;

/// <summary>
/// The SDK as a user gets it: a package in a folder feed, extracted into a package folder that nobody else uses. Its
/// version stays the same while it is developed, so the extracted copy is dropped when the content changes.
/// </summary>
public static class LocalFeed
{
    private static readonly string[] Projects =
    [
        Path.Combine("sdk", "PyExt", "PyExt.csproj"),
        Path.Combine("templates", "PyExt.Templates", "PyExt.Templates.csproj"),
        Path.Combine("wheel", "PyExt.Audit", "PyExt.Audit.csproj"),
    ];

    /// <summary>The SDK's package.</summary>
    public static string SdkPackage => Path.Combine(Repository.Packages, $"PyExt.{Repository.Version}.nupkg");

    /// <summary>The templates' package.</summary>
    public static string TemplatesPackage => Path.Combine(Repository.Packages, $"PyExt.Templates.{Repository.Version}.nupkg");

    /// <summary>Packs the SDK and the templates into artifacts/packages.</summary>
    public static void Pack(Action<string>? onLine = null)
    {
        foreach (string project in Projects)
        {
            string path = Path.Combine(Repository.Root, project);
            Dotnet.Clean(new Command(Dotnet.Host, "pack", path, "-c", "Release", "-o", Repository.Packages, "-v", "minimal") { OnLine = onLine })
                .Run()
                .EnsureSuccess($"Packing {Path.GetFileNameWithoutExtension(project)}");
        }
    }

    /// <summary>
    /// Makes a folder ready to be NUGET_PACKAGES: an extracted SDK of other content than the feed's goes. Returns whether it
    /// did, which is also when outputs that the old SDK built must go.
    /// </summary>
    public static bool Refresh(string packagesFolder)
    {
        if (!File.Exists(SdkPackage))
            throw new BuildException($"{SdkPackage} is missing: run `dotnet run build.cs wheel` first.");
        Directory.CreateDirectory(packagesFolder);
        string stamp = Path.Combine(packagesFolder, "pyext.stamp");
        string content = ContentHash(SdkPackage);
        if (File.Exists(stamp) && File.ReadAllText(stamp) == content)
            return false;
        foreach (string name in new[] { "pyext", "pyext.templates" })
        {
            string extracted = Path.Combine(packagesFolder, name);
            if (Directory.Exists(extracted))
                Directory.Delete(extracted, recursive: true);
        }

        File.WriteAllText(stamp, content);
        return true;
    }

    // The archive's own bytes change with every packing (times, a random part name), its content does not.
    private static string ContentHash(string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(package);
        var text = new StringBuilder();
        foreach (ZipArchiveEntry entry in archive.Entries.OrderBy(entry => entry.FullName, StringComparer.Ordinal))
        {
            if (!entry.FullName.StartsWith("package/", StringComparison.Ordinal) && !entry.FullName.StartsWith("_rels/", StringComparison.Ordinal))
                text.Append(entry.FullName).Append(' ').Append(entry.Length).Append(' ').Append(entry.Crc32).Append('\n');
        }

        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
