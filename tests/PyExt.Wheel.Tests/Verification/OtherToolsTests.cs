using PyExt.Testing;
using PyExt.Wheel.Tests.Support;
using PyExt.Wheel.Verification;

namespace PyExt.Wheel.Tests.Verification;

/// <summary>A wheel with C modules that setuptools makes and auditwheel repairs: what the audit says of both, against what auditwheel and twine say.</summary>
public sealed class OtherToolsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_wheel_of_setuptools_is_judged_before_and_after_auditwheel_repairs_it()
    {
        string wheel = BuildWithSetuptools();

        WheelAuditReport report = WheelAudit.Run(wheel);
        Assert.Equal(["PYX4016"], report.Errors.Select(error => error.Code));
        Assert.Equal(2, report.Binaries.Count);
        Assert.Contains(report.Binaries, binary => binary.Needed.Contains("libprivate.so"));
        Assert.Empty(WheelAudit.Run(wheel, fileName: null, new WheelVerifierOptions { AllowsLocalPlatform = true }).Errors);

        // Only its name is another: the library is still missing.
        string renamed = Path.GetFileName(wheel).Replace("linux_", "manylinux_2_41_", StringComparison.Ordinal);
        Assert.Contains(WheelAudit.Run(wheel, renamed).Errors, error => error.Code == "PYX3003" && error.Message.Contains("libprivate.so", StringComparison.Ordinal));

        string repaired = _folder["repaired"];
        (int exitCode, string output) = Command.TryRun(Requires.Tool("auditwheel"), "repair", "--wheel-dir", repaired, wheel);
        Assert.True(exitCode == 0, output);
        string result = Assert.Single(Directory.GetFiles(repaired));
        WheelAuditReport after = WheelAudit.Run(result);
        Assert.Empty(after.Errors);
        Assert.Contains(after.Parts, part => part.Name == "bundled libraries");
        Assert.Contains(after.Binaries, binary => binary.Path.StartsWith("demo.libs/libprivate-", StringComparison.Ordinal));
        Command.Run(Requires.Tool("twine"), "check", "--strict", result);

        // auditwheel's tag is the lowest it allows: one below must be an error here, too.
        string shown = Command.Run(Requires.Tool("auditwheel"), "show", result);
        Assert.Contains(after.Tags, tag => shown.Contains(tag[(tag.LastIndexOf('-') + 1)..], StringComparison.Ordinal));
    }

    private string BuildWithSetuptools()
    {
        string python = Python.Find();
        // CPython's own tests carry setuptools and wheel.
        string[] tools = PythonOracle.Run(
            "import glob, os, sysconfig\nroot = sysconfig.get_path('stdlib')\nresult = [sorted(glob.glob(os.path.join(root, 'test', '**', name + '-*.whl'), recursive=True))[-1:] for name in ('setuptools', 'wheel')]\nresult = sum(result, [])\nresult += [sysconfig.get_path('include')] if os.path.exists(os.path.join(sysconfig.get_path('include'), 'Python.h')) else []", []);
        Assert.SkipUnless(tools.Length == 3 && Command.Find("gcc") is not null, "This Python carries no setuptools with wheel, or no headers.");

        Gcc.Link(_folder, "libprivate", "int private_function(void) { return 1; }", "-nostdlib", "-fvisibility=default", "-Wl,-soname,libprivate.so");
        foreach (string name in new[] { "native", "stable" })
            _folder.Write(name + ".c", $$"""
                #include <Python.h>
                #ifdef USES_LIBRARY
                int private_function(void);
                #else
                static int private_function(void) { return 1; }
                #endif
                static PyMethodDef methods[] = { { 0 } };
                static struct PyModuleDef definition = { PyModuleDef_HEAD_INIT, "_{{name}}", 0, 0, methods };
                PyMODINIT_FUNC PyInit__{{name}}(void) { return private_function() ? PyModuleDef_Init(&definition) : 0; }
                """);
        _folder.Write("demo/__init__.py", "");
        _folder.Write("README.md", "Text.\n");
        _folder.Write("build.py", $$"""
            import sys
            sys.path[:0] = [{{Python.Literal(tools[0])}}, {{Python.Literal(tools[1])}}]
            import os, setuptools
            os.chdir({{Python.Literal(_folder.Path)}})
            sys.argv = ["setup.py", "-q", "bdist_wheel"]
            setuptools.setup(
                name="demo", version="1.0", packages=["demo"], long_description=open("README.md").read(), long_description_content_type="text/markdown",
                ext_modules=[
                    setuptools.Extension("demo._native", ["native.c"], define_macros=[("USES_LIBRARY", "1")], libraries=["private"], library_dirs=["."], runtime_library_dirs=[os.getcwd()]),
                    setuptools.Extension("demo._stable", ["stable.c"], py_limited_api=True, define_macros=[("Py_LIMITED_API", "0x030c0000")]),
                ])
            """);
        Command.Run(python, _folder["build.py"]);
        return Assert.Single(Directory.GetFiles(_folder["dist"]));
    }
}
