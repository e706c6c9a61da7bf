using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PyExt.Wheel.Apps;
using PyExt.Wheel.Archive;
using PyExt.Wheel.Naming;
using PyExt.Wheel.NativeLibraries;
using PyExt.Wheel.Verification;

namespace PyExt.Wheel.Editable;

/// <summary>Makes the wheel of an editable install (PEP 660): Python files stay in the source tree, the native module is kept outside of it.</summary>
public static class EditablePacker
{
    private static readonly string[] Modes = ["warn", "rebuild", "off"];
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    /// <summary>Refreshes the native module, without a wheel: what a rebuild needs.</summary>
    /// <param name="request">What goes into it.</param>
    /// <returns>The full path of the native module.</returns>
    /// <exception cref="WheelException">Something is wrong with the input.</exception>
    public static string Stage(EditableRequest request)
    {
        Distribution distribution = new(request.Wheel.Distribution);
        (_, NativeLibraryBundle bundle, _) = WheelPacker.Audit(request.Wheel, distribution);
        return Stage(request, distribution, bundle);
    }

    /// <summary>Refreshes the native module and makes the wheel that leads to it.</summary>
    /// <param name="request">What goes into it.</param>
    /// <returns>The full path of the wheel.</returns>
    /// <exception cref="WheelException">Something is wrong with the input.</exception>
    public static string Pack(EditableRequest request)
    {
        CheckMode(request.Mode);
        WheelRequest wheel = request.Wheel;
        Distribution distribution = new(wheel.Distribution);
        (_, NativeLibraryBundle bundle, string platform) = WheelPacker.Audit(wheel, distribution);
        string native = Stage(request, distribution, bundle);

        WheelFileName name = distribution.FileName(WheelPacker.PlainTag(platform));
        WheelBuilder builder = new(name, distribution.Time);
        string finder = $"_editable_{distribution.Name.Escaped}";
        builder.Add(ArchiveEntry.FromText($"{finder}.pth", $"{distribution.SourceRoot ?? Site(request)}\nimport {finder}\n"));
        builder.Add(ArchiveEntry.FromText($"{finder}.py", Finder(request, distribution, native)));
        distribution.AddRest(builder, name);
        builder.AddRange(distribution.Apps.Select(app => Launcher(request, name, app)));
        builder.AddWheelFile(wheel.Generator);
        return Publish(wheel, name, builder);
    }

    /// <summary>Refuses what is no mode.</summary>
    /// <param name="mode">The value of <c>PyEditableMode</c>.</param>
    /// <exception cref="WheelException">PYX5006: it is misspelt.</exception>
    public static void CheckMode(string mode)
    {
        if (!Modes.Contains(mode))
            throw new WheelException(DiagnosticCodes.EditableMode, $"PyEditableMode is '{mode}', which is not one of its values{Spelling.Suggestion(mode, Modes)}. Set it to {string.Join(", ", Modes)}.");
    }

    private static string Publish(WheelRequest wheel, WheelFileName name, WheelBuilder builder)
    {
        string temporary = Path.Combine(wheel.IntermediateDirectory, name + ".editable");
        builder.Write(temporary);
        IReadOnlyList<Finding> findings = WheelVerifier.Verify(temporary, name.ToString(), new WheelVerifierOptions { AllowsLocalPlatform = true });
        if (findings.Count > 0)
        {
            WheelPublisher.DeleteQuietly(temporary);
            throw new WheelException(findings);
        }

        return WheelPublisher.Publish(temporary, wheel.Distribution.OutputDirectory, name.ToString());
    }

