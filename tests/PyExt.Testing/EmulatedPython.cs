using PyExt.Build;
using Xunit;

namespace PyExt.Testing;

/// <summary>
/// A CPython for arm64 that qemu runs (build/provision-arm64.sh), with a virtual environment of its own. Everything takes ten times as long
/// as on the machine itself, so there is one Python and the tests choose what they run.
/// </summary>
public sealed class EmulatedPython
{
    private const string Python = "python3.13";

    private static readonly string Wrapper = Path.Combine(Repository.Pythons, "inside-arm64");

    private readonly string _folder;

    private EmulatedPython(string folder) => _folder = folder;

    /// <summary>Makes a virtual environment; where arm64 cannot be emulated, the test is skipped.</summary>
    /// <param name="folder">Its folder, which is not there yet.</param>
    public static EmulatedPython Create(string folder)
    {
        Assert.SkipUnless(File.Exists(Wrapper), "arm64 cannot be emulated here: see build/provision-arm64.sh.");
        EmulatedPython python = new(folder);
        Directory.CreateDirectory(folder);
        // pip comes from a folder of the root: unpacking it into every environment takes minutes.
        new Command(Wrapper, Python, "-m", "venv", "--without-pip", folder).Run().EnsureSuccess("Making a virtual environment for arm64");
        return python;
    }

    /// <summary>Installs wheels without index and dependencies.</summary>
    public void Install(params IEnumerable<string> wheels) => Command([
        "/opt/pip/pip", "install", "--no-index", "--no-deps", "--no-cache-dir", "--disable-pip-version-check", .. wheels])
        .Run().EnsureSuccess("pip install for arm64");

    /// <summary>Runs its Python.</summary>
    public CommandResult Run(params IEnumerable<string> arguments) => Command(arguments).Run();

    private Command Command(params IEnumerable<string> arguments) => new Command(Wrapper, [Path.Combine(_folder, "bin", "python"), .. arguments]) { WorkingDirectory = _folder }
        .Without(name => name.StartsWith("PIP_", StringComparison.Ordinal) || name.StartsWith("PYTHON", StringComparison.Ordinal));
}
