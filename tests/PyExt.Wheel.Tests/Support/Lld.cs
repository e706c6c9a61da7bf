using PyExt.Testing;

namespace PyExt.Wheel.Tests.Support;

/// <summary>Links small libraries for macOS and Windows, with clang and lld: neither needs an SDK for C that includes nothing.</summary>
public static class Lld
{
    /// <summary>A module "m" that uses two functions of CPython.</summary>
    public const string Module =
        """
        typedef struct _object PyObject;
        extern PyObject *PyModuleDef_Init(void *);
        extern PyObject *PyLong_FromLong(long);
        static char definition[200];
        #ifdef _WIN32
        __declspec(dllexport)
        #else
        __attribute__((visibility("default")))
        #endif
        PyObject *PyInit_m(void) { return PyModuleDef_Init(definition + (PyLong_FromLong(42) != 0)); }
        """;

    // What the linker needs to know of a library of macOS.
    private const string TextStub = "--- !tapi-tbd\ntbd-version: 4\ntargets: [ x86_64-macos, arm64-macos ]\ninstall-name: '{0}'\nexports:\n  - targets: [ x86_64-macos, arm64-macos ]\n    symbols: [ {1} ]\n...\n";

    /// <summary>Links a Mach-O bundle, whose Python symbols the process is to have, for macOS 11 unless the options say otherwise.</summary>
    public static string MachO(TemporaryFolder folder, string name, string source = Module, string architecture = "arm64", string minimum = "11.0", string kind = "-bundle", params string[] options)
    {
        string target = $"{architecture}-apple-macos{minimum}";
        string compiled = Compile(folder, name, source, target, "-fvisibility=hidden");
        string output = folder[name + ".so"];
        string system = MachOStub(folder, "libSystem", "/usr/lib/libSystem.B.dylib", "dyld_stub_binder");
        Command.Run(
            Requires.Linker("ld64.lld"),
            ["-arch", architecture, "-platform_version", "macos", minimum, "14.0", kind, "-undefined", "dynamic_lookup", "-o", output, compiled, system, .. options]);
        return output;
    }

    /// <summary>A stub of a library, to link a Mach-O file with.</summary>
    public static string MachOStub(TemporaryFolder folder, string name, string installName, string symbol) =>
        folder.Write(name + ".tbd", TextStub.Replace("{0}", installName, StringComparison.Ordinal).Replace("{1}", symbol, StringComparison.Ordinal));

    /// <summary>Makes a universal file of slices, which are not changed.</summary>
    public static string Universal(TemporaryFolder folder, string name, params string[] slices)
    {
        string output = folder[name + ".so"];
        Command.Run(Requires.Linker("llvm-lipo"), ["-create", .. slices, "-output", output]);
        return output;
    }

    /// <summary>Links a DLL, with import libraries made for it.</summary>
    public static string Pe(TemporaryFolder folder, string name, string source = Module, string machine = "x64", string extension = ".pyd", params string[] options)
    {
        string output = folder[name + extension];
        string target = machine switch { "x64" => "x86_64", "arm64" => "aarch64", _ => "i686" };
        string compiled = Compile(folder, name, source, target + "-pc-windows-msvc");
        Command.Run(Requires.Linker("lld-link"), ["/nologo", "/dll", "/noentry", "/safeseh:no", "/machine:" + machine, "/out:" + output, compiled, .. options]);
        return output;
    }

    /// <summary>Makes the import library of a DLL that has some functions.</summary>
    public static string ImportLibrary(TemporaryFolder folder, string library, string machine, params string[] functions)
    {
        string source = string.Concat(functions.Select(function => $"__declspec(dllexport) void *{function}(void) {{ return 0; }}\n"));
        string stem = Path.GetFileNameWithoutExtension(library);
        string import = folder[stem + ".lib"];
        Pe(folder, stem, source, machine, Path.GetExtension(library), "/implib:" + import);
        return import;
    }

    private static string Compile(TemporaryFolder folder, string name, string source, string target, params string[] options)
    {
        string file = folder.Write(name + ".c", source);
        string compiled = folder[name + ".o"];
        Command.Run(Requires.Linker("clang"), ["-target", target, "-c", "-O1", "-w", "-ffreestanding", .. options, file, "-o", compiled]);
        return compiled;
    }
}
