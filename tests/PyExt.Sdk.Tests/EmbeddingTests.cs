using PyExt.Build;
using PyExt.Testing;

namespace PyExt.Sdk.Tests;

/// <summary>A C host that embeds CPython: many interpreters on many threads, ended in random order; Python finalized and started again (tests/host).</summary>
public sealed class EmbeddingTests(PackedModules modules, EmbeddingTests.Host host) : IClassFixture<EmbeddingTests.Host>
{
    public static TheoryData<string, string> Hosts
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (string kind in new[] { "isolated", "legacy" })
            {
                foreach (string python in Requires.SupportedPythons)
                    rows.Add(kind, python);
            }
            return rows;
        }
    }

    [Theory, MemberData(nameof(Hosts))]
    public void Sixty_four_interpreters_on_eight_threads_and_a_restart(string kind, string python)
    {
        PythonInterpreter interpreter = Requires.Python(python);
        string library = Requires.SharedLibrary(interpreter);
        Venv venv = modules.Venv(interpreter);

        CommandResult result = interpreter
            .CommandOf(host.Program, Repository.Root, kind, library, File.ReadAllText(Path.Combine(Host.Folder, "program.py")))
            .With("HOST_SITE", venv.SitePackages)
            .With("PYTHONHOME", interpreter.Prefix)
            .Run();

        Assert.True(result.ExitCode == 0, $"Exit code {result.ExitCode}:\n{result.Lines}");
        Assert.Equal("3 rounds of 64 interpreters, 0 failures", result.Output.Trim());
        Assert.Equal("", result.Error);
    }

    /// <summary>The host, compiled once.</summary>
    public sealed class Host : IDisposable
    {
        private readonly TestFolder _folder = new("host");
        private readonly Lazy<string> _program;

        public Host() => _program = new Lazy<string>(Compile);

        public static string Folder => Path.Combine(Repository.Root, "tests", "host");

        public string Program => _program.Value;

        public void Dispose() => _folder.Dispose();

        private string Compile()
        {
            string program = _folder["host"];
            new Command(Requires.Compiler(), "-O1", Path.Combine(Folder, "host.c"), "-o", program, "-ldl", "-lpthread").Run().EnsureSuccess("Compiling tests/host/host.c");
            return program;
        }
    }
}
