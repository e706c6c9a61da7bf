using System.Text;
using PyExt.Build;

namespace PyExt.Testing;

/// <summary>A user's project in a temporary folder. It starts out valid; a test changes what it is about.</summary>
public sealed class TestProject : IDisposable
{
    private readonly TestFolder _folder;
    private readonly SortedDictionary<string, string?> _properties = new(StringComparer.Ordinal)
    {
        ["TargetFramework"] = "net10.0",
        ["PyMultipleInterpreters"] = "PerInterpreterGil",
        ["Version"] = "1.0.0",
        ["Authors"] = "Somebody",
        ["Description"] = "A module of the tests.",
        ["PackageLicenseExpression"] = "MIT",
    };

    private readonly List<string> _items = [];

    /// <summary>Makes a project <c>Name.csproj</c> with one module class.</summary>
    public TestProject(string name)
    {
        Name = name;
        _folder = new TestFolder(name);
        SdkFeed.WriteNuGetConfig(Folder);
        Write($"{name}Module.cs", $$"""
            using PyExt;

            namespace {{name}};

            /// <summary>A module of the tests.</summary>
            [PyModule]
            public sealed partial class {{name}}Module
            {
                /// <summary>Adds two numbers.</summary>
                public static long Add(long a, long b) => a + b;
            }

            """);
    }

    /// <summary>The project's name.</summary>
    public string Name { get; }

    /// <summary>Its folder.</summary>
    public string Folder => _folder.FullName;

    /// <summary>Where <c>dotnet pack</c> puts wheels by default.</summary>
    public string Output => Path.Combine(Folder, "bin", "Release");

    /// <summary>The wheels that were written there.</summary>
    public IReadOnlyList<string> Wheels => WheelsIn(Output);

    /// <summary>Everywhere in the project: files that end like a wheel or were to become one.</summary>
    public IReadOnlyList<string> Leftovers =>
        [.. Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Where(file => file.Contains(".whl", StringComparison.Ordinal))];

    /// <summary>Whether a compiler has written anything: the assembly, or NativeAOT's folder.</summary>
    public bool WasCompiled =>
        Directory.Exists(Path.Combine(Folder, "obj"))
            && (Directory.EnumerateFiles(Path.Combine(Folder, "obj"), Name + ".dll", SearchOption.AllDirectories).Any()
                || Directory.EnumerateDirectories(Path.Combine(Folder, "obj"), "native", SearchOption.AllDirectories).Any());

    /// <summary>Sets a property, or leaves it out (null).</summary>
    public TestProject With(string property, string? value)
    {
        _properties[property] = value;
        return this;
    }

    /// <summary>Adds an item, as XML.</summary>
    public TestProject WithItem(string xml)
    {
        _items.Add(xml);
        return this;
    }

    /// <summary>Writes a file of the project.</summary>
    public TestProject Write(string name, string text)
    {
        string path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    /// <summary>Replaces the module class by other C#.</summary>
    public TestProject WithModule(string source) => Write($"{Name}Module.cs", source);

    /// <summary>Runs <c>dotnet pack</c>.</summary>
    public CommandResult Pack(params IEnumerable<string> arguments) => Command("pack", arguments).Run();

    /// <summary>Runs <c>dotnet build</c>.</summary>
    public CommandResult Build(params IEnumerable<string> arguments) => Command("build", arguments).Run();

    /// <summary>A <c>dotnet</c> command on the project, whose file is written now.</summary>
    public Command Command(string verb, params IEnumerable<string> arguments)
    {
        WriteProject();
        return SdkFeed.Dotnet(Folder, [verb, "-v:minimal", "-clp:NoSummary", .. arguments]);
    }

    /// <summary>The wheels of a folder.</summary>
    public static IReadOnlyList<string> WheelsIn(string folder) =>
        Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.whl").Order(StringComparer.Ordinal)] : [];

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    private void WriteProject()
    {
        var xml = new StringBuilder($"<Project Sdk=\"PyExt/{Repository.Version}\">\n\n  <PropertyGroup>\n");
        foreach ((string name, string? value) in _properties)
        {
            if (value is not null)
                xml.Append("    <").Append(name).Append('>').Append(value).Append("</").Append(name).Append(">\n");
        }

        xml.Append("  </PropertyGroup>\n");
        if (_items.Count > 0)
            xml.Append("\n  <ItemGroup>\n    ").AppendJoin("\n    ", _items).Append("\n  </ItemGroup>\n");
        string text = xml.Append("\n</Project>\n").ToString();
        string file = Path.Combine(Folder, Name + ".csproj");
        // A project file that is newer than the outputs makes everything again.
        if (!File.Exists(file) || File.ReadAllText(file) != text)
            File.WriteAllText(file, text);
    }
}
