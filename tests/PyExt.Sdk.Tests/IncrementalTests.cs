using PyExt.Build;
using PyExt.Testing;

namespace PyExt.Sdk.Tests;

/// <summary>Packing again does only what a change calls for.</summary>
public sealed class IncrementalTests
{
    private static readonly string[] Compilers = ["Task \"Csc\"", "Target \"IlcCompile\" in", "Target \"LinkNative\" in"];

    [Fact]
    public void Only_what_changed_is_made_again()
    {
        using var project = new TestProject("Again");

        // The first time, so that what is looked for below is known to be printed when it happens.
        CommandResult first = Pack(project);
        Assert.All(Compilers, compiler => Assert.True(Runs(first, compiler), compiler + " did not run the first time"));
        string wheel = Assert.Single(project.Wheels);
        Assert.Matches(@"Again -> \S+\.whl \(\d+ kB, for CPython 3\.12 and later; compile [\d.]+ m?s, native [\d.]+ m?s, link [\d.]+ m?s, audit [\d.]+ m?s, wheel [\d.]+ m?s\)", first.Output);
        DateTime written = File.GetLastWriteTimeUtc(wheel);

        // Nothing changed.
        CommandResult second = Pack(project);
        Assert.All(Compilers, compiler => Assert.False(Runs(second, compiler), compiler + " ran although nothing changed"));
        Assert.Equal(wheel, Assert.Single(project.Wheels));
        Assert.Equal(written, File.GetLastWriteTimeUtc(wheel));

        // Only metadata: no native code is made, the wheel is.
        CommandResult third = Pack(project, "-p:Description=Another");
        Assert.All(Compilers[1..], compiler => Assert.False(Runs(third, compiler), compiler + " ran for a description"));
        Assert.NotEqual(written, File.GetLastWriteTimeUtc(wheel));

        // The wheel is gone.
        File.Delete(wheel);
        CommandResult fourth = Pack(project, "-p:Description=Another");
        Assert.All(Compilers, compiler => Assert.False(Runs(fourth, compiler), compiler + " ran although only the wheel was gone"));
        Assert.True(File.Exists(wheel));
    }

    private static CommandResult Pack(TestProject project, params string[] arguments)
    {
        CommandResult result = project.Pack(["-v:detailed", .. arguments]);
        Assert.True(result.ExitCode == 0, result.Lines);
        return result;
    }

    // A target that is up to date is named, too: as skipped.
    private static bool Runs(CommandResult result, string what) =>
        what.StartsWith("Task", StringComparison.Ordinal)
            ? result.Lines.Contains(what, StringComparison.Ordinal)
            : result.Lines.Contains(what, StringComparison.Ordinal)
                && !result.Lines.Contains("Skipping target " + what["Target ".Length..^" in".Length], StringComparison.Ordinal);
}
