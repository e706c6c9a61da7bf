using System.Globalization;
using System.Text.RegularExpressions;
using PyExt.Tasks.Packing;
using PyExt.Wheel;
using PyExt.Wheel.Editable;
using PyExt.Wheel.Elf;
using PyExt.Wheel.Linking;
using PyExt.Wheel.Naming;

namespace PyExt.Tasks.Projects;

/// <summary>What a project must declare before anything is compiled. No MSBuild types.</summary>
public static partial class ProjectRules
{
    private const int OldestFramework = 10;
    private const long LeastGen0Size = 65536;
    private const long MostGen0Size = 1L << 30;

    private static readonly string[] MultipleInterpreterValues = ["NotSupported", "SharedGil", "PerInterpreterGil"];
    private static readonly string[] GilValues = ["Used", "NotUsed"];

    /// <summary>Judges a project.</summary>
    /// <param name="settings">Its properties.</param>
    /// <returns>Everything that is wrong with it, in the order of the codes.</returns>
    public static IEnumerable<Finding> Check(ProjectSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Finding?[] findings =
        [
            CheckMultipleInterpreters(settings),
            CheckGil(settings),
            Refusal(() => ModuleName.Parse(settings.ModuleName)),
            Refusal(() => PythonVersion.ParseMinimum(settings.MinimumVersion)),
            CheckTargetFramework(settings),
            CheckSourceRoot(settings),
            CheckShape(settings),
            .. settings.Switches.Select(CheckSwitch),
            CheckGen0Size(settings.Gen0Size),
            settings.Manylinux.Length == 0 ? null : Refusal(() => LinkFloor.Parse(settings.Manylinux, ElfMachine.X64)),
            settings.EditableMode.Length == 0 ? null : Refusal(() => EditablePacker.CheckMode(settings.EditableMode)),
        ];
        return findings.OfType<Finding>();
    }

    private static Finding? CheckMultipleInterpreters(ProjectSettings settings)
    {
        string value = settings.MultipleInterpreters;
        if (MultipleInterpreterValues.Contains(value, StringComparer.Ordinal))
            return null;
        string problem = value.Length == 0
            ? "PyMultipleInterpreters is not set."
            : $"PyMultipleInterpreters is '{value}', which is not one of its values{Spelling.Suggestion(value, MultipleInterpreterValues)}.";
        return new Finding(ProjectDiagnosticCodes.MultipleInterpreters, $"{problem} Set it in {settings.ProjectFile} to what the module promises. "
            + "NotSupported: only the main interpreter of a process may import the module. "
            + "SharedGil: sub-interpreters may import it too, as long as they share one GIL, so no two of them run it at the same time. "
            + "PerInterpreterGil: interpreters with a GIL of their own may import it and run it in parallel; the module keeps no state outside its module object.");
    }

    private static Finding? CheckGil(ProjectSettings settings)
    {
        if (!GilValues.Contains(settings.Gil, StringComparer.Ordinal))
        {
            return new Finding(DiagnosticCodes.Gil, $"PyGil is '{settings.Gil}', which is not one of its values{Spelling.Suggestion(settings.Gil, GilValues)}. "
                + "Set it to NotUsed if the module is safe without the GIL, which the build then checks; otherwise remove it.");
        }
        IReadOnlyList<string> versions = ItemReader.List(settings.FreeThreadedVersions);
        if (versions.Count > 0 && settings.Gil == "Used")
            return new Finding(DiagnosticCodes.Gil, $"PyFreeThreadedVersions is '{settings.FreeThreadedVersions}', but PyGil is Used, and such a wheel serves no free-threaded build. Set PyGil to NotUsed, or remove PyFreeThreadedVersions.");
        return Refusal(() =>
        {
            // The tags of a wheel are every Python with every ABI: an older version in the list would promise the GIL's build of it, too.
            foreach (PythonVersion version in versions.Select(PythonVersion.ParseFreeThreaded))
            {
                if (PythonVersion.TryParse(settings.MinimumVersion, out PythonVersion minimum) && version < minimum)
                    throw new WheelException(DiagnosticCodes.Gil, $"PyFreeThreadedVersions holds '{version}', but PyMinimumVersion is {minimum}. Remove it from the list, or set PyMinimumVersion to '{version}'.");
            }
        });
    }

