using System.Diagnostics;
using System.Globalization;
using Microsoft.Build.Framework;

namespace PyExt.Tasks.Packing;

/// <summary>How long the steps of a pack took: those the targets stamped before this task, and those of the task itself.</summary>
internal sealed class StepTimes
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(0.1);

    private readonly List<(string Step, TimeSpan Time)> _steps = [];
    private long _last = Stopwatch.GetTimestamp();

    /// <summary>Takes over the stamps of the targets: items named by step, with an <c>Edge</c> (start or end) and <c>Ticks</c>.</summary>
    /// <param name="stamps">The stamps.</param>
    public StepTimes(IEnumerable<ITaskItem> stamps)
    {
        foreach (IGrouping<string, ITaskItem> step in stamps.GroupBy(stamp => stamp.ItemSpec))
        {
            if (Ticks(step, "start") is long start && Ticks(step, "end") is long end)
                _steps.Add((step.Key, TimeSpan.FromTicks(end - start)));
        }
    }

    /// <summary>Ends a step of the task itself.</summary>
    /// <param name="step">Its name.</param>
    public void Ends(string step)
    {
        _steps.Add((step, Stopwatch.GetElapsedTime(_last)));
        _last = Stopwatch.GetTimestamp();
    }

    /// <summary>All steps in a row, such as <c>compile 0.9 s, link 0.5 s</c>.</summary>
    public override string ToString() =>
        string.Join(", ", _steps.Select(step => $"{step.Step} {Text(step.Time)}"));

    private static string Text(TimeSpan time) => time < Short
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s");

    private static long? Ticks(IEnumerable<ITaskItem> step, string edge) =>
        step.LastOrDefault(stamp => stamp.GetMetadata("Edge") == edge) is ITaskItem stamp
            && long.TryParse(stamp.GetMetadata("Ticks"), NumberStyles.None, CultureInfo.InvariantCulture, out long ticks)
            ? ticks
            : null;
}