    // Everything that is not in the source tree: the native module, and for a project without Python files the package around it.
    private static string Stage(EditableRequest request, Distribution distribution, NativeLibraryBundle bundle)
    {
        string native = "";
        HashSet<string> staged = [];
        foreach (ArchiveEntry entry in distribution.ArrangePackages(request.Wheel.Module, request.Wheel.NativeLibrary, bundle))
        {
            if (distribution.SourceRoot is string root && entry.Origin.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                continue;
            string target = Path.Combine(Site(request), entry.Path);
            Replace(target, entry.Read());
            staged.Add(Path.GetFullPath(target));
            if (entry.Origin == request.Wheel.NativeLibrary)
                native = target;
        }

        foreach (WheelApp app in distribution.Apps)
            Replace(Staged(request, app), File.ReadAllBytes(app.Binary!), isExecutable: true);

        // A library that changed has another name.
        string libraries = Path.Combine(Site(request), NativeLibraryBundle.FolderOf(request.Wheel.Module.Name));
        foreach (string stale in Directory.Exists(libraries) ? Directory.EnumerateFiles(libraries).Where(file => !staged.Contains(Path.GetFullPath(file))).ToArray() : [])
            WheelPublisher.DeleteQuietly(stale);

        Replace(Manifest(request), JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                project = request.ProjectFile,
                command = request.RebuildCommand,
                folders = request.Folders,
                files = request.Inputs.Where(File.Exists).ToDictionary(path => path, Identity),
                others = request.Folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)).Except(request.Inputs).Distinct(),
            },
            Readable));
        return native;
    }

    // Time, size and content: the first two are looked at at every import.
    private static object[] Identity(string path) =>
        [(File.GetLastWriteTimeUtc(path) - DateTime.UnixEpoch).Ticks, new FileInfo(path).Length, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))];

    // Never written in place: a process that has the module loaded keeps the old file, and one that loads it sees a whole one.
    private static void Replace(string target, byte[] content, bool isExecutable = false)
    {
        if (File.Exists(target) && content.AsSpan().SequenceEqual(File.ReadAllBytes(target)))
            return;
        string partial = $"{target}.{Environment.ProcessId}.partial";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllBytes(partial, content);
            if (isExecutable && !OperatingSystem.IsWindows())
                File.SetUnixFileMode(partial, File.GetUnixFileMode(partial) | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
            // Windows does not let a loaded file be replaced, but renamed.
            if (OperatingSystem.IsWindows() && File.Exists(target))
                File.Move(target, $"{target}.{DateTime.UtcNow.Ticks}.old");
            File.Move(partial, target, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            WheelPublisher.DeleteQuietly(partial);
            throw new WheelException(DiagnosticCodes.Output, $"The file '{target}' of the editable install cannot be replaced: {exception.Message} Close what has it open, or make its folder writable.", exception);
        }
    }

    // What is installed leads to the program that a rebuild replaces. Windows has no such scripts and gets the program itself.
    private static ArchiveEntry Launcher(EditableRequest request, WheelFileName name, WheelApp app)
    {
        string path = $"{name.DataFolder}/scripts/{app.FileName}";
        if (app.FileName != app.Command)
            return ArchiveEntry.FromFile(path, app.Binary!, isExecutable: true);
        string script = $"#!/bin/sh\nexec '{Staged(request, app).Replace("'", "'\\''", StringComparison.Ordinal)}' \"$@\"\n";
        return ArchiveEntry.FromBytes(path, Encoding.UTF8.GetBytes(script), app.Binary!, isExecutable: true);
    }

    private static string Staged(EditableRequest request, WheelApp app) => Path.Combine(request.StagingDirectory, "apps", app.FileName);

    private static string Finder(EditableRequest request, Distribution distribution, string native)
    {
        using Stream stream = typeof(EditablePacker).Assembly.GetManifestResourceStream("editable_finder.py")!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd()
            .Replace("__DISTRIBUTION__", distribution.Name.Name, StringComparison.Ordinal)
            .Replace("__DISTRIBUTION_LITERAL__", Literal(distribution.Name.Name), StringComparison.Ordinal)
            .Replace("__MODULE__", Literal(ImportName(distribution, request.Wheel.Module.Name)), StringComparison.Ordinal)
            .Replace("__BINARY__", Literal(native), StringComparison.Ordinal)
            .Replace("__MANIFEST__", Literal(Manifest(request)), StringComparison.Ordinal)
            .Replace("__MODE__", Literal(request.Mode), StringComparison.Ordinal);
    }

    // A module alone lies in a package of its own name.
    private static string ImportName(Distribution distribution, ModuleName module) =>
        distribution.SourceRoot is null && module.Packages.Count == 0 ? $"{module}.{module}" : module.ToString();

    // A JSON string is a Python string.
    private static string Literal(string text) => JsonSerializer.Serialize(text);

    private static string Site(EditableRequest request) => Path.Combine(request.StagingDirectory, "site");

    private static string Manifest(EditableRequest request) => Path.Combine(request.StagingDirectory, "manifest.json");
}
