using PyExt.Wheel;

namespace PyExt.Tasks.Projects;

/// <summary>What the project of a <c>PyApp</c> item must be. No MSBuild types.</summary>
public static class AppProjectRules
{
    private static readonly string[] Programs = ["Exe", "WinExe"];

    /// <summary>Judges a project.</summary>
    /// <param name="project">Its full path.</param>
    /// <param name="description">What it says of itself; null where it says nothing.</param>
    /// <returns>What is wrong with it, or null.</returns>
    public static Finding? Check(string project, AppDescription? description)
    {
        string name = $"The PyApp '{project}'";
        if (Directory.Exists(project))
            return Wrong($"{name} is a folder. Name the project file in it.");
        if (!File.Exists(project))
            return Wrong($"{name} does not exist. Correct the path of the project file.");
        if (description is null)
            return Wrong($"{name} is no project of the .NET SDK. Name the project file of a program with Sdk=\"Microsoft.NET.Sdk\".");
        if (description.TargetFrameworks.Length > 0)
            return Wrong($"{name} has TargetFrameworks ('{description.TargetFrameworks}'), but there is one program in the wheel. Set <TargetFramework>net10.0</TargetFramework> there.");
        if (!Programs.Contains(description.OutputType, StringComparer.OrdinalIgnoreCase))
            return Wrong($"{name} is a library (OutputType is '{description.OutputType}'), and a wheel has no use for one as a command. Set <OutputType>Exe</OutputType> there, or refer to it with a ProjectReference.");
        return description.PublishAot.Equals("true", StringComparison.OrdinalIgnoreCase)
            ? null
            : Wrong($"{name} sets PublishAot to '{description.PublishAot}', but where the wheel is installed there need be no .NET to run it. Remove PublishAot there.");
    }

    private static Finding Wrong(string message) => new(DiagnosticCodes.App, message);
}
