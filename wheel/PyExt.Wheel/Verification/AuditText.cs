using System.Globalization;

namespace PyExt.Wheel.Verification;

/// <summary>Makes text of files safe for a terminal.</summary>
internal static class AuditText
{
    /// <summary>Text on one line: control characters, which could move the cursor or forge lines, become question marks.</summary>
    public static string OneLine(string text) => text.Any(IsUnsafe) ? new string([.. text.Select(character => IsUnsafe(character) ? '?' : character)]) : text;

    /// <summary>A size in bytes as people read it.</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 999_500 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0} kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
    };

    // Also what changes the direction of what follows.
    private static bool IsUnsafe(char character) =>
        char.IsControl(character) || char.GetUnicodeCategory(character) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator || char.IsSurrogate(character);
}
