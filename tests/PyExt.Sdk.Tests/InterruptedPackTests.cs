using PyExt.Build;
using PyExt.Testing;

namespace PyExt.Sdk.Tests;

/// <summary>A <c>dotnet pack</c> that is killed leaves nothing that looks finished, and the next one works.</summary>
public sealed class InterruptedPackTests
{
    [Theory]
    [InlineData("*.ilc.rsp")] // ILC is about to run
    [InlineData("*.abi3.so")] // the link is done: audit and wheel come next
    public void A_killed_pack_leaves_no_wheel(string moment)
    {
        using var project = new TestProject("Killed");
        using var kill = new CancellationTokenSource();
        using var watcher = new Timer(_ =>
        {
            if (Exists(project.Folder, moment))
                kill.Cancel();
        }, null, TimeSpan.Zero, TimeSpan.FromMilliseconds(10));
        Command prepared = project.Command("pack");

        CommandResult killed = new Command(prepared, kill.Token).Run();

        Assert.True(killed.TimedOut, "It ended before it was killed:\n" + killed.Lines);
        Assert.Empty(TestProject.WheelsIn(project.Output));
        Assert.DoesNotContain(project.Leftovers, file => file.EndsWith(".whl", StringComparison.Ordinal));

        CommandResult again = project.Pack();
        Assert.True(again.ExitCode == 0, again.Lines);
        Assert.Single(project.Wheels);
    }

    private static bool Exists(string folder, string pattern)
    {
        try
        {
            return Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories).Any();
        }
        catch (IOException)
        {
            return false; // a folder went away while it was read
        }
    }
}
