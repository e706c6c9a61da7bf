using System.Diagnostics;

namespace PyExt.Build;

/// <summary>One run of a program: arguments are never joined into a shell line, output is kept, time is limited.</summary>
public sealed class Command(string fileName, params IEnumerable<string> arguments)
{
    private readonly List<string> _arguments = [.. arguments];
    private readonly Dictionary<string, string?> _environment = [];
    private readonly List<Func<string, bool>> _removed = [];

    /// <summary>Another run of the same program that a token can stop.</summary>
    public Command(Command other, CancellationToken cancellationToken)
        : this(other.FileName, other._arguments)
    {
        WorkingDirectory = other.WorkingDirectory;
        TimeLimit = other.TimeLimit;
        OnLine = other.OnLine;
        OnOutput = other.OnOutput;
        OnError = other.OnError;
        CancellationToken = cancellationToken;
        _environment = new Dictionary<string, string?>(other._environment);
        _removed = [.. other._removed];
    }

    /// <summary>The program.</summary>
    public string FileName => fileName;

    /// <summary>The folder it runs in; the repository's root by default.</summary>
    public string WorkingDirectory { get; init; } = Repository.Root;

    /// <summary>How long it may take before it and its children are killed.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Called with each line as it comes.</summary>
    public Action<string>? OnLine { get; init; }

    /// <summary>Called with each line of the program's output alone.</summary>
    public Action<string>? OnOutput { get; init; }

    /// <summary>Called with each line of what it says about errors alone.</summary>
    public Action<string>? OnError { get; init; }

    /// <summary>Stops the program and its children.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Sets an environment variable, or takes it away (null).</summary>
    public Command With(string variable, string? value)
    {
        _environment[variable] = value;
        return this;
    }

    /// <summary>Takes every inherited environment variable away whose name fits.</summary>
    public Command Without(Func<string, bool> variable)
    {
        _removed.Add(variable);
        return this;
    }

    /// <summary>Adds arguments.</summary>
    public Command Add(params IEnumerable<string> more)
    {
        _arguments.AddRange(more);
        return this;
    }

    /// <summary>Runs to the end. A program that cannot be started is a <see cref="BuildException"/>.</summary>
    public CommandResult Run()
    {
        var watch = Stopwatch.StartNew();
        using Process process = Start();
        var lines = new List<string>();
        var output = new List<string>();
        var error = new List<string>();
        process.OutputDataReceived += (_, line) => Receive(line.Data, output, OnOutput);
        process.ErrorDataReceived += (_, line) => Receive(line.Data, error, OnError);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        bool ended = WaitForExit(process);
        if (!ended)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit(TimeSpan.FromSeconds(10));
        }

        // A build server that the program left behind holds the pipe open: what came until now is its output.
        Task.Run(process.WaitForExit).Wait(TimeSpan.FromSeconds(2));
        lock (lines)
        {
            return new CommandResult(ToString(), ended ? process.ExitCode : -1, Join(output), Join(error), Join(lines), watch.Elapsed, TimedOut: !ended);
        }

        void Receive(string? line, List<string> stream, Action<string>? onLine)
        {
            if (line is null)
                return;
            lock (lines)
            {
                lines.Add(line);
                stream.Add(line);
            }

            OnLine?.Invoke(line);
            onLine?.Invoke(line);
        }

        static string Join(List<string> text) => string.Concat(text.Select(line => line + "\n"));
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join(' ', _arguments.Prepend(fileName).Select(part => part.Length == 0 || part.Any(char.IsWhiteSpace) ? $"'{part}'" : part));

    private bool WaitForExit(Process process)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(CancellationToken);
        limit.CancelAfter(TimeLimit);
        try
        {
            // Polls the exit alone: WaitForExit without a time would also wait for the end of the pipes.
            while (!process.WaitForExit(TimeSpan.FromMilliseconds(100)))
                limit.Token.ThrowIfCancellationRequested();
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(fileName, _arguments)
        {
            WorkingDirectory = WorkingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (string name in start.Environment.Keys.Where(name => _removed.Exists(remove => remove(name))).ToList())
            start.Environment.Remove(name);
        foreach ((string name, string? value) in _environment)
            start.Environment[name] = value;
        try
        {
            return Process.Start(start)!;
        }
        catch (Exception failure) when (failure is System.ComponentModel.Win32Exception or IOException)
        {
            throw new BuildException($"'{fileName}' could not be started: {failure.Message}", failure);
        }
    }
}
