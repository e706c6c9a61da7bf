using System.Globalization;
using Microsoft.Build.Framework;
using PyExt.Tasks.Incremental;
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
        // The first line of the list is the folder, the second the release, the rest the libraries.
        string list = Path.Combine(IntermediateDirectory, "PyExt.link-stubs.txt");
        UpToDateMark mark = new(Path.Combine(IntermediateDirectory, "PyExt.link-stubs-written"));
        if (File.Exists(list) && File.ReadAllLines(list) is [string folder, string minor, .. string[] libraries] && mark.Stands(State(libraries)))
        {
            (Folder, GlibcMinor, Libraries) = (folder, minor, libraries);
        }
        else
        {
            Write();
            if (Libraries.Length == 0)
                return;

            File.WriteAllLines(list, [Folder, GlibcMinor, .. Libraries]);
            mark.Set(State(Libraries));
        }

        Loader = Libraries.Single(path => Path.GetFileName(path).StartsWith("ld-", StringComparison.Ordinal));
    }

    /// <summary>What was asked for, and the files as they are.</summary>
    private IEnumerable<string> State(string[] libraries) =>
        libraries.Select(path => new FileInfo(path))
            .Select(file => file.Exists ? $"{file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks}" : $"{file.FullName} is missing")
            .Prepend($"{RuntimeIdentifier} {Manylinux} {IntermediateDirectory}");

    // Apart, so that nothing it needs is loaded when all is there.
    private void Write()
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
        }
    }
}
