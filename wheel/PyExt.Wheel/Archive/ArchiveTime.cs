using System.Globalization;

namespace PyExt.Wheel.Archive;

/// <summary>The one time stamp of every file in a wheel, so that equal input gives equal bytes.</summary>
public static class ArchiveTime
{
    /// <summary>The environment variable that sets it, known to many build tools.</summary>
    public const string Variable = "SOURCE_DATE_EPOCH";

    // What the zip format can express; the last even second of 2107.
    private static readonly DateTime Earliest = new(1980, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime Latest = new(2107, 12, 31, 23, 59, 58, DateTimeKind.Utc);

    /// <summary>The time stamp for a value of <c>SOURCE_DATE_EPOCH</c>.</summary>
    /// <param name="sourceDateEpoch">Seconds since 1970; null or empty for the default. Times before 1980 become 1980.</param>
    /// <returns>The time.</returns>
    /// <exception cref="WheelException">PYX4007: the value is not a number of seconds, or too large.</exception>
    public static DateTime FromSourceDateEpoch(string? sourceDateEpoch)
    {
        if (string.IsNullOrEmpty(sourceDateEpoch))
            return Earliest;
        if (!long.TryParse(sourceDateEpoch, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
            || seconds > (Latest - DateTime.UnixEpoch).TotalSeconds)
        {
            throw new WheelException(
                DiagnosticCodes.Metadata,
                $"The environment variable {Variable} is '{sourceDateEpoch}', but it must be a number of seconds since 1970, before the year 2108. Correct or unset it.");
        }

        DateTime time = DateTime.UnixEpoch.AddSeconds(seconds - (seconds % 2));
        return time < Earliest ? Earliest : time;
    }
}
