using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace PyExt.Build.Benchmarks.Scale;

/// <summary>A generated module: what it has, and what building it took.</summary>
/// <param name="Name">The import name.</param>
/// <param name="Classes">How many classes it has.</param>
/// <param name="Functions">How many functions it has.</param>
/// <param name="BuildTime">The build.</param>
/// <param name="BinarySize">Bytes of the native library.</param>
internal sealed record GeneratedModule(string Name, int Classes, int Functions, TimeSpan BuildTime, long BinarySize);

/// <summary>Builds modules of any number of classes and functions.</summary>
internal sealed class GeneratedModules(BenchmarkWorkspace workspace)
{
    /// <summary>Where they can be imported from.</summary>
    public string Site { get; } = Path.Combine(workspace.Folder, "generated");

    public GeneratedModule Build(string name, int classes, int functions)
    {
        string folder = Path.Combine(workspace.Folder, name);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, name + ".csproj"), $"""
            <Project Sdk="PyExt/{Repository.Version}">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <PyMultipleInterpreters>PerInterpreterGil</PyMultipleInterpreters>
                <PyModuleName>{name}</PyModuleName>
                <PackageId>{name}</PackageId>
                <Version>1.0.0</Version>
              </PropertyGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(folder, "Module.cs"), Source(classes, functions));
        (string wheel, TimeSpan time, _) = BenchmarkWorkspace.Pack(folder);
        ZipFile.ExtractToDirectory(wheel, Site);
        long size = new FileInfo(Directory.EnumerateFiles(Site, name + ".*.so", SearchOption.AllDirectories).Single()).Length;
        return new GeneratedModule(name, classes, functions, time, size);
    }

    private static string Source(int classes, int functions)
    {
        var text = new StringBuilder("using PyExt;\n\n/// <summary>Generated.</summary>\n[PyModule]\npublic sealed partial class Module\n{\n");
        for (int i = 0; i < functions; i++)
            text.Append(CultureInfo.InvariantCulture, $"    public static long F{i}(long a, long b) => a + b + {i};\n");
        text.Append("}\n");
        for (int i = 0; i < classes; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""

                [PyClass]
                public sealed partial class C{{i}}(long value)
                {
                    public long Value => value;
                    public long Plus(long other) => value + other;
                }

                """);
        }

        return text.ToString();
    }
}
