using System.IO.Compression;

namespace PyExt.Build.Benchmarks;

/// <summary>
/// Builds the benchmark module with each binding system, in the form that its own documentation calls the fastest, for one
/// Python and with the tools that stand beside it (in its root, where it has one).
/// </summary>
internal sealed class PeerBuilder
{
    private const string Probe = """
        import sys, sysconfig
        print(sys.executable, sysconfig.get_path("include"), sysconfig.get_config_var("EXT_SUFFIX"), sep="\n")
        """;

    private readonly PythonInterpreter _python;
    private readonly string _prefix;
    private readonly string _folder;
    private readonly string _executable;
    private readonly string _include;
    private readonly string _suffix;
    private readonly Report _report;

    /// <summary>Builds for a Python in a folder, which has a copy of the sources; the modules go to its <c>site</c>.</summary>
    /// <param name="python">The Python.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="report">Where steps are told.</param>
    /// <param name="prefix">What the modules' names begin with.</param>
    public PeerBuilder(PythonInterpreter python, string folder, Report report, string prefix = "bench")
    {
        (_python, _folder, _report, _prefix) = (python, folder, report, prefix);
        Directory.CreateDirectory(Site);
        string[] answer = python.Command("-c", Probe).Run().EnsureSuccess("Asking Python where its headers are").Output.Split('\n');
        (_executable, _include, _suffix) = (answer[0], answer[1], answer[2]);
    }

    /// <summary>Where the modules are, ready to be imported.</summary>
    public string Site => Path.Combine(_folder, "site");

    /// <summary>Builds all of them.</summary>
    public IReadOnlyList<PeerModule> BuildAll() =>
    [
        BuildPyExt(),
        BuildC(),
        Build("pyo3", "PyO3", PyO3),
        Build("nanobind", "nanobind", module => CMake(module, "nanobind", "--cmake_dir", "static libnanobind, NOMINSIZE, LTO, not the stable ABI")),
        Build("pybind11", "pybind11", module => CMake(module, "pybind11", "--cmakedir", "CMake Release (-O3), LTO")),
        Build("cython", "Cython", Cython),
    ];

    /// <summary>Builds PyExt's alone.</summary>
    public PeerModule BuildPyExt(params IEnumerable<string> arguments) => Build("pyext", "PyExt", module => PyExt(module, arguments));

    /// <summary>Builds C's alone.</summary>
    public PeerModule BuildC() => Build("c", "C", C);

    private PeerModule Build(string system, string title, Func<PeerModule, PeerModule> build)
    {
        string name = $"{_prefix}_{system}";
        try
        {
            var module = new PeerModule(name, title, "", "", TimeSpan.Zero, 0, null);
            return _report.Step($"Building {name}", () => build(module));
        }
        catch (Exception failure) when (failure is BuildException or InvalidOperationException or IOException)
        {
            Report.Say($"missing: {failure.Message}");
            return PeerModule.Failed(name, title, failure.Message);
        }
    }

    private PeerModule PyExt(PeerModule module, IEnumerable<string> arguments)
    {
        string folder = Folder("pyext");
        // The first pack downloads what a first build downloads, so that the second measures building.
        BenchmarkWorkspace.Pack(folder, arguments);
        BenchmarkWorkspace.Clean(folder);
        (string wheel, TimeSpan time, _) = BenchmarkWorkspace.Pack(folder, arguments);
        return Unpack(module, wheel) with
        {
            Version = $"PyExt {Repository.Version}, .NET SDK {Dotnet.Command("--version").Run().Output.Trim()}",
            Form = "`dotnet pack`, OptimizationPreference=Speed, the stable ABI of 3.12",
            BuildTime = time,
        };
    }

