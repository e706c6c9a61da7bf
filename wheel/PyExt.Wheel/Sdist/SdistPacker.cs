using PyExt.Wheel.Archive;
using PyExt.Wheel.Layout;
using PyExt.Wheel.PyProject;
using PyExt.Wheel.Verification;

namespace PyExt.Wheel.Sdist;

/// <summary>Makes a source distribution: the files as they are, at the paths they have, and what tells pip how to build them.</summary>
public static class SdistPacker
{
    private const string BackendName = "_pyext_build";

    /// <summary>Writes a source distribution. It is published with <see cref="WheelPublisher"/> after it was proven to build.</summary>
    /// <param name="request">What goes into it.</param>
    /// <returns>The draft.</returns>
    /// <exception cref="WheelException">Something is wrong with the input, and nothing was left behind.</exception>
    public static SdistDraft Write(SdistRequest request)
    {
        Distribution distribution = new(request.Distribution);
        string fileName = distribution.SdistFileName;
        string[] files = [.. request.Files.Concat(distribution.Files).Select(Path.GetFullPath).Distinct(StringComparer.Ordinal)];
        string root = FindRoot(files, request);
        string folder = fileName[..^".tar.gz".Length];

        SortedDictionary<string, ArchiveEntry> entries = new(StringComparer.Ordinal);
        foreach (string file in files.Concat(request.Surroundings.Where(file => SourcePaths.IsBelow(file, root))))
        {
            string path = Relative(root, file);
            entries[path] = Entry(folder, path, file, root);
        }

        AddLicenses(distribution, entries, folder);
        AddBackend(request, root, entries, folder);
        ArchiveEntry information = ArchiveEntry.FromText($"{folder}/PKG-INFO", distribution.MetadataText);
        entries.Remove("PKG-INFO");
        string temporary = Path.Combine(request.IntermediateDirectory, fileName + ".partial");
        Write(temporary, [information, .. entries.Values], distribution.Time);
        return new SdistDraft(temporary, fileName, Relative(root, Path.GetFullPath(request.ProjectFile)), distribution.MetadataText, ["PKG-INFO", .. entries.Keys]);
    }

    private static string FindRoot(string[] files, SdistRequest request)
    {
        string? bound = request.Root is null ? null : Path.GetFullPath(request.Root).TrimEnd(Path.DirectorySeparatorChar);
        if (bound is not null && files.FirstOrDefault(file => !SourcePaths.IsBelow(file, bound)) is string outside)
            throw new WheelException(DiagnosticCodes.SdistRoot, $"The project needs '{outside}', which is outside of '{bound}', the folder that the sdist is made of. Move it there, or set PySdistRoot to a folder that has everything.");

        string root = SourcePaths.CommonFolder(files.Concat(request.Surroundings.Where(file => bound is not null && SourcePaths.IsBelow(file, bound))));
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile).TrimEnd(Path.DirectorySeparatorChar);
        if (root == Path.GetPathRoot(root) || root == home)
        {
            string far = files.First(file => !SourcePaths.IsBelow(file, request.Distribution.ProjectDirectory));
            throw new WheelException(DiagnosticCodes.SdistRoot, $"The project needs '{far}', which has no folder in common with it but '{root}'. Move it nearer, or leave it out with PySdistExclude.");
        }

        return root;
    }

    private static ArchiveEntry Entry(string folder, string path, string file, string root)
    {
        if (ArchivePath.Problem(path) is string problem)
            throw new WheelException(DiagnosticCodes.SdistFile, AuditText.OneLine($"The file '{file}' cannot go into the sdist: {problem} Rename it, or leave it out with PySdistExclude."));
        string real = SourcePaths.Real(file);
        if (!SourcePaths.IsBelow(real, SourcePaths.Real(root)))
            throw new WheelException(DiagnosticCodes.SdistFile, $"The file '{file}' is, through a symbolic link, '{real}', which is outside of '{root}'. Replace the link by the file, or leave it out with PySdistExclude.");
        try
        {
            // What has no length may be a pipe, which is not opened.
            using (new FileInfo(real).Length > 0 ? File.OpenRead(real) : Stream.Null)
                return ArchiveEntry.FromFile($"{folder}/{path}", real, ArchiveEntry.IsExecutableFile(real));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new WheelException(DiagnosticCodes.SdistFile, $"The file '{file}' cannot be read: {exception.Message} Make it readable, or leave it out with PySdistExclude.", exception);
        }
    }

    // The index looks for the licence files at the paths that the metadata has.
    private static void AddLicenses(Distribution distribution, SortedDictionary<string, ArchiveEntry> entries, string folder)
    {
        foreach (LicenseFile license in distribution.Licenses)
            entries.TryAdd(license.Path, ArchiveEntry.FromFile($"{folder}/{license.Path}", license.File));
    }

    // A project in a subfolder, or without a pyproject.toml, gets one at the top that only leads to it; no file of the project is rewritten.
    private static void AddBackend(SdistRequest request, string root, SortedDictionary<string, ArchiveEntry> entries, string folder)
    {
        string top = Path.Combine(root, PyProjectFile.FileName);
        if (entries.ContainsKey(PyProjectFile.FileName))
        {
            if (PyProjectFile.Read(top).BuildSystem is null)
                throw new WheelException([new Finding(DiagnosticCodes.SdistBackend, $"It has no [build-system], so pip would build the sdist with setuptools and fail. Run `dotnet build -t:PyWriteBackend`, which adds it and {BackendName}.py.") { Location = new SourceLocation(top, 1, 1) }]);
            return;
        }

        string project = Relative(root, Path.GetFullPath(request.ProjectFile));
        string own = Path.Combine(request.Distribution.ProjectDirectory, BackendName + ".py");
        bool hasOwn = entries.ContainsKey(Relative(root, own));
        if (!hasOwn)
            entries[BackendName + ".py"] = ArchiveEntry.FromFile($"{folder}/{BackendName}.py", request.Backend);
        string backendFolder = hasOwn && project.Contains('/', StringComparison.Ordinal) ? project[..project.LastIndexOf('/')] : ".";
        entries[PyProjectFile.FileName] = ArchiveEntry.FromText(
            $"{folder}/{PyProjectFile.FileName}",
            $"""
            # Written by PyExt: leads pip to the project.
            [build-system]
            requires = []
            build-backend = "{BackendName}"
            backend-path = [{Quoted(backendFolder)}]

            [tool.pyext]
            project = {Quoted(project)}

            """);
    }

    private static void Write(string temporary, IEnumerable<ArchiveEntry> entries, DateTime time)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(temporary)!);
            using FileStream file = new(temporary, FileMode.Create, FileAccess.Write);
            TarFile.Write(file, entries, time);
        }
        catch (Exception exception)
        {
            WheelPublisher.DeleteQuietly(temporary);
            if (exception is IOException or UnauthorizedAccessException)
                throw new WheelException(DiagnosticCodes.Output, $"The sdist cannot be written to '{temporary}': {exception.Message}", exception);
            throw;
        }
    }

    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string Relative(string root, string file) => Path.GetRelativePath(root, file).Replace(Path.DirectorySeparatorChar, '/');
}
