using System.Globalization;
using Microsoft.Build.Framework;
using PyExt.Tasks.Toolchain;
using PyExt.Wheel;
using PyExt.Wheel.Linking;

namespace PyExt.Tasks;

/// <summary>Writes the libraries that stand in for the machine's C library while a module is linked.</summary>
public sealed class WriteLinkStubs : WheelTask
{
    /// <summary>The platform, one with glibc.</summary>
    [Required]
    public string RuntimeIdentifier { get; set; } = "";

    /// <summary><c>PyManylinux</c>.</summary>
    [Required]
    public string Manylinux { get; set; } = "";

    /// <summary>The folder under which the libraries get one of their own.</summary>
    [Required]
    public string IntermediateDirectory { get; set; } = "";

    /// <summary>That folder; empty when <see cref="Manylinux"/> is <c>off</c>.</summary>
    [Output]
    public string Folder { get; set; } = "";

    /// <summary>The libraries.</summary>
    [Output]
    public string[] Libraries { get; set; } = [];

    /// <summary>The dynamic loader among them, which linkers are given by its path.</summary>
    [Output]
    public string Loader { get; set; } = "";

    /// <summary>The minor number of the release of glibc: 17 for 2.17.</summary>
    [Output]
    public string GlibcMinor { get; set; } = "";

    /// <inheritdoc/>
    protected override void Run()
    {
        if (LinkTarget.Floor(RuntimeIdentifier, Manylinux) is not LinkFloor floor)
            return;

        Folder = Path.Combine(IntermediateDirectory, $"glibc-{floor.Glibc}");
        GlibcMinor = floor.Glibc.Minor.ToString(CultureInfo.InvariantCulture);
        try
        {
            Libraries = [.. floor.WriteStubs(Folder)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Report(new Finding(DiagnosticCodes.Output, $"The libraries to link against cannot be written to '{Folder}': {exception.Message} Make the folder writable."));
            return;
        }

        Loader = Libraries.Single(path => Path.GetFileName(path).StartsWith("ld-", StringComparison.Ordinal));
    }
}
