using PyExt.Wheel.Layout;
using PyExt.Wheel.Naming;

namespace PyExt.Wheel.Tests.Support;

/// <summary>Requests that make a valid wheel.</summary>
public static class Samples
{
    public static WheelRequest Request(TemporaryFolder folder, string? module = null, string? sourceRoot = null) => new()
    {
        Module = new ModuleMetadata(ModuleName.Parse(module ?? "answer"), "def answer() -> int: ...\n"),
        NativeLibrary = Gcc.Link(folder, "answer", Gcc.AnswerModule, "-nostartfiles"),
        ProjectDirectory = folder.Path,
        OutputDirectory = folder["out"],
        IntermediateDirectory = folder["obj"],
        Name = "Answer.Module",
        Version = "1.2.3-alpha.1+abcdef",
        SourceRoot = sourceRoot,
        Summary = "Answers.",
        Authors = ["Ada", "Grace"],
        LicenseExpression = "MIT",
        Scripts = [new("answer", "answer:answer")],
        Classifiers = ["Programming Language :: C#"],
        Requirements = ["typing-extensions>=4; python_version < \"3.13\""],
        Extras = [new("test", ["pytest"])],
        HomePage = "https://example.org/answer",
        Keywords = ["answer", "42"],
    };
}
