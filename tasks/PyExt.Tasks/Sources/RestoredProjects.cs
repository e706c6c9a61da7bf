using System.Text.Json;

namespace PyExt.Tasks.Sources;

/// <summary>The projects that a restore went through, as NuGet lists them in <c>….nuget.dgspec.json</c>: the project itself and all that it refers to, directly or not.</summary>
internal static class RestoredProjects
{
    /// <summary>Reads the list.</summary>
    /// <param name="file">The file; where it is missing or not readable there is nothing to list, which is for the build to complain about.</param>
    /// <returns>The folder for intermediate files of each project, and the project's path.</returns>
    public static IReadOnlyList<(string Folder, string Project)> Read(string file)
    {
        if (file.Length == 0 || !File.Exists(file))
            return [];
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
            return [.. document.RootElement.GetProperty("projects").EnumerateObject()
                .Select(project => (project.Value.GetProperty("restore").GetProperty("outputPath").GetString() ?? "", project.Name))
                .Where(project => project.Item1.Length > 0)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return [];
        }
    }
}
