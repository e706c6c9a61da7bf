using Microsoft.Build.Framework;
using PyExt.Wheel;

namespace PyExt.Tasks;

/// <summary>How every task here reports: known failures as coded errors with a help link, anything else as one line that asks for a report.</summary>
public abstract class WheelTask : Microsoft.Build.Utilities.Task, ICancelableTask, IDisposable
{
    private const string Unexpected = "PYX4999";

    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>The project's file, to which errors are attributed.</summary>
    public string ProjectFile { get; set; } = "";

    /// <summary>Fires when the user cancels the build.</summary>
    protected CancellationToken Cancellation => _cancellation.Token;

    /// <inheritdoc/>
    public void Cancel() => _cancellation.Cancel();

    /// <inheritdoc/>
    public sealed override bool Execute()
    {
        try
        {
            Run();
        }
        catch (WheelException exception)
        {
            foreach (Finding finding in exception.Findings)
                Report(finding);
            Log.LogMessage(MessageImportance.Low, exception.ToString());
        }
        catch (OperationCanceledException) when (Cancellation.IsCancellationRequested)
        {
            Log.LogMessage(MessageImportance.Normal, $"{GetType().Name} was cancelled.");
            return false;
        }
#pragma warning disable CA1031 // The last line of defence: MSBuild would print a stack trace.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Report(new Finding(Unexpected, $"{GetType().Name} failed unexpectedly: {exception.GetType().Name}: {FirstLine(exception.Message)} Please report it with the details that `-v:diagnostic` prints."));
            Log.LogMessage(MessageImportance.Low, exception.ToString());
        }

        return !Log.HasLoggedErrors;
    }

    /// <summary>Releases the cancellation source.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases the cancellation source.</summary>
    /// <param name="disposing">Whether <see cref="Dispose()"/> calls.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            _cancellation.Dispose();
    }

    /// <summary>Does the task's work.</summary>
    protected abstract void Run();

    /// <summary>Logs a finding as an error at its place, or on the project file.</summary>
    /// <param name="finding">What is wrong.</param>
    protected void Report(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        (string file, int line, int column) = Place(finding);
        Log.LogError(subcategory: null, finding.Code, helpKeyword: null, HelpLink(finding.Code), file, line, column, 0, 0, "{0}", finding.Message);
    }

    /// <summary>Logs a finding as a warning at its place, or on the project file.</summary>
    /// <param name="finding">What is doubtful.</param>
    protected void Warn(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        (string file, int line, int column) = Place(finding);
        Log.LogWarning(subcategory: null, finding.Code, helpKeyword: null, HelpLink(finding.Code), file, line, column, 0, 0, "{0}", finding.Message);
    }

    private (string File, int Line, int Column) Place(Finding finding) =>
        finding.Location is { } place ? (place.File, place.Line, place.Column) : (ProjectFile, 0, 0);

    private static string HelpLink(string code) => $"https://github.com/pyext/pyext/blob/main/docs/diagnostics/{code}.md";

    private static string FirstLine(string text) => text.Split('\n', 2)[0].TrimEnd();
}
