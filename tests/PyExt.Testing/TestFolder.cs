namespace PyExt.Testing;

/// <summary>A temporary folder outside of the repository, where nothing of its build reaches. PYEXT_TEST_KEEP=1 keeps it.</summary>
public sealed class TestFolder : IDisposable
{
    private static int Count;

    /// <summary>Makes one with a name that tells what it is for.</summary>
    public TestFolder(string name)
    {
        int number = Interlocked.Increment(ref Count);
        FullName = Path.Combine(Path.GetTempPath(), "pyext-tests", $"{Environment.ProcessId}-{number}-{name}");
        if (Directory.Exists(FullName))
            Directory.Delete(FullName, recursive: true);
        Directory.CreateDirectory(FullName);
    }

    /// <summary>Its path.</summary>
    public string FullName { get; }

    /// <summary>The path of something in it.</summary>
    public string this[string name] => Path.Combine(FullName, name);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Environment.GetEnvironmentVariable("PYEXT_TEST_KEEP") != "1" && Directory.Exists(FullName))
            Directory.Delete(FullName, recursive: true);
    }
}
