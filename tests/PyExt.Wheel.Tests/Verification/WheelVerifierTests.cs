using System.Text;
using PyExt.Wheel.Archive;
using PyExt.Wheel.Naming;
using PyExt.Wheel.Tests.Support;
using PyExt.Wheel.Verification;

namespace PyExt.Wheel.Tests.Verification;

public sealed class WheelVerifierTests : IDisposable
{
    private const string DistInfo = "answer_module-1.2.3a1.dist-info/";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_wheel_of_our_own_is_valid() => Assert.Empty(WheelVerifier.Verify(Wheel()));

    [Fact]
    public void Wheels_of_others_are_valid_too()
    {
        string[] wheels = PythonOracle.Run("import ensurepip, glob, os\nresult = glob.glob(os.path.join(os.path.dirname(ensurepip.__file__), '_bundled', '*.whl'))", []);
        Assert.SkipWhen(wheels.Length == 0, "This Python carries no wheels.");
        foreach (string wheel in wheels)
        {
            // Wheels made before PEP 639 name licence files that they keep elsewhere; nothing else may be wrong with them.
            Assert.DoesNotContain(WheelVerifier.Verify(wheel), finding => !finding.Message.Contains("licence file", StringComparison.Ordinal) && !finding.Message.Contains("License-File", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("answer_module-1.2.3a1-cp312-abi3-linux_x86_64.whl", "platform tag 'linux_x86_64'")]
    [InlineData("answer_module-1.2.3a1-cp312-abi3-macosx_14_2_arm64.whl", "platform tag 'macosx_14_2_arm64'")]
    [InlineData("answer_module-1.2.3a1-cp312-abi3-manylinux_2_17_loongarch64.whl", "platform tag")]
    [InlineData("answer_module-1.2.3a1-cp312-abi3-manylinux_2_17_aarch64.whl", "is built for x86_64")]
    [InlineData("answer_module-1.2.3a1-cp312-abi3.abi3t-manylinux_2_17_x86_64.whl", "does not look for a module named 'answer/answer.abi3.so'")]
    [InlineData("answer_module-1.2.3a1-cp313-abi3-manylinux_2_17_x86_64.whl", "are not those of the file name")]
    [InlineData("answer_module-1.2.3a2-cp312-abi3-manylinux_2_17_x86_64.whl", "does not fit the file name")]
    [InlineData("other-1.2.3a1-cp312-abi3-manylinux_2_17_x86_64.whl", "does not fit the file name")]
    [InlineData("answer-module-1.2.3a1-cp312-abi3-manylinux_2_17_x86_64.whl", "not a normalised version")]
    [InlineData("answer.whl", "does not have the form")]
    public void A_file_name_that_lies_is_found(string fileName, string problem) => AssertProblem(problem, Wheel(), fileName);

    [Fact]
    public void Plain_linux_is_allowed_on_request()
    {
        string wheel = Rewrite(files => files[DistInfo + "WHEEL"] = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(files[DistInfo + "WHEEL"]).Replace("manylinux_2_17", "linux", StringComparison.Ordinal)));
        Assert.Empty(WheelVerifier.Verify(wheel, "answer_module-1.2.3a1-cp312-abi3-linux_x86_64.whl", new() { AllowsLocalPlatform = true }));
    }

    public static TheoryData<string, string, string> TextChanges() => new()
    {
        { "WHEEL", "Wheel-Version: 1.0\n=Wheel-Version: 2.0\n", "Wheel-Version is not 1.x" },
        { "WHEEL", "Root-Is-Purelib: false=Root-Is-Purelib: False", "neither 'true' nor 'false'" },
        { "WHEEL", "Root-Is-Purelib: false=Root-Is-Purelib: true", "holds native code" },
        { "WHEEL", "Tag: cp312=Tag: cp311", "are not those of the file name" },
        { "WHEEL", "Generator: PyExt\n=", "Generator is missing" },
        { "WHEEL", "Generator: PyExt=Build: 1\nGenerator: PyExt", "build tag" },
        { "WHEEL", "Generator: PyExt=Generator", "is not of the form 'Field: value'" },
        { "METADATA", "Name: Answer.Module=Name: Other", "the name 'Other' is not that of the file name" },
        { "METADATA", "Version: 1.2.3a1=Version: 1.2.3", "the version '1.2.3' is not that of the file name" },
        { "METADATA", "Version: 1.2.3a1=Version: 1.2.3-alpha.1", "not normalised" },
        { "METADATA", "Metadata-Version: 2.4=Metadata-Version: 9.9", "Metadata-Version" },
        { "METADATA", "Summary: Answers.=Sumary: Answers.", "no such field" },
        { "METADATA", "Summary: Answers.=Summary: A\nSummary: B", "only once" },
        { "METADATA", "Summary: Answers.=License-File: missing.txt", "'missing.txt' is not in" },
        { "METADATA", "License-Expression: MIT=License-Expression: NONSENSE", "SPDX" },
        { "METADATA", "License-Expression: MIT=License-Expression: MIT\nLicense: MIT", "exclude each other" },
        { "METADATA", "Name: Answer.Module\n=", "Name is missing" },
        { "entry_points.txt", "answer = answer:answer=answer = answer.answer", "package.module:function" },
        { "entry_points.txt", "[console_scripts]\n=", "neither a section" },
    };

    [Theory]
    [MemberData(nameof(TextChanges))]
    public void A_wrong_text_in_dist_info_is_found(string file, string change, string problem)
    {
        int separator = change.IndexOf('=', StringComparison.Ordinal);
        if (file == "entry_points.txt" && change.StartsWith("answer", StringComparison.Ordinal))
            separator = change.IndexOf("=answer = ", StringComparison.Ordinal);
        string wheel = Rewrite(files =>
        {
            string text = Encoding.UTF8.GetString(files[DistInfo + file]);
            Assert.Contains(change[..separator], text, StringComparison.Ordinal);
            files[DistInfo + file] = Encoding.UTF8.GetBytes(text.Replace(change[..separator], change[(separator + 1)..], StringComparison.Ordinal));
        });
        AssertProblem(problem, wheel);
    }

    [Theory]
    [InlineData("WHEEL")]
    [InlineData("METADATA")]
    public void A_missing_file_in_dist_info_is_found(string file) => AssertProblem($"{DistInfo}{file} is missing", Rewrite(files => files.Remove(DistInfo + file)));

    [Fact]
    public void Text_that_is_no_UTF_8_is_found() => AssertProblem("METADATA is not UTF-8", Rewrite(files => files[DistInfo + "METADATA"] = [0xff, 0xfe]));

    [Fact]
    public void A_library_that_does_not_export_its_init_function_is_found()
    {
        byte[] library = File.ReadAllBytes(Gcc.Link(_folder, "other", "int PyInit_other(void) { return 0; }", "-nostdlib", "-fvisibility=default"));
        AssertProblem("does not export the function PyInit_answer", Rewrite(files => files["answer/answer.abi3.so"] = library));
        AssertProblem("is called like a native library", Rewrite(files => files["answer/answer.abi3.so"] = [1, 2, 3]));
    }

    [Fact]
    public void A_wheel_that_has_lost_its_module_is_found()
    {
        string wheel = Rewrite(files => files.Remove("answer/answer.abi3.so"));
        Assert.Equal(["PYX3001"], WheelVerifier.Verify(wheel, null, new() { Module = ModuleName.Parse("answer") }).Select(finding => finding.Code));

        // Nobody knows what another's wheel should hold.
        AuditFinding finding = Assert.Single(WheelAudit.Run(wheel).Findings);
        Assert.Equal(("PYX3001", AuditSeverity.Warning), (finding.Code, finding.Severity));
        Assert.Contains("holds no extension module", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("answer/py.typed,sha256", "answer/py.typed,md5", "no hash of at least 256 bits of 'answer/py.typed'")]
    [InlineData("47DEQpj8", "57DEQpj8", "the hash is not that of 'answer/py.typed'")]
    [InlineData(",0\n", ",1\n", "the size is not that of 'answer/py.typed'")]
    [InlineData("RECORD,,\n", "RECORD,sha256=x,1\n", "must have no hash")]
    [InlineData("answer_module-1.2.3a1.dist-info/RECORD,,\n", "", "does not list itself")]
    [InlineData("answer/py.typed,", "answer/none.typed,", "'answer/py.typed' is not listed")]
    [InlineData("answer/py.typed,", "answer/none.typed,", "'answer/none.typed' is not in the archive")]
    [InlineData("answer/py.typed,", "answer/py,typed,", "has 4 fields")]
    [InlineData("answer_module-1.2.3a1.dist-info/RECORD,,\n", "answer_module-1.2.3a1.dist-info/RECORD,,\nanswer_module-1.2.3a1.dist-info/RECORD,,\n", "listed twice")]
    public void A_RECORD_that_lies_is_found(string old, string changed, string problem) => AssertProblem(problem, Rewrite(
        _ => { },
        record =>
        {
            Assert.Contains(old, record, StringComparison.Ordinal);
            return record.Replace(old, changed, StringComparison.Ordinal);
        }));

    [Fact]
    public void Files_outside_RECORD_are_found() => AssertProblem("'sneaked.py' is not listed", Rewrite(files => files["sneaked.py"] = [], record => string.Concat(record.Split('\n').Where(line => !line.StartsWith("sneaked", StringComparison.Ordinal)).Select(line => line.Length > 0 ? line + "\n" : ""))));

    private string Wheel() => WheelPacker.Pack(Samples.Request(_folder)).Path;

    private static void AssertProblem(string problem, string wheel, string? fileName = null)
    {
        IReadOnlyList<Finding> findings = WheelVerifier.Verify(wheel, fileName);
        Assert.Contains(findings, finding => finding.Message.Contains(problem, StringComparison.Ordinal));
        Assert.All(findings, finding => Assert.Matches("^PYX(3|4)0[0-9]{2}$", finding.Code));
    }

    // The valid wheel, taken apart, changed and put together again with a RECORD that fits (unless that is changed, too).
    private string Rewrite(Action<Dictionary<string, byte[]>> change, Func<string, string>? changeRecord = null)
    {
        string path = Wheel();
        Dictionary<string, byte[]> files = RawZip.Read(path);
        files.Remove(DistInfo + "RECORD");
        change(files);
        string record = RecordFile.Write(files.Select(file => RecordLine.Of(file.Key, file.Value)).Append(new RecordLine(DistInfo + "RECORD", "", "")));
        files[DistInfo + "RECORD"] = Encoding.UTF8.GetBytes(changeRecord?.Invoke(record) ?? record);
        File.WriteAllBytes(path, RawZip.Write(files.Select(file => new RawZip.Entry(file.Key, file.Value))));
        return path;
    }
}
