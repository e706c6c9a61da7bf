using System.Globalization;

namespace PyExt.Build.Commands;

/// <summary>What the command line says.</summary>
public sealed record Options(string Command, bool Verbose, string? Filter, string? Python, int? Rounds, string? Suite, int? Minutes, bool Valgrind)
{
    /// <summary>Reads it; an argument that is not known is a <see cref="BuildException"/>.</summary>
    public static Options Parse(IReadOnlyList<string> arguments)
    {
        string? command = null, filter = null, python = null, suite = null;
        int? rounds = null, minutes = null;
        bool verbose = false, valgrind = false;
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
                case "--python" when i + 1 < arguments.Count:
                    python = arguments[++i];
                    break;
                case "--python":
                    throw new BuildException("--python needs a version, such as 3.14.");
                case "--rounds" when i + 1 < arguments.Count && int.TryParse(arguments[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 2:
                    rounds = number;
                    i++;
                    break;
                case "--rounds":
                    throw new BuildException("--rounds needs a number from 2 on.");
                case "--suite" when i + 1 < arguments.Count && arguments[i + 1] is "720" or "functions" or "classes" or "operations":
                    suite = arguments[++i];
                    break;
                case "--suite":
                    throw new BuildException("--suite needs 720, functions, classes or operations.");
                case "--minutes" when i + 1 < arguments.Count && int.TryParse(arguments[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is >= 1 and <= 1440:
                    minutes = number;
                    i++;
                    break;
                case "--minutes":
                    throw new BuildException("--minutes needs a number from 1 to 1440.");
                case "--valgrind":
                    valgrind = true;
                    break;
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
        if (rounds is not null && command is not ("benchmarks" or "scale" or "footprint" or "builds"))
            throw new BuildException("--rounds goes with the commands that measure: 'benchmarks', 'scale', 'footprint', 'builds'.");
        if (python is not null && command is not ("benchmarks" or "scale" or "footprint" or "builds" or "soak" or "interpreters"))
            throw new BuildException("--python goes with the commands that measure: 'benchmarks', 'scale', 'footprint', 'builds', 'soak', 'interpreters'.");
        if (minutes is not null && command != "soak")
            throw new BuildException("--minutes goes with the command 'soak'.");
        if (valgrind && (command != "soak" || minutes is not null))
            throw new BuildException("--valgrind goes with the command 'soak', and without --minutes: memcheck takes as long as the tests do.");
        if (suite is not null && command != "benchmarks")
            throw new BuildException("--suite goes with the command 'benchmarks'.");
        return new Options(command ?? "help", verbose, filter, python, rounds, suite, minutes, valgrind);
    }
}
