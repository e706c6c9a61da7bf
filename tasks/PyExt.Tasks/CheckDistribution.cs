using System.Reflection;
using System.Security.Cryptography;
using Microsoft.Build.Framework;
using PyExt.Tasks.Incremental;
using PyExt.Wheel;

namespace PyExt.Tasks;

/// <summary>Refuses what no wheel can be made of, before anything is compiled.</summary>
public sealed class CheckDistribution : DistributionTask
{
    /// <summary><c>PyModuleName</c>.</summary>
    [Required]
    public string ModuleName { get; set; } = "";

    /// <summary><c>PySbomFile</c> items.</summary>
    public ITaskItem[] SbomFiles { get; set; } = [];

    /// <summary>The file that remembers the last success.</summary>
    [Required]
    public string Mark { get; set; } = "";

    /// <summary>The file that gets the paths of the files the metadata is read from, which make a new wheel when they change.</summary>
    [Required]
    public string FileList { get; set; } = "";

    /// <inheritdoc/>
    protected override void Run()
    {
        UpToDateMark mark = new(Mark);
        string[] values = [.. Parameters(), .. Files()];
        if (mark.Stands(values) && File.Exists(FileList))
            return;

        // A warning comes again with every build until its reason is gone.
        if (!Check())
            mark.Set(values);
    }

    // Apart, so that nothing it needs is loaded when there is nothing to check.
    private bool Check()
    {
        DistributionCheck check = WheelPacker.Check(CreateDistribution(), Wheel.Naming.ModuleName.Parse(ModuleName), [.. SbomFiles.Select(item => item.GetMetadata("FullPath"))]);
        foreach (Finding warning in check.Warnings)
            Warn(warning);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(FileList))!);
        File.WriteAllLines(FileList, check.Files);
        return check.Warnings.Count > 0;
    }

    /// <summary>Every parameter of this task, by name.</summary>
    private IEnumerable<string> Parameters()
    {
        foreach (PropertyInfo property in typeof(CheckDistribution).GetProperties().OrderBy(property => property.Name, StringComparer.Ordinal))
        {
            if (property.PropertyType == typeof(string) || property.PropertyType == typeof(bool))
                yield return $"{property.Name}={property.GetValue(this)}";
            if (property.PropertyType != typeof(ITaskItem[]))
                continue;
            foreach (ITaskItem item in (ITaskItem[])property.GetValue(this)!)
            {
                yield return $"{property.Name}={item.ItemSpec}";
                foreach (string name in item.CloneCustomMetadata().Keys.Cast<string>().Order(StringComparer.Ordinal))
                    yield return $"{name}={item.GetMetadata(name)}";
            }
        }
    }

    /// <summary>Whether the files that the parameters name are there, and what pyproject.toml says; BuildWheel notices what else changes in the project's folder.</summary>
    private IEnumerable<string> Files()
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(ProjectFile))!;
        foreach (string path in new[] { Value("PackageReadmeFile"), Value("PackageLicenseFile"), Value("PySourceRoot") }.Where(path => path.Length > 0))
            yield return $"{path}: {Path.Exists(Path.Combine(folder, path.Replace('\\', '/')))}";
        // Time and size, not the content: such a file may be large, and is written by a tool.
        foreach (FileInfo file in SbomFiles.Select(item => new FileInfo(item.GetMetadata("FullPath"))))
            yield return $"{file.FullName}: {(file.Exists ? $"{file.LastWriteTimeUtc.Ticks} {file.Length}" : "")}";
        string pyProjectFile = Value("PyProjectFile");
        string pyProject = Path.Combine(folder, pyProjectFile.Replace('\\', '/'));
        if (pyProjectFile.Length > 0 && File.Exists(pyProject))
            yield return Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(pyProject)));
    }
}
