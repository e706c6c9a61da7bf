namespace PyExt.Build;

/// <summary>Runs <c>dotnet</c> as a user's shell would: nothing of a build or test that surrounds it leaks in.</summary>
public static class Dotnet
{
    /// <summary>The <c>dotnet</c> that runs this.</summary>
    public static string Host { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path && File.Exists(path) ? path : "dotnet";

    /// <summary>A command whose arguments are the given ones.</summary>
    public static Command Command(params IEnumerable<string> arguments) => Clean(new Command(Host, arguments));

    /// <summary>A command in a folder.</summary>
    public static Command CommandIn(string folder, params IEnumerable<string> arguments) =>
        Clean(new Command(Host, arguments) { WorkingDirectory = folder });

    /// <summary>Cleans a command's environment.</summary>
    public static Command Clean(Command command) => command
        .Without(IsBuildVariable)
        .With("DOTNET_CLI_TELEMETRY_OPTOUT", "1")
        .With("DOTNET_CLI_UI_LANGUAGE", "en")
        .With("DOTNET_NOLOGO", "1")
        .With("DOTNET_SKIP_FIRST_TIME_EXPERIENCE", "1")
        .With("MSBUILDTERMINALLOGGER", "off")
        .With("MSBUILDDISABLENODEREUSE", "1");

    private static bool IsBuildVariable(string name) =>
        name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("DOTNET_MSBUILD_SDK_RESOLVER", StringComparison.Ordinal)
        || name.StartsWith("NUGET_PACKAGES", StringComparison.Ordinal)
        || name is "DOTNET_HOST_PATH" or "DOTNET_CLI_CONTEXT_VERBOSE" or "DOTNET_CLI_TELEMETRY_SESSIONID" or "SOURCE_DATE_EPOCH";
}
