using Microsoft.Build.Framework;

namespace PyExt.Tasks.Projects;

/// <summary>What the project of an app says of itself.</summary>
/// <param name="OutputType"><c>OutputType</c>.</param>
/// <param name="TargetFramework"><c>TargetFramework</c>.</param>
/// <param name="TargetFrameworks"><c>TargetFrameworks</c>, which an app cannot have.</param>
/// <param name="PublishAot"><c>PublishAot</c>.</param>
public sealed record AppDescription(string OutputType, string TargetFramework, string TargetFrameworks = "", string PublishAot = "true")
{
    internal static AppDescription Read(ITaskItem item) => new(
        item.GetMetadata(nameof(OutputType)), item.GetMetadata(nameof(TargetFramework)), item.GetMetadata(nameof(TargetFrameworks)), item.GetMetadata(nameof(PublishAot)));
}
