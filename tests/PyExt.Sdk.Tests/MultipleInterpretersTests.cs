using System.Collections.Concurrent;
using System.IO.Compression;
using PyExt.Build;
using PyExt.Testing;

namespace PyExt.Sdk.Tests;

/// <summary>What a module declares is what CPython allows, in each kind of interpreter.</summary>
public sealed class MultipleInterpretersTests : IClassFixture<MultipleInterpretersTests.Modules>
{
    private readonly Modules _modules;

    public MultipleInterpretersTests(Modules modules) => _modules = modules;

    public static TheoryData<string> Pythons => Requires.Pythons;

    [Theory, MemberData(nameof(Pythons))]
    public void Not_supported_loads_in_the_main_interpreter_only(string python) =>
        Assert.Equal("main: loads, isolated: refused, legacy: refused", Try("NotSupported", python));

    [Theory, MemberData(nameof(Pythons))]
    public void Shared_gil_loads_where_the_gil_is_shared(string python) =>
        Assert.Equal("main: loads, isolated: refused, legacy: loads", Try("SharedGil", python));

    [Theory, MemberData(nameof(Pythons))]
    public void Per_interpreter_gil_loads_everywhere(string python) =>
        Assert.Equal("main: loads, isolated: loads, legacy: loads", Try("PerInterpreterGil", python));

    private string Try(string declared, string python)
    {
        PythonInterpreter interpreter = Requires.Python(python);

        CommandResult result = interpreter
            .Command(Path.Combine(AppContext.BaseDirectory, "Scripts", "import_everywhere.py"), "declares")
            .With("PYTHONPATH", _modules.Folder(declared))
            .Run();

        Assert.True(result.ExitCode == 0, result.Lines);
        return result.Output.Trim();
    }

    /// <summary>One module per declaration, packed when the first Python asks for it; unpacked, which is all that an import needs.</summary>
    public sealed class Modules : IDisposable
    {
        private readonly ConcurrentDictionary<string, Lazy<TestProject>> _projects = [];

        public string Folder(string declared) =>
            Path.Combine(_projects.GetOrAdd(declared, value => new Lazy<TestProject>(() => Pack(value))).Value.Folder, "unpacked");

        public void Dispose()
        {
            foreach (Lazy<TestProject> project in _projects.Values.Where(project => project.IsValueCreated))
                project.Value.Dispose();
        }

        private static TestProject Pack(string declared)
        {
            TestProject project = new TestProject("Declares").With("PyMultipleInterpreters", declared);
            CommandResult result = project.Pack();
            Assert.True(result.ExitCode == 0, result.Lines);
            ZipFile.ExtractToDirectory(project.Wheels.Single(), Path.Combine(project.Folder, "unpacked"));
            return project;
        }
    }
}