    /// <summary>Turns a parser's refusal into a finding.</summary>
    private static Finding? Refusal(Action parse)
    {
        try
        {
            parse();
            return null;
        }
        catch (WheelException exception)
        {
            return exception.Findings[0];
        }
    }

    private static Finding? CheckTargetFramework(ProjectSettings settings)
    {
        const string Advice = "Set <TargetFramework>net10.0</TargetFramework>.";
        if (settings.TargetFrameworks.Length > 0 && settings.TargetFramework.Length == 0)
            return new Finding(ProjectDiagnosticCodes.TargetFramework, $"The project has TargetFrameworks ('{settings.TargetFrameworks}'), but a module is compiled once per platform, for one framework. {Advice}");
        if (settings.TargetFramework.Length == 0)
            return new Finding(ProjectDiagnosticCodes.TargetFramework, $"TargetFramework is not set. {Advice}");
        Match match = Framework().Match(settings.TargetFramework);
        if (match.Success && int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int major) && major >= OldestFramework)
            return null;
        return new Finding(ProjectDiagnosticCodes.TargetFramework, $"TargetFramework is '{settings.TargetFramework}', but PyExt compiles for .NET 10 or later, without a platform suffix. {Advice}");
    }

    private static Finding? CheckSourceRoot(ProjectSettings settings)
    {
        if (settings.SourceRoot.Length == 0)
            return null;
        string path = Path.GetFullPath(settings.SourceRoot, settings.ProjectDirectory);
        if (Directory.Exists(path))
            return null;
        return new Finding(DiagnosticCodes.SourceRoot, $"PySourceRoot is '{settings.SourceRoot}', but {path} {(File.Exists(path) ? "is a file" : "does not exist")}. "
            + "Create the folder with the Python packages in it, or remove PySourceRoot.");
    }

    private static Finding? CheckShape(ProjectSettings settings)
    {
        if (settings.OutputType != "Library")
            return new Finding(ProjectDiagnosticCodes.Shape, $"OutputType is '{settings.OutputType}', but Python imports a library. Remove OutputType; a command-line program is a PyScript item that names a Python function.");
        if (!settings.PublishAot)
            return new Finding(ProjectDiagnosticCodes.Shape, "PublishAot is off, but an extension module is native code. Remove PublishAot.");
        return settings.GeneratePackageOnBuild
            ? new Finding(ProjectDiagnosticCodes.Shape, "GeneratePackageOnBuild is on, but NativeAOT cannot run inside Build. Remove it and run `dotnet pack`.")
            : null;
    }

    private static Finding? CheckSwitch(KeyValuePair<string, string> property) => property.Value.Length == 0 || bool.TryParse(property.Value, out _)
        ? null
        : new Finding(ProjectDiagnosticCodes.Switch, $"{property.Key} is '{property.Value}', but it is on or off. Set it to 'true' or 'false'.");

    // .NET takes no less than 64 KB for a size, and would go on with its own.
    private static Finding? CheckGen0Size(string value) =>
        value.Length == 0 || (long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long size) && size is 0 or (>= LeastGen0Size and <= MostGen0Size))
            ? null
            : new Finding(
                ProjectDiagnosticCodes.Gen0Size,
                string.Create(CultureInfo.InvariantCulture, $"PyGen0Size is '{value}', but it is a number of bytes from {LeastGen0Size} to {MostGen0Size}, or 0 for .NET's own choice. Set it to such a number."));

    [GeneratedRegex(@"\Anet([1-9][0-9]?)\.[0-9]\z")]
    private static partial Regex Framework();
}
