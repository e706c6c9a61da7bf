using NuGet.Packaging;
using NuGet.Packaging.Licenses;

namespace PyExt.Wheel.Sbom;

/// <summary>A NuGet package as it lies in the packages folder, with what its manifest says.</summary>
internal sealed class NuGetPackage
{
    // Above runtimes/linux-x64/lib/net10.0 there is nothing to look for.
    private const int DeepestFile = 8;

    private static readonly string[] LicenseNames = ["LICENSE", "LICENCE", "COPYING", "NOTICE", "THIRD-PARTY-NOTICES", "THIRDPARTYNOTICES", "THIRD-PARTY-NOTICE"];

    private NuGetPackage(string directory, string manifest)
    {
        Directory = directory;
        NuspecReader reader = new(manifest);
        Id = reader.GetId();
        Version = reader.GetVersion().ToNormalizedString();
        Copyright = NullIfEmpty(reader.GetCopyright());
        ProjectUrl = NullIfEmpty(reader.GetProjectUrl());
        RepositoryUrl = NullIfEmpty(reader.GetRepositoryMetadata()?.Url);
        LicenseMetadata? license = reader.GetLicenseMetadata();
        LicenseExpression = license?.Type == LicenseType.Expression ? license.License : null;
        IsOneLicense = license?.LicenseExpression is NuGetLicense { IsStandardLicense: true, Plus: false };
        LicenseFile = license?.Type == LicenseType.File ? license.License.Replace('\\', '/') : null;
        // NuGet's own page stands where the manifest has a file or an expression.
        LicenseUrl = license is null ? NullIfEmpty(reader.GetLicenseUrl()) : null;
        string hash = Path.Combine(directory, $"{Id}.{Version}.nupkg.sha512".ToLowerInvariant());
        Sha512 = File.Exists(hash) ? Convert.ToHexStringLower(Convert.FromBase64String(File.ReadAllText(hash).Trim())) : null;
    }

    public string Directory { get; }

    public string Id { get; }

    public string Version { get; }

    public string? Copyright { get; }

    public string? ProjectUrl { get; }

    public string? RepositoryUrl { get; }

    public string? LicenseExpression { get; }

    /// <summary>Whether the expression is the identifier of one licence of SPDX's list.</summary>
    public bool IsOneLicense { get; }

    public string? LicenseFile { get; }

    public string? LicenseUrl { get; }

    public string? Sha512 { get; }

    public string PackageUrl => $"pkg:nuget/{Id}@{Uri.EscapeDataString(Version)}";

    /// <summary>The package that a file lies in, or null.</summary>
    public static NuGetPackage? Of(string file)
    {
        string? folder = Path.GetDirectoryName(file);
        for (int i = 0; i < DeepestFile && folder is not null; i++, folder = Path.GetDirectoryName(folder))
        {
            if (!File.Exists(Path.Combine(folder, ".nupkg.metadata")))
                continue;
            try
            {
                return System.IO.Directory.EnumerateFiles(folder, "*.nuspec").FirstOrDefault() is string manifest ? new NuGetPackage(folder, manifest) : null;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException or InvalidDataException or System.Xml.XmlException or NuGet.Packaging.Core.PackagingException)
            {
                throw new WheelException(DiagnosticCodes.Sbom, $"The NuGet package in '{folder}' cannot be read: {exception.Message} Delete the folder and restore again.", exception);
            }
        }

        return null;
    }

    /// <summary>The files that its licence, or those of what it contains, ask to be passed on.</summary>
    public IEnumerable<string> LicenseFiles()
    {
        IEnumerable<string> usual = System.IO.Directory.EnumerateFiles(Directory)
            .Where(file => LicenseNames.Contains(Path.GetFileNameWithoutExtension(file), StringComparer.OrdinalIgnoreCase) || LicenseNames.Contains(Path.GetFileName(file), StringComparer.OrdinalIgnoreCase));
        string? own = LicenseFile is null ? null : Path.GetFullPath(Path.Combine(Directory, LicenseFile));
        return usual.Concat(own is not null && File.Exists(own) && own.StartsWith(Directory + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? [own] : [])
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
