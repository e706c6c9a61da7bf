using PyExt.Build;
using PyExt.Testing;

namespace PyExt.Sdk.Tests;

/// <summary>A project that cannot become a wheel: one error with a code and what to do, and nothing half-written.</summary>
public sealed class BadProjectTests
{
    private const string Promises =
        " Set it in Bad.csproj to what the module promises. "
        + "NotSupported: only the main interpreter of a process may import the module. "
        + "SharedGil: sub-interpreters may import it too, as long as they share one GIL, so no two of them run it at the same time. "
        + "PerInterpreterGil: interpreters with a GIL of their own may import it and run it in parallel; the module keeps no state outside its module object.";

    [Theory]
    [InlineData(null, "PyMultipleInterpreters is not set.")]
    [InlineData("", "PyMultipleInterpreters is not set.")]
    [InlineData("Yes", "PyMultipleInterpreters is 'Yes', which is not one of its values.")]
    [InlineData("perinterpretergil", "PyMultipleInterpreters is 'perinterpretergil', which is not one of its values (did you mean PerInterpreterGil?).")]
    public void PyMultipleInterpreters_must_be_one_of_three(string? value, string problem)
    {
        using TestProject project = new TestProject("Bad").With("PyMultipleInterpreters", value);

        Refused(project, "PYX1001", problem + Promises);
    }

    [Fact]
    public void The_missing_promise_is_found_by_build_too()
    {
        using TestProject project = new TestProject("Bad").With("PyMultipleInterpreters", null);

        Assert.Equal("PYX1001", Diagnostic.OnlyError(project.Build()).Code);
    }

    [Fact]
    public void PyGil_is_Used_or_NotUsed()
    {
        using TestProject project = new TestProject("Bad").With("PyGil", "NotUse");

        Refused(project, "PYX1002", "PyGil is 'NotUse', which is not one of its values (did you mean NotUsed?). "
            + "Set it to NotUsed if the module is safe without the GIL, which the build then checks; otherwise remove it.");
    }

    [Theory]
    [InlineData("fast-md", "The module name 'fast-md' cannot be imported: 'fast-md' is not a Python identifier.")]
    [InlineData("fastmd.2", "The module name 'fastmd.2' cannot be imported: '2' is not a Python identifier.")]
    [InlineData("fastmd..x", "The module name 'fastmd..x' cannot be imported: '' is not a Python identifier.")]
    [InlineData("fastmd.class", "The module name 'fastmd.class' cannot be imported: 'class' is not a Python identifier.")]
    public void PyModuleName_must_be_importable(string name, string problem)
    {
        using TestProject project = new TestProject("Bad").With("PyModuleName", name);

        Refused(project, "PYX1003", problem
            + " Set PyModuleName to identifiers of ASCII letters, digits and '_', joined by dots, such as 'fastmd' or 'fastmd._native'.");
    }

    [Theory]
    [InlineData("3.11")]
    [InlineData("newest")]
    public void PyMinimumVersion_starts_at_3_12(string version)
    {
        using TestProject project = new TestProject("Bad").With("PyMinimumVersion", version);

        Refused(project, "PYX1004", $"PyMinimumVersion is '{version}', but it must be a CPython version of the form '3.x', 3.12 or newer. "
            + "Set it to '3.12' unless the module needs a newer C API.");
    }

    [Fact]
    public void PySourceRoot_must_exist()
    {
        using TestProject project = new TestProject("Bad").With("PySourceRoot", "sources");

        Refused(project, "PYX1006", $"PySourceRoot is 'sources', but {Path.Combine(project.Folder, "sources")} does not exist. "
            + "Create the folder with the Python packages in it, or remove PySourceRoot.");
    }

    [Theory]
    [InlineData("1.0.0-nightly.1", "has no PEP 440 form, because Python has no pre-release called 'nightly.1'.")]
    [InlineData("1.0.0-beta.1.2.3", "has no PEP 440 form, because Python has no pre-release called 'beta.1.2.3'.")]
    public void Version_must_have_a_PEP_440_form(string version, string problem)
    {
        using TestProject project = new TestProject("Bad").With("Version", version);

        Refused(project, "PYX4001", $"The version '{version}' {problem} Use one of these forms: 1.2.3, 1.2.3-alpha.1 (becomes 1.2.3a1), "
            + "1.2.3-beta.1 (1.2.3b1), 1.2.3-rc.1 or -preview.1 (1.2.3rc1), 1.2.3-dev.4 (1.2.3.dev4), "
            + "or a pre-release with a development number such as 1.2.3-beta.1.dev.4 (1.2.3b1.dev4).");
    }

