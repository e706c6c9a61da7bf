using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Build.Framework;
using PyExt.Tasks.Packing;
using PyExt.Tasks.Sources;
using PyExt.Wheel;
using PyExt.Wheel.Archive;
using PyExt.Wheel.Layout;
using PyExt.Wheel.Sdist;

namespace PyExt.Tasks;

/// <summary>Makes the source distribution of a project, and builds it once in an empty folder before it is accepted.</summary>
public sealed class BuildSdist : DistributionTask
{
    private const double BytesPerKilobyte = 1000;

    /// <summary><c>PyModuleName</c>.</summary>
    [Required]
    public string ModuleName { get; set; } = "";

    /// <summary><c>PySdistRoot</c>.</summary>
    public string Root { get; set; } = "";

    /// <summary><c>PySdistInclude</c>.</summary>
    public string SdistInclude { get; set; } = "";

    /// <summary><c>PySdistExclude</c>.</summary>
    public string SdistExclude { get; set; } = "";

    /// <summary><c>PySdistVerify</c>.</summary>
    public bool Verify { get; set; } = true;

    /// <summary>The build backend that the SDK brings.</summary>
    [Required]
    public string Backend { get; set; } = "";

    /// <summary>The folder in which the archive is prepared.</summary>
    [Required]
    public string IntermediateDirectory { get; set; } = "";

    /// <summary>The finished sdist.</summary>
    [Output]
    public string Sdist { get; set; } = "";

    /// <inheritdoc/>
    protected override void Run()
    {
        DistributionRequest distribution = CreateDistribution();
        SdistDraft draft = SdistPacker.Write(CreateRequest(distribution));
        try
        {
            string mark = Path.Combine(IntermediateDirectory, "PyExt.sdist-proven");
            string digest = Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(draft.TemporaryPath)));
            bool isProven = File.Exists(mark) && File.ReadAllText(mark) == digest;
            if (!Verify)
                Warn(new Finding(DiagnosticCodes.SdistNotRebuilt, $"{draft.FileName} was not built in an empty folder, because PySdistVerify is false: nobody knows whether it builds elsewhere."));
            else if (!isProven)
            {
                Log.LogMessage(MessageImportance.High, $"  Building {draft.FileName} in an empty folder …");
                new SdistProof(distribution.ProjectDirectory, line => Log.LogMessage(MessageImportance.Low, line), Cancellation).Run(draft);
                File.WriteAllText(mark, digest);
            }

            Sdist = WheelPublisher.Publish(draft.TemporaryPath, OutputDirectory, draft.FileName);
            string size = string.Create(CultureInfo.InvariantCulture, $"{new FileInfo(Sdist).Length / BytesPerKilobyte:0.0} kB, {draft.Files.Count} files");
            Log.LogMessage(MessageImportance.High, $"{Path.GetFileNameWithoutExtension(ProjectFile)} -> {Sdist} ({size}{(Verify ? ", builds in an empty folder" : "")})");
            foreach (string file in draft.Files)
                Log.LogMessage(MessageImportance.Normal, $"  {file}");
        }
        finally
        {
            File.Delete(draft.TemporaryPath);
        }
    }

    private SdistRequest CreateRequest(DistributionRequest distribution)
    {
        ProjectClosure closure = ProjectClosure.Of(ProjectFile, GlobalProperties());
        SourceSelection selection = new(ItemReader.Patterns(SdistInclude), ItemReader.Patterns(SdistExclude), "PySdist");
        HashSet<string> files = [.. closure.Files, .. WheelPacker.SourceFiles(distribution, Wheel.Naming.ModuleName.Parse(ModuleName))];
        string folder = distribution.ProjectDirectory;
        HashSet<string> surroundings = [.. closure.Surroundings];
        string[] all = [.. files.Concat(surroundings)];
        // Patterns reach everything in the project's folder, whatever the items say.
        foreach (string file in (SdistInclude.Length > 0 ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories) : []).Concat(all).Distinct(StringComparer.Ordinal).ToArray())
        {
            string path = Path.GetRelativePath(folder, file).Replace('\\', '/');
            bool isTaken = files.Contains(file) || surroundings.Contains(file);
            bool takes = selection.Takes(path, isTaken);
            if (takes && !isTaken)
                files.Add(file);
            if (!takes)
            {
                files.Remove(file);
                surroundings.Remove(file);
            }
        }

        foreach (Finding unmatched in selection.Unmatched(folder))
            Warn(unmatched);
        string? root = Root.Length > 0 ? Path.GetFullPath(Path.Combine(folder, Root)) : ProjectClosure.Repository(ProjectFile);
        NuGetSources.RefuseSecrets(surroundings.Where(file => root is not null && SourcePaths.IsBelow(file, root)).Concat(files));
        return new SdistRequest
        {
            Distribution = distribution,
            ProjectFile = ProjectFile,
            Files = [.. files],
            Surroundings = [.. surroundings],
            Root = root,
            Backend = Backend,
            IntermediateDirectory = IntermediateDirectory,
        };
    }

    // What the build was started with decides what the project is made of; targets and output do not.
    private Dictionary<string, string> GlobalProperties() =>
        (BuildEngine as IBuildEngine6)?.GetGlobalProperties().ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase) ?? [];
}
