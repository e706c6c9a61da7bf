using System.Runtime.CompilerServices;

namespace PyExt.Generators.Tests.Support;

/// <summary>Texts that are checked in. <c>PYEXT_UPDATE_SNAPSHOTS=1</c> writes them anew, for <c>git diff</c> to show.</summary>
internal static class Snapshot
{
    public static void Matches(string name, string text, [CallerFilePath] string caller = "")
    {
        string path = Path.Combine(Path.GetDirectoryName(caller)!, "..", "Snapshots", name);
        if (Environment.GetEnvironmentVariable("PYEXT_UPDATE_SNAPSHOTS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
        Assert.True(File.Exists(path), $"{path} is missing; run the tests with PYEXT_UPDATE_SNAPSHOTS=1");
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), text);
    }
}