    [Fact]
    public void The_readme_must_be_there()
    {
        using TestProject project = new TestProject("Bad").With("PackageReadmeFile", "READ.md");

        string file = Path.Combine(project.Folder, "READ.md");
        Refused(project, "PYX4002", $"PackageReadmeFile is 'READ.md', but there is no file '{file}'. Correct it, or add the file.");
    }

    [Fact]
    public void The_licence_file_must_be_there()
    {
        using TestProject project = new TestProject("Bad").With("PackageLicenseExpression", null).With("PackageLicenseFile", "LICENCE.txt");

        string file = Path.Combine(project.Folder, "LICENCE.txt");
        Refused(project, "PYX4003", $"PackageLicenseFile is 'LICENCE.txt', but there is no file '{file}'. Correct the property, or add the file.");
    }

    [Fact]
    public void The_licence_expression_must_be_one()
    {
        using TestProject project = new TestProject("Bad").With("PackageLicenseExpression", "MIT or so");

        Assert.Equal("PYX4004", Refused(project).Code);
    }

    [Theory]
    [InlineData("more.cdx.json", null, "there is no file '{0}'. Correct the item, or write the file in a target that BeforePack names.")]
    [InlineData("more.cdx.json", "{ \"bomFormat\": ", "'{0}' is damaged: ")]
    [InlineData("more.xml", "<bom><components></bom>", "'{0}' is damaged: ")]
    [InlineData("more.spdx", "", "'{0}' is empty. Write the bill of materials, or remove the item.")]
    public void A_bill_of_materials_must_be_there_and_whole(string name, string? text, string problem)
    {
        using TestProject project = new TestProject("Bad").WithItem($"<PySbomFile Include=\"{name}\" />");
        if (text is not null)
            project.Write(name, text);

        Diagnostic error = Refused(project);
        Assert.Equal("PYX4050", error.Code);
        Assert.StartsWith("PySbomFile: " + problem.Replace("{0}", Path.Combine(project.Folder, name), StringComparison.Ordinal), error.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<PyRequirement Include=\"numpy\" Version=\"2 or so\" />", "Requires-Dist")]
    [InlineData("<PyScript Include=\"bad\" EntryPoint=\"bad.cli\" />", "The PyScript 'bad' has the target 'bad.cli', which is not of the form 'package.module:function'.")]
    [InlineData("<PyProjectUrl Include=\"Docs\" Url=\"docs/\" />", "Project-URL")]
    [InlineData("<PyClassifier Include=\"C#\" />", "Classifier")]
    public void Metadata_must_be_valid(string item, string text)
    {
        using TestProject project = new TestProject("Bad").WithItem(item);

        Diagnostic error = Refused(project);
        Assert.Equal("PYX4007", error.Code);
        Assert.Contains(text, error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_linker_it_says_what_to_install()
    {
        using var project = new TestProject("Bad");
        using var empty = new TestFolder("empty-path");

        CommandResult result = project.Command("pack").With("PATH", empty.FullName).Run();

        Diagnostic error = Diagnostic.OnlyError(result);
        Assert.Equal("PYX2001", error.Code);
        Assert.StartsWith("clang and gcc are not on PATH, and linking a native module needs one of them. ", error.Text);
        Assert.Matches("(Run|Install).*gcc", error.Text);
        Assert.Empty(project.Leftovers);
    }

    [Fact]
    public void An_output_folder_that_cannot_be_written_is_named()
    {
        // Not even root may make a folder in /sys.
        using var project = new TestProject("Bad");

        CommandResult result = project.Pack("-o", "/sys/pyext-output");

        Diagnostic error = Diagnostic.OnlyError(result);
        Assert.Equal("PYX4005", error.Code);
        Assert.StartsWith("The wheel cannot be written to '/sys/pyext-output", error.Text);
        Assert.EndsWith("Make the folder writable, or set PackageOutputPath to another one.", error.Text);
        Assert.Empty(project.Leftovers);
        Assert.False(project.WasCompiled);
    }

    private static Diagnostic Refused(TestProject project)
    {
        CommandResult result = project.Pack();
        Diagnostic error = Diagnostic.OnlyError(result);
        Assert.Empty(project.Leftovers);
        Assert.False(project.WasCompiled);
        return error;
    }

    private static void Refused(TestProject project, string code, string text)
    {
        Diagnostic error = Refused(project);
        Assert.Equal((code, text), (error.Code, error.Text));
    }
}
