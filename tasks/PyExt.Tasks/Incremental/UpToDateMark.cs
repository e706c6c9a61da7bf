using System.Security.Cryptography;
using System.Text;
using PyExt.Wheel;

namespace PyExt.Tasks.Incremental;

/// <summary>
/// A file that remembers what a task last succeeded with. Loading and compiling the code of a task costs more than its work: where nothing
/// changed, comparing this comes first.
/// </summary>
/// <param name="file">The file.</param>
internal sealed class UpToDateMark(string file)
{
    /// <summary>Whether the task last succeeded with these values, and in this version of the tasks.</summary>
    /// <param name="values">Everything that the task's result depends on.</param>
    public bool Stands(IEnumerable<string> values) => File.Exists(file) && File.ReadAllText(file) == Digest(values);

    /// <summary>Remembers that the task succeeded. A file that cannot be written only costs time.</summary>
    /// <param name="values">Everything that the task's result depends on.</param>
    public void Set(IEnumerable<string> values)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
            File.WriteAllText(file, Digest(values));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next build does the work again.
        }
    }

    private static string Digest(IEnumerable<string> values)
    {
        StringBuilder text = new();
        text.Append(typeof(UpToDateMark).Module.ModuleVersionId).Append(typeof(Finding).Module.ModuleVersionId);
        foreach (string value in values)
            text.Append('\0').Append(value);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
