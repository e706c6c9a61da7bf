using System.Globalization;
using System.Text.RegularExpressions;
using PyExt.Wheel;

namespace PyExt.Tasks.Projects;

/// <summary>What a project must declare before anything is compiled. No MSBuild types.</summary>
public static partial class ProjectRules
{
    private const int OldestMinor = 12;
    private const int OldestFramework = 10;

    private static readonly string[] s_multipleInterpreters = ["NotSupported", "SharedGil", "PerInterpreterGil"];
    private static readonly string[] s_gil = ["Used", "NotUsed"];

    private static readonly HashSet<string> s_keywords = new(StringComparer.Ordinal)
    {
        "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else",
        "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise",
        "return", "try", "while", "with", "yield",
    };

    /// <summary>Judges a project.</summary>
    /// <param name="settings">Its properties.</param>
    /// <returns>Everything that is wrong with it, in the order of the codes.</returns>
    public static IEnumerable<Finding> Check(ProjectSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new[]
        {
            CheckMultipleInterpreters(settings),
            CheckGil(settings),
            CheckModuleName(settings),
            CheckMinimumVersion(settings),
            CheckTargetFramework(settings),
            CheckSourceRoot(settings),
            CheckShape(settings),
        }.OfType<Finding>();
    }

    private static Finding? CheckMultipleInterpreters(ProjectSettings settings)
    {
        string value = settings.MultipleInterpreters;
        if (s_multipleInterpreters.Contains(value, StringComparer.Ordinal))
            return null;
        string problem = value.Length == 0
            ? "PyMultipleInterpreters is not set."
            : $"PyMultipleInterpreters is '{value}', which is not one of its values{Suggestion.For(value, s_multipleInterpreters)}.";
        return new Finding(ProjectDiagnosticCodes.MultipleInterpreters, $"{problem} Set it in {settings.ProjectFile} to what the module promises. "
            + "NotSupported: only the main interpreter of a process may import the module. "
            + "SharedGil: sub-interpreters may import it too, as long as they share one GIL, so no two of them run it at the same time. "
            + "PerInterpreterGil: interpreters with a GIL of their own may import it and run it in parallel; the module keeps no state outside its module object.");
    }

    private static Finding? CheckGil(ProjectSettings settings)
    {
        if (settings.Gil == "Used")
            return null;
        return new Finding(ProjectDiagnosticCodes.Gil, settings.Gil == "NotUsed"
            ? "PyGil is 'NotUsed', which this version of PyExt refuses: it cannot check yet that a module is safe without the GIL. Set PyGil to Used or remove it; "
                + "free-threaded Python then turns its GIL on when it imports the module."
            : $"PyGil is '{settings.Gil}', which is not one of its values{Suggestion.For(settings.Gil, s_gil)}. Set it to Used or remove it.");
    }

    private static Finding? CheckModuleName(ProjectSettings settings)
    {
        string? bad = settings.ModuleName.Split('.').FirstOrDefault(part => !Identifier().IsMatch(part) || s_keywords.Contains(part));
        if (bad is null)
            return null;
        string reason = bad.Length == 0 ? "has an empty part" : s_keywords.Contains(bad) ? $"contains Python's keyword '{bad}'" : $"contains '{bad}', which is no identifier";
        return new Finding(ProjectDiagnosticCodes.ModuleName, $"The import name '{settings.ModuleName}' {reason}. Set PyModuleName to one or more identifiers joined by dots, "
            + "of ASCII letters, digits and underscores, such as fastmd or fastmd._native.");
    }

    private static Finding? CheckMinimumVersion(ProjectSettings settings)
    {
        Match match = PythonVersion().Match(settings.MinimumVersion);
        if (match.Success && int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int minor) && minor >= OldestMinor)
            return null;
        string reason = match.Success ? "older than any Python PyExt supports" : "not a Python version of the form 3.N";
        return new Finding(ProjectDiagnosticCodes.MinimumVersion, $"PyMinimumVersion is '{settings.MinimumVersion}', {reason}. Set it to 3.12 or a later 3.N; the wheel then serves that version and all later ones.");
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
        return new Finding(ProjectDiagnosticCodes.SourceRoot, $"PySourceRoot is '{settings.SourceRoot}', but {path} {(File.Exists(path) ? "is a file" : "does not exist")}. "
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

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex Identifier();

    [GeneratedRegex(@"\A3\.(0|[1-9][0-9]{0,2})\z")]
    private static partial Regex PythonVersion();

    [GeneratedRegex(@"\Anet([1-9][0-9]?)\.[0-9]\z")]
    private static partial Regex Framework();
}