    private PeerModule C(PeerModule module)
    {
        string library = module.Name + _suffix;
        TimeSpan time = Compile("c", Directory.EnumerateFiles(Folder("c"), "*.c").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal), library);
        return Finished(module, Path.Combine(Folder("c"), library), time) with { Version = GccVersion(), Form = "-O3 -flto, METH_FASTCALL, METH_O, METH_NOARGS, tp_vectorcall" };
    }

    /// <summary>Whether maturin and cargo are beside the Python.</summary>
    public bool HasMaturin => Tool(_folder, "sh", "-c", "command -v maturin cargo").Run().ExitCode == 0;

    /// <summary>Which maturin and rustc these are.</summary>
    public string RustTools => $"{FirstLine(_folder, "maturin", "--version")}, {string.Join(' ', FirstLine(_folder, "rustc", "--version").Split(' ').Take(2))}";

    /// <summary>Makes a crate's dependencies available, so that building it downloads nothing.</summary>
    public void PrepareCrate(string folder) => CargoRegistry.Prepare(folder, (program, arguments) => Tool(folder, program, arguments));

    /// <summary>Builds a crate's wheel in release mode into its folder; tells how long it took.</summary>
    public TimeSpan Maturin(string folder) =>
        Long(Tool(folder, "maturin", "build", "--release", "--interpreter", _executable, "--out", folder)).EnsureSuccess("maturin build").Elapsed;

    private PeerModule PyO3(PeerModule module)
    {
        string folder = Folder("pyo3");
        PrepareCrate(folder);
        TimeSpan time = Maturin(folder);
        string[] locked = File.ReadAllLines(Path.Combine(folder, "Cargo.lock"));
        string version = locked[Array.IndexOf(locked, "name = \"pyo3\"") + 1].Split('"')[1];
        return Unpack(module, Directory.EnumerateFiles(folder, "*.whl").Single()) with
        {
            Version = $"PyO3 {version}, {RustTools}",
            Form = "maturin build --release, opt-level 3, fat LTO, one codegen unit, without abi3",
            BuildTime = time,
        };
    }

    private PeerModule CMake(PeerModule module, string package, string whereOption, string form)
    {
        string folder = Folder(package);
        string where = FirstLine(folder, _executable, "-m", package, whereOption);
        string version = FirstLine(folder, _executable, "-m", package, "--version");
        CommandResult configure = Tool(folder, "cmake", "-S", ".", "-B", "build", "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release",
            $"-DPython_EXECUTABLE={_executable}", $"-D{package}_DIR={where}").Run().EnsureSuccess($"Configuring {module.Name}");
        CommandResult build = Long(Tool(folder, "cmake", "--build", "build")).EnsureSuccess($"Building {module.Name}");
        string library = Directory.EnumerateFiles(Path.Combine(folder, "build"), "*.so").Single();
        return Finished(module, library, configure.Elapsed + build.Elapsed) with { Version = $"{package} {version}, {GccVersion()}", Form = form };
    }

    private PeerModule Cython(PeerModule module)
    {
        string folder = Folder("cython");
        // Debian calls the program of its package cython3.
        string program = Tool(folder, "sh", "-c", "command -v cython3").Run().ExitCode == 0 ? "cython3" : "cython";
        TimeSpan translate = Tool(folder, program, "-3", module.Name + ".pyx").Run().EnsureSuccess("Running cython").Elapsed;
        string library = module.Name + _suffix;
        TimeSpan compile = Compile("cython", [module.Name + ".c"], library);
        CommandResult version = Tool(folder, program, "--version").Run();
        return Finished(module, Path.Combine(folder, library), translate + compile) with
        {
            Version = $"{(version.Output + version.Error).Split('\n')[0].Replace(" version", "", StringComparison.Ordinal)}, {GccVersion()}",
            Form = "-O3 -flto, no bounds checks, C division, typed arguments, freelist",
        };
    }

    private TimeSpan Compile(string name, IEnumerable<string> sources, string library) =>
        Long(Tool(Folder(name), "gcc", ["-O3", "-DNDEBUG", "-flto", "-fPIC", "-shared", "-fvisibility=hidden", "-s", "-I", _include, .. sources, "-o", library, "-lm", "-lpthread"]))
            .EnsureSuccess($"Compiling {name}").Elapsed;

    private string GccVersion() => "gcc " + FirstLine(_folder, "gcc", "-dumpfullversion");

    private PeerModule Finished(PeerModule module, string library, TimeSpan time)
    {
        File.Copy(library, Path.Combine(Site, Path.GetFileName(library)));
        return module with { BuildTime = time, BinarySize = new FileInfo(library).Length };
    }

    // As pip installs it: files and their compiled form.
    private PeerModule Unpack(PeerModule module, string wheel)
    {
        ZipFile.ExtractToDirectory(wheel, Site);
        _python.Command("-m", "compileall", "-q", Site).Run().EnsureSuccess("Compiling what the wheel installs");
        string library = Directory.EnumerateFiles(Site, module.Name + "*.so", SearchOption.AllDirectories).Single();
        return module with { BinarySize = new FileInfo(library).Length };
    }

    private string FirstLine(string folder, string program, params IEnumerable<string> arguments) =>
        Tool(folder, program, arguments).Run().EnsureSuccess($"Running {program}").Output.Split('\n')[0].Trim();

    // Flags of the caller's environment would make the peers anything but what the table says.
    private Command Tool(string folder, string program, params IEnumerable<string> arguments) => _python.CommandOf(program, folder, arguments)
        .Without(name => name is "CC" or "CXX" or "CFLAGS" or "CXXFLAGS" or "CPPFLAGS" or "LDFLAGS" or "RUSTFLAGS" || name.StartsWith("PYO3_", StringComparison.Ordinal))
        .With("CARGO_HOME", Path.Combine(_folder, "cargo"));

    // Generated suites take some systems many minutes.
    private static CommandResult Long(Command command) => new Command(command, CancellationToken.None) { TimeLimit = TimeSpan.FromHours(1) }.Run();

    private string Folder(string name) => Path.Combine(_folder, name);
}
