namespace PyExt.Build.Commands;

/// <summary>What the command line says.</summary>
public sealed record Options(string Command, bool Verbose, string? Filter)
{
    /// <summary>Reads it; an argument that is not known is a <see cref="BuildException"/>.</summary>
    public static Options Parse(IReadOnlyList<string> arguments)
    {
        string? command = null, filter = null;
        bool verbose = false;
        for (int i = 0; i < arguments.Count; i++)
        {
            switch (arguments[i])
            {
                case "--verbose" or "-v":
                    verbose = true;
                    break;
                case "--filter" when i + 1 < arguments.Count:
                    filter = arguments[++i];
                    break;
                case "--filter":
                    throw new BuildException("--filter needs a part of a test's name.");
                case "--help" or "-h" or "-?":
                    command = "help";
                    break;
                case ['-', ..] unknown:
                    throw new BuildException($"There is no option '{unknown}': see `dotnet run build.cs help`.");
                case string name when command is null:
                    command = name;
                    break;
                case string second:
                    throw new BuildException($"One command at a time: '{command}' or '{second}'?");
            }
        }

        if (filter is not null && command != "test")
            throw new BuildException("--filter goes with the command 'test'.");
        return new Options(command ?? "help", verbose, filter);
    }
}
