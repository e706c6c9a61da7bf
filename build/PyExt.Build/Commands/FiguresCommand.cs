namespace PyExt.Build.Commands;

/// <summary>Measures what the README claims.</summary>
internal static class FiguresCommand
{
    public static int Run(Report report) => throw new BuildException("The figures are not there yet.");
}
