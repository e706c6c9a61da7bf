using PyExt.Build;

namespace PyExt.Fuzz;

/// <summary>Real binaries: small ones, linked here with whatever linkers the machine has, because most of a large one is code that no reader looks at.</summary>
public sealed class Corpus
{
    private const string Module =
        """
        #ifdef _WIN32
        #define PUBLIC __declspec(dllexport)
        #else
        #define PUBLIC __attribute__((visibility("default")))
        #endif
        extern void *PyModuleDef_Init(void *), *PyLong_FromLong(long);
        PUBLIC int data = 3;
        static char definition[100];
        static const char name[] = "libssl.so.3";
        PUBLIC void *PyInit_m(void) { return PyModuleDef_Init(definition + name[data] + (PyLong_FromLong(42) != 0)); }
        """;

    // As few headers of C as the readers understand: everything a module needs and nothing behind it.
    private static readonly string[] ElfOptions = ["-shared", "-fPIC", "-O1", "-w", "-nostdlib", "-fvisibility=hidden", "-Wl,-z,max-page-size=4096,--build-id=none"];

    private readonly DirectoryInfo _folder;

    private Corpus(DirectoryInfo folder) => _folder = folder;

    /// <summary>ELF libraries.</summary>
    public IReadOnlyList<byte[]> Elf { get; private set; } = [];

    /// <summary>Mach-O libraries, thin and universal.</summary>
    public IReadOnlyList<byte[]> MachO { get; private set; } = [];

    /// <summary>PE libraries.</summary>
    public IReadOnlyList<byte[]> Pe { get; private set; } = [];

    /// <summary>Links them. A format without a linker on this machine has none.</summary>
    public static Corpus Make()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("pyext-fuzz-");
        try
        {
            Corpus corpus = new(folder);
            File.WriteAllText(corpus.At("m.c"), Module);
            corpus.Elf = corpus.MakeElf();
            corpus.MachO = corpus.MakeMachO();
            corpus.Pe = corpus.MakePe();
            return corpus;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private List<byte[]> MakeElf()
    {
        List<byte[]> binaries = [];
        if ((Machine.OnPath("gcc") ?? Machine.OnPath("cc")) is not { } compiler)
            return binaries;

        File.WriteAllText(At("libc.c"), "void *needed(void) { return 0; }\n");
        File.WriteAllText(At("libc.map"), "GLIBC_2.17 { needed; };\n");
        File.WriteAllText(At("uses.c"), Module + "extern void *needed(void); void *use(void) { return needed(); }\n");
        File.WriteAllText(At("isa.s"), ".section .note.GNU-stack,\"\",@progbits\n.section .note.gnu.property,\"a\"\n.p2align 3\n.long 4, 16, 5\n.asciz \"GNU\"\n.long 0xc0008002, 4, 3, 0\n");
        Run(compiler, [.. ElfOptions, "-fvisibility=default", "-Wl,-soname,libc.so.6", "-Wl,--version-script," + At("libc.map"), At("libc.c"), "-o", At("libc.so")]);
        foreach (string[] options in new string[][] { [At("m.c")], [At("m.c"), "-Wl,--hash-style=gnu", "-Wl,-s"], [At("uses.c"), At("libc.so"), "-Wl,-rpath,$ORIGIN/../m.libs"], [At("m.c"), At("isa.s"), "-Wl,--hash-style=sysv"] })
            binaries.Add(Run(compiler, [.. ElfOptions, .. options, "-o", At("m.so")]) ? File.ReadAllBytes(At("m.so")) : []);
        return [.. binaries.Where(binary => binary.Length > 0)];
    }

    private List<byte[]> MakeMachO()
    {
        List<byte[]> binaries = [];
        if (Linker("clang") is not { } clang || Linker("ld64.lld") is not { } linker)
            return binaries;

        File.WriteAllText(At("libSystem.tbd"), "--- !tapi-tbd\ntbd-version: 4\ntargets: [ x86_64-macos, arm64-macos ]\ninstall-name: '/usr/lib/libSystem.B.dylib'\nexports:\n  - targets: [ x86_64-macos, arm64-macos ]\n    symbols: [ dyld_stub_binder ]\n...\n");
        foreach (string architecture in new[] { "x86_64", "arm64" })
        {
            string output = At(architecture + ".so");
            if (Run(clang, ["-target", architecture + "-apple-macos11", "-c", "-O1", "-w", "-fvisibility=hidden", At("m.c"), "-o", At("m.o")])
                && Run(linker, ["-arch", architecture, "-platform_version", "macos", "11.0", "14.0", "-dylib", "-undefined", "dynamic_lookup", "-rpath", "@loader_path/..", "-o", output, At("m.o"), At("libSystem.tbd")]))
            {
                binaries.Add(File.ReadAllBytes(output));
            }
        }

        if (binaries.Count == 2 && Linker("llvm-lipo") is { } lipo && Run(lipo, ["-create", At("x86_64.so"), At("arm64.so"), "-output", At("both.so")]))
            binaries.Add(File.ReadAllBytes(At("both.so")));
        return binaries;
    }

    private List<byte[]> MakePe()
    {
        List<byte[]> binaries = [];
        if (Linker("clang") is not { } clang || Linker("lld-link") is not { } linker)
            return binaries;

        File.WriteAllText(At("python3.c"), "__declspec(dllexport) void *PyModuleDef_Init(void *p) { return p; }\n__declspec(dllexport) void *PyLong_FromLong(long n) { return 0; }\n");
        foreach ((string target, string machine) in new[] { ("x86_64", "x64"), ("aarch64", "arm64"), ("i686", "x86") })
        {
            string[] options = ["-target", target + "-pc-windows-msvc", "-c", "-O1", "-w"];
            string[] link = ["/nologo", "/dll", "/noentry", "/safeseh:no", "/machine:" + machine];
            if (Run(clang, [.. options, At("python3.c"), "-o", At("python3.o")])
                && Run(linker, [.. link, "/out:" + At("python3.dll"), "/implib:" + At("python3.lib"), At("python3.o")])
                && Run(clang, [.. options, At("m.c"), "-o", At("m.o")])
                && Run(linker, [.. link, "/out:" + At("m.pyd"), At("m.o"), At("python3.lib")]))
            {
                binaries.Add(File.ReadAllBytes(At("m.pyd")));
            }
        }

        return binaries;
    }

    private static string? Linker(string name) => File.Exists(Path.Combine(Repository.Linkers, name)) ? Path.Combine(Repository.Linkers, name) : Machine.OnPath(name);

    private static bool Run(string program, string[] arguments) => new Command(program, arguments).Run().ExitCode == 0;

    private string At(string name) => Path.Combine(_folder.FullName, name);
}
