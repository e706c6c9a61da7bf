using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using PyExt.Wheel;
using PyExt.Wheel.Sbom;
using PyExt.Wheel.Sdist;

namespace PyExt.Tasks.Sources;

/// <summary>Proves that a source distribution builds: unpacked in an empty folder, packed, and found to have the metadata it claims.</summary>
/// <param name="projectFolder">The folder of the original project, whose package sources are used.</param>
/// <param name="log">Told each line of the build.</param>
/// <param name="cancellation">Stops the build.</param>
internal sealed class SdistProof(string projectFolder, Action<string> log, CancellationToken cancellation)
{
    /// <summary>Builds a draft.</summary>
    /// <param name="draft">The draft.</param>
    /// <exception cref="WheelException">PYX4032: it does not build, or builds something else.</exception>
    public void Run(SdistDraft draft)
    {
        string scratch = Directory.CreateTempSubdirectory("pyext-sdist-").FullName;
        try
        {
            Unpack(draft, scratch);
            NuGetSources.Copy(projectFolder, scratch);
            string output = Path.Combine(scratch, "out");
            List<string> errors = [];
            string[] arguments =
            [
                "pack", Path.Combine(scratch, draft.Folder, draft.ProjectFile), "-c", "Release", "-o", output, "-p:PyPackSdist=false", "-p:PyManylinux=auto",
                "-v:minimal", "-tl:off", "-nodeReuse:false", "-clp:NoSummary;ForceNoAlign",
            ];
            int exitCode = ChildBuild.Run(ChildBuild.Dotnet, arguments, Path.Combine(scratch, draft.Folder), Receive, cancellation);
            if (exitCode != 0)
                throw Refused(draft, $"`dotnet pack` failed there: {(errors.Count > 0 ? errors[0].Replace(scratch + Path.DirectorySeparatorChar, "", StringComparison.Ordinal).Trim() : $"exit code {exitCode}.")}");
            Compare(draft, Directory.GetFiles(output, "*.whl"));

            void Receive(string line)
            {
                log(line);
                if (line.Contains(": error ", StringComparison.Ordinal))
                    errors.Add(line);
            }
        }
        finally
        {
            DeleteQuietly(scratch);
        }
    }

    private static void Unpack(SdistDraft draft, string folder)
    {
        using FileStream file = File.OpenRead(draft.TemporaryPath);
        using GZipStream tar = new(file, CompressionMode.Decompress);
        TarFile.ExtractToDirectory(tar, folder, overwriteFiles: false);
        string[] found = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Path.Combine(folder, draft.Folder), path).Replace('\\', '/')).Order(StringComparer.Ordinal)];
        if (!found.SequenceEqual(draft.Files.Order(StringComparer.Ordinal), StringComparer.Ordinal))
            throw Refused(draft, $"it does not unpack to the files it was made of; {found.Except(draft.Files).Concat(draft.Files.Except(found)).First()} differs.");
    }

    private static void Compare(SdistDraft draft, string[] wheels)
    {
        if (wheels.Length == 0)
            throw Refused(draft, "`dotnet pack` made no wheel there.");
        foreach (string wheel in wheels)
        {
            using ZipArchive archive = ZipFile.OpenRead(wheel);
            using StreamReader reader = new(archive.Entries.Single(entry => entry.FullName.EndsWith(".dist-info/METADATA", StringComparison.Ordinal)).Open(), Encoding.UTF8);
            // The licences of what is compiled in are the wheel's alone: an sdist holds nothing of it.
            string metadata = string.Join('\n', reader.ReadToEnd().Split('\n').Where(line => !line.StartsWith(ThirdPartyRequest.LicenseFileLine, StringComparison.Ordinal)));
            if (metadata == draft.Metadata)
                continue;
            (string? here, string? there) = draft.Metadata.Split('\n').Zip(metadata.Split('\n')).FirstOrDefault(pair => pair.First != pair.Second);
            throw Refused(draft, $"the wheel built of it has other metadata: '{there}' instead of '{here}'. A property given on the command line, or in the environment, is not part of an sdist.");
        }
    }

    private static WheelException Refused(SdistDraft draft, string reason) => new(
        DiagnosticCodes.SdistRebuild,
        $"{draft.FileName} was unpacked in an empty folder, and {reason} If a file is missing, name it in PySdistInclude; what a target of the project makes of thin air must be made there, too.");

    private static void DeleteQuietly(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // In the temporary folder of the system, which cleans up.
        }
    }
}
