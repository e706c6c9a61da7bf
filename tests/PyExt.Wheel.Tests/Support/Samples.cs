using PyExt.Wheel.Layout;
using PyExt.Wheel.Naming;

namespace PyExt.Wheel.Tests.Support;

/// <summary>Requests that make a valid wheel.</summary>
public static class Samples
{
    public static WheelRequest Request(
        TemporaryFolder folder,
        string module = "answer",
        string? sourceRoot = null,
        string version = "1.2.3-alpha.1+abcdef",
        string output = "out",
        string license = "MIT",
        string? licenseFile = null,
        string? readme = null,
        string minimum = "3.12",
        string manylinux = "auto",
        string? epoch = null,
        string name = "Answer.Module",
        bool isGilNotUsed = false,
        string[]? freeThreaded = null) => new()
        {
            Module = new ModuleMetadata(ModuleName.Parse(module), "def answer() -> int: ...\n"),
            NativeLibrary = Gcc.Link(folder, "answer", Gcc.AnswerModule, "-nostartfiles"),
            IntermediateDirectory = folder["obj"],
            Manylinux = manylinux,
            Distribution = new DistributionRequest
            {
                ProjectDirectory = folder.Path,
                OutputDirectory = folder[output],
                Name = name,
                Version = version,
                SourceRoot = sourceRoot,
                Summary = "Answers.",
                Authors = ["Ada", "Grace"],
                LicenseExpression = license,
                LicenseFile = licenseFile,
                ReadmeFile = readme,
                MinimumPythonVersion = minimum,
                SourceDateEpoch = epoch,
                IsGilNotUsed = isGilNotUsed,
                FreeThreadedVersions = freeThreaded ?? [],
                Scripts = [new("console_scripts", "answer", "answer:answer")],
                Classifiers = ["Programming Language :: C#"],
                Requirements = ["typing-extensions>=4; python_version < \"3.13\""],
                Extras = [new("test", ["pytest"])],
                HomePage = "https://example.org/answer",
                Keywords = ["answer", "42"],
            },
        };
}
