using System.Text;
using System.Text.RegularExpressions;
using PyExt.Wheel.Archive;
using PyExt.Wheel.Metadata;

namespace PyExt.Wheel.Layout;

/// <summary>A licence file of the project.</summary>
/// <param name="Path">Its path below <c>dist-info/licenses/</c>.</param>
/// <param name="File">The file.</param>
public sealed record LicenseFile(string Path, string File);

/// <summary>Finds the readme and the licence files of a project.</summary>
public static partial class ProjectFiles
{
    private static readonly string[] ReadmeNames = ["README.md", "README.rst", "README.txt"];

    // "License.cs" is a class.
    private static readonly HashSet<string> CodeExtensions = new(StringComparer.OrdinalIgnoreCase) { ".cs", ".fs", ".vb", ".resx", ".json", ".xml", ".csproj" };

    /// <summary>Finds the licence files: the one that the project names, or else those with the usual names in its folder.</summary>
    /// <param name="projectDirectory">The folder of the project.</param>
    /// <param name="declared">The value of <c>PackageLicenseFile</c>, or null.</param>
    /// <returns>The files, in order.</returns>
    /// <exception cref="WheelException">PYX4003: the named file is missing.</exception>
    public static IReadOnlyList<LicenseFile> FindLicenses(string projectDirectory, string? declared)
    {
        if (!string.IsNullOrEmpty(declared))
        {
            string file = Resolve(projectDirectory, declared);
            if (!File.Exists(file))
                throw new WheelException(DiagnosticCodes.LicenseFile, $"PackageLicenseFile is '{declared}', but there is no file '{file}'. Correct the property, or add the file.");

            // A file outside the project keeps its name only: archive paths cannot lead upwards.
            string path = declared.Replace('\\', '/');
            return [new LicenseFile(ArchivePath.Problem(path) is null ? path : Path.GetFileName(file), file)];
        }

        return [.. Directory.EnumerateFiles(projectDirectory)
            .Where(file => LicenseName().IsMatch(Path.GetFileName(file)) && !CodeExtensions.Contains(Path.GetExtension(file)))
            .Order(StringComparer.Ordinal)
            .Select(file => new LicenseFile(Path.GetFileName(file), file))];
    }

    /// <summary>Reads the readme: the one that the project names, or else one with a usual name in its folder.</summary>
    /// <param name="projectDirectory">The folder of the project.</param>
    /// <param name="declared">The file that is named, or null.</param>
    /// <param name="declaredBy">What names it, for messages.</param>
    /// <param name="contentType">Its content type, where that is declared too.</param>
    /// <returns>The readme, or null when there is none.</returns>
    /// <exception cref="WheelException">PYX4002: the named file is missing, or the readme is not UTF-8 text of a known kind.</exception>
    public static Readme? FindReadme(string projectDirectory, string? declared, string declaredBy = "PackageReadmeFile", string? contentType = null)
    {
        string? name = string.IsNullOrEmpty(declared)
            ? ReadmeNames.FirstOrDefault(name => File.Exists(Path.Combine(projectDirectory, name)))
            : declared;
        if (name is null)
            return null;

        string file = Resolve(projectDirectory, name);
        if (!File.Exists(file))
            throw new WheelException(DiagnosticCodes.Readme, $"{declaredBy} is '{declared}', but there is no file '{file}'. Correct it, or add the file.");

        contentType ??= Path.GetExtension(file).ToLowerInvariant() switch
        {
            ".md" or ".markdown" => "text/markdown; charset=UTF-8; variant=GFM",
            ".rst" => "text/x-rst; charset=UTF-8",
            ".txt" or "" => "text/plain; charset=UTF-8",
            string extension => throw new WheelException(DiagnosticCodes.Readme, $"The readme '{file}' has the extension '{extension}'; the package index shows .md, .rst and .txt files. Rename it."),
        };
        return new Readme(ReadText(file), contentType) { File = file };
    }

    /// <summary>Resolves a path of a property; project files use backslashes on every system.</summary>
    internal static string Resolve(string projectDirectory, string path) => Path.GetFullPath(Path.Combine(projectDirectory, path.Replace('\\', '/')));

    private static string ReadText(string file)
    {
        try
        {
            UTF8Encoding strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
            return strict.GetString(OrdinaryFile.Read(file)).TrimStart('\uFEFF').ReplaceLineEndings("\n");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new WheelException(DiagnosticCodes.Readme, $"The readme '{file}' cannot be read as UTF-8: {exception.Message}", exception);
        }
    }

    [GeneratedRegex(@"^(LICEN[CS]E|COPYING|NOTICE|AUTHORS)([._-].*)?\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LicenseName();
}
