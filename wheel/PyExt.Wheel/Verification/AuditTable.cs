using System.Globalization;
using PyExt.Wheel.Binaries;

namespace PyExt.Wheel.Verification;

/// <summary>Shows an audit to people.</summary>
public static class AuditTable
{
    private const int MostBinaries = 50;

    /// <summary>The report as lines of text.</summary>
    /// <param name="report">The report.</param>
    /// <param name="withFindings">Whether to say what was found, not only how much.</param>
    /// <returns>The lines, without colour.</returns>
    public static IReadOnlyList<string> Render(WheelAuditReport report, bool withFindings = true)
    {
        List<string> lines = [Verdict(report)];
        if (report.Parts.Count > 0)
        {
            List<string[]> rows = [["part", "files", "installed", "in the wheel"]];
            rows.AddRange(report.Parts.Select(part => new[] { part.Name, part.Files.ToString(CultureInfo.InvariantCulture), AuditText.Size(part.Size), AuditText.Size(part.CompressedSize) }));
            AddTable(lines, rows, rightFrom: 1);
        }

        if (report.Binaries.Count > 0)
        {
            List<string[]> rows = [["binary", "format", "for", "needs", "of CPython", "may open"]];
            rows.AddRange(report.Binaries.Take(MostBinaries).Select(Row));
            AddTable(lines, rows, rightFrom: int.MaxValue);
            if (report.Binaries.Count > MostBinaries)
                lines.Add($"  and {report.Binaries.Count - MostBinaries} more");
        }

        if (!withFindings || report.Findings.Count == 0)
            return lines;
        lines.Add("");
        lines.AddRange(report.Findings.Select(finding => $"  {(finding.Severity == AuditSeverity.Error ? "error  " : "warning")} {finding.Code}: {AuditText.OneLine(finding.Message)}"));
        return lines;
    }

    private static string Verdict(WheelAuditReport report)
    {
        int errors = report.Errors.Count();
        int warnings = report.Warnings.Count();
        string found = (errors, warnings) switch
        {
            (0, 0) => "nothing wrong",
            (0, _) => $"passed, {Count(warnings, "warning")}",
            (_, 0) => $"refused, {Count(errors, "error")}",
            _ => $"refused, {Count(errors, "error")} and {Count(warnings, "warning")}",
        };
        return $"{AuditText.OneLine(report.FileName)}: {found}{(report.Size > 0 ? $" ({AuditText.Size(report.Size)})" : "")}";
    }

    private static string Count(int number, string word) => $"{number.ToString(CultureInfo.InvariantCulture)} {word}{(number == 1 ? "" : "s")}";

    private static string[] Row(AuditedBinary binary)
    {
        string[] needs = [.. new[] { binary.System }.OfType<string>(), .. binary.Needed];
        return
        [
            AuditText.OneLine(binary.Path),
            BinaryFormats.NameOf(binary.Format),
            string.Join(" ", binary.Architectures),
            Shortened(needs),
            binary.PythonSymbols.Count == 0 ? "-" : Count(binary.PythonSymbols.Count, "symbol"),
            Shortened(binary.OpenedAtRunTime),
        ];
    }

    private static string Shortened(IReadOnlyList<string> names)
    {
        const int most = 6;
        return names.Count == 0 ? "-" : AuditText.OneLine(string.Join(", ", names.Take(most)) + (names.Count > most ? $" and {names.Count - most} more" : ""));
    }

    private static void AddTable(List<string> lines, List<string[]> rows, int rightFrom)
    {
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        lines.Add("");
        foreach (string[] row in rows)
            lines.Add("  " + string.Join("  ", row.Select((cell, column) => column >= rightFrom ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))).TrimEnd());
    }
}
