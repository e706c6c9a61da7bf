using System.Diagnostics;
using System.Globalization;

namespace PyExt.Build;

/// <summary>Tells on the console what is being done and how long each step took, and keeps logs.</summary>
public sealed class Report(bool verbose)
{
    private readonly List<(string Name, TimeSpan Time)> _steps = [];
    private readonly Stopwatch _whole = Stopwatch.StartNew();

    /// <summary>Prints what programs print while they run.</summary>
    public bool Verbose => verbose;

    /// <summary>For a command's <see cref="Command.OnLine"/>: prints lines when asked for, and always writes them to a log.</summary>
    public Action<string> Log(string name)
    {
        Directory.CreateDirectory(Repository.Logs);
        string path = Path.Combine(Repository.Logs, name + ".log");
        File.Delete(path);
        var gate = new Lock();
        return line =>
        {
            lock (gate)
            {
                File.AppendAllText(path, line + "\n");
                if (verbose)
                    Console.WriteLine("    " + line);
            }
        };
    }

    /// <summary>Does one step.</summary>
    public T Step<T>(string name, Func<T> action)
    {
        Console.WriteLine(name + " …");
        var watch = Stopwatch.StartNew();
        T result = action();
        _steps.Add((name, watch.Elapsed));
        Console.WriteLine($"    {Seconds(watch.Elapsed)}");
        return result;
    }

    /// <summary>Does one step.</summary>
    public void Step(string name, Action action) => Step(name, () =>
    {
        action();
        return true;
    });

    /// <summary>Prints a line under the running step.</summary>
    public static void Say(string text) => Console.WriteLine("    " + text);

    /// <summary>Prints every step with its time.</summary>
    public void Summarise()
    {
        Console.WriteLine();
        int width = _steps.Select(step => step.Name.Length).DefaultIfEmpty().Max();
        foreach ((string name, TimeSpan time) in _steps)
            Console.WriteLine($"{name.PadRight(width)}  {Seconds(time),8}");
        Console.WriteLine($"{"Together".PadRight(width)}  {Seconds(_whole.Elapsed),8}");
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s";
}
