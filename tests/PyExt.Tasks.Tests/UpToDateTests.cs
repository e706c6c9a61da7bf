using System.Collections;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace PyExt.Tasks.Tests;

/// <summary>Tasks that remember their last success do their work again when anything changed, and only then.</summary>
public sealed class UpToDateTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pyext-tasks").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_distribution_is_checked_once()
    {
        Assert.Empty(Check());
        Assert.True(Directory.Exists(Output));

        // The check makes the output folder, so it shows whether there was one.
        Directory.Delete(Output);
        Assert.Empty(Check());
        Assert.False(Directory.Exists(Output));
    }

    [Fact]
    public void A_distribution_is_checked_again_when_a_property_changed()
    {
        Assert.Empty(Check());
        Assert.Equal(["PYX4001"], Check(task => Set(task, "PackageVersion", "1.0.0-nightly")));
        Assert.Equal(["PYX4001"], Check(task => Set(task, "PackageVersion", "1.0.0-nightly")));
        Assert.Equal(["PYX4004"], Check(task => Set(task, "PackageLicenseExpression", "My own")));
    }

    [Fact]
    public void A_distribution_is_checked_again_when_an_item_changed()
    {
        Assert.Empty(Check(task => task.DistributionItems = [Item("numpy", "Version", ">=2", "PyRequirement")]));
        Assert.Equal(["PYX4007"], Check(task => task.DistributionItems = [Item("numpy", "Version", "2 or so", "PyRequirement")]));
        Assert.Equal(["PYX4007"], Check(task => task.DistributionItems = [Item("answer", "EntryPoint", "answer", "PyScript")]));
    }

    [Fact]
    public void A_distribution_is_checked_again_when_its_readme_is_gone()
    {
        string readme = Path.Combine(_folder, "READ.md");
        File.WriteAllText(readme, "# Answer");
        Assert.Empty(Check(task => Set(task, "PackageReadmeFile", "READ.md")));

        File.Delete(readme);
        Assert.Equal(["PYX4002"], Check(task => Set(task, "PackageReadmeFile", "READ.md")));
    }

    [Fact]
    public void Link_stubs_are_written_once()
    {
        WriteLinkStubs first = WriteStubs("auto");
        Dictionary<string, DateTime> written = first.Libraries.ToDictionary(path => path, File.GetLastWriteTimeUtc);

        WriteLinkStubs second = WriteStubs("auto");

        Assert.Equal((first.Folder, first.GlibcMinor, first.Loader), (second.Folder, second.GlibcMinor, second.Loader));
        Assert.Equal(first.Libraries, second.Libraries);
        Assert.All(written, pair => Assert.Equal(pair.Value, File.GetLastWriteTimeUtc(pair.Key)));
    }

    [Fact]
    public void Link_stubs_are_written_again_when_one_is_damaged_or_another_policy_is_asked_for()
    {
        WriteLinkStubs first = WriteStubs("auto");
        byte[] contents = File.ReadAllBytes(first.Loader);
        File.WriteAllText(first.Loader, "damaged");
        File.Delete(first.Libraries[0]);

        Assert.Equal(first.Libraries, WriteStubs("auto").Libraries);
        Assert.Equal(contents, File.ReadAllBytes(first.Loader));
        Assert.True(File.Exists(first.Libraries[0]));
        Assert.Equal("28", WriteStubs("2_28").GlibcMinor);
        Assert.Equal("", WriteStubs("off").Folder);
        Assert.Equal("17", WriteStubs("auto").GlibcMinor);
    }

    private string Output => Path.Combine(_folder, "out");

    private static TaskItem Item(string name, string metadata, string value, string kind) => new(name, new Dictionary<string, string> { [metadata] = value, ["Kind"] = kind });

    private static void Set(CheckDistribution task, string property, string value) =>
        task.Distribution = [.. task.Distribution.Where(item => item.ItemSpec != property), Property(property, value)];

    private static TaskItem Property(string name, string value) => new(name, new Dictionary<string, string> { ["Value"] = value });

    private List<string> Check(Action<CheckDistribution>? change = null)
    {
        Engine engine = new();
        using CheckDistribution task = new()
        {
            BuildEngine = engine,
            ProjectFile = Path.Combine(_folder, "Answer.csproj"),
            ModuleName = "answer",
            Distribution = [Property("PyMinimumVersion", "3.12"), Property("PackageId", "answer"), Property("PackageVersion", "1.0.0")],
            OutputDirectory = Output,
            Mark = Path.Combine(_folder, "obj", "checked"),
            FileList = Path.Combine(_folder, "obj", "files"),
        };
        change?.Invoke(task);
        bool succeeded = task.Execute();
        Assert.Equal(engine.Errors.Count == 0, succeeded);
        return engine.Errors;
    }

    private WriteLinkStubs WriteStubs(string manylinux)
    {
        Engine engine = new();
        WriteLinkStubs task = new() { BuildEngine = engine, RuntimeIdentifier = "linux-x64", Manylinux = manylinux, IntermediateDirectory = Path.Combine(_folder, "obj") };
        Assert.True(task.Execute());
        return task;
    }

    private sealed class Engine : IBuildEngine
    {
        public List<string> Errors { get; } = [];

        public bool ContinueOnError => false;

        public int LineNumberOfTaskNode => 0;

        public int ColumnNumberOfTaskNode => 0;

        public string ProjectFileOfTaskNode => "";

        public bool BuildProjectFile(string projectFileName, string[] targetNames, IDictionary globalProperties, IDictionary targetOutputs) => false;

        public void LogErrorEvent(BuildErrorEventArgs e) => Errors.Add(e.Code);

        public void LogWarningEvent(BuildWarningEventArgs e) => throw new InvalidOperationException(e.Message);

        public void LogMessageEvent(BuildMessageEventArgs e)
        {
        }

        public void LogCustomEvent(CustomBuildEventArgs e)
        {
        }
    }
}
