using System.Reflection;
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

    /// <summary>The file that remembers the last success.</summary>
    [Required]
    public string Mark { get; set; } = "";

    /// <inheritdoc/>
    protected override void Run()
    {
        UpToDateMark mark = new(Mark);
        string[] values = [.. Parameters(), .. Files()];
        if (mark.Stands(values))
            return;

        Check();
        mark.Set(values);
    }

    // Apart, so that nothing it needs is loaded when there is nothing to check.
    private void Check() => WheelPacker.Check(CreateDistribution(), Wheel.Naming.ModuleName.Parse(ModuleName));

    /// <summary>Every parameter of this task, by name.</summary>
    private IEnumerable<string> Parameters()
    {
        foreach (PropertyInfo property in typeof(CheckDistribution).GetProperties().OrderBy(property => property.Name, StringComparer.Ordinal))
        {
            if (property.PropertyType == typeof(string))
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

    /// <summary>Whether the files that the parameters name are there; BuildWheel notices what else changes in the project's folder.</summary>
    private IEnumerable<string> Files()
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(ProjectFile))!;
        foreach (string path in new[] { ReadmeFile, LicenseFile, SourceRoot }.Where(path => path.Length > 0))
            yield return $"{path}: {Path.Exists(Path.Combine(folder, path.Replace('\\', '/')))}";
    }
}
