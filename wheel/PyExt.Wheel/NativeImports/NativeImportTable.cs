using System.Globalization;
using System.Text;
using PyExt.Wheel.NativeLibraries;

namespace PyExt.Wheel.NativeImports;

/// <summary>The libraries that a module opens at run time, for people.</summary>
public static class NativeImportTable
{
    /// <summary>Writes the table.</summary>
    /// <param name="openings">What the module opens.</param>
    /// <param name="bundled">The libraries that the wheel brings along.</param>
    /// <returns>A line for each library and assembly; nothing where there is none.</returns>
    public static string Write(RuntimeOpenings openings, NativeLibraryBundle bundled)
    {
        IReadOnlyList<NativeImport> imports = openings.Imports;
        if (imports.Count + openings.Framework.Count == 0)
            return "";
        StringBuilder table = new("Libraries opened at run time\n");
        foreach (FrameworkLibrary library in openings.Framework)
        {
            table.Append(CultureInfo.InvariantCulture, $"  {library.Name} ({string.Join(", ", library.Files)}; {(library.In(bundled) is string file ? $"in the wheel: {file}" : "not in the wheel")})\n");
            table.Append(CultureInfo.InvariantCulture, $"    .NET: {library.Assembly}; where it is missing, {library.WhenMissing}\n");
            foreach ((string user, IReadOnlyList<string> types) in library.Users)
                table.Append(CultureInfo.InvariantCulture, $"    {user}: {string.Join(", ", types)}\n");
        }

        foreach (IGrouping<string, NativeImport> library in imports.GroupBy(import => import.Library))
        {
            string place = bundled.Libraries.FirstOrDefault(candidate => candidate.Names.Contains(library.First().FileName)) is { } found ? $"in the wheel: {found.FileName}" : "not in the wheel";
            table.Append(CultureInfo.InvariantCulture, $"  {library.Key} ({place})\n");
            foreach (IGrouping<string, NativeImport> assembly in library.GroupBy(import => import.AssemblyName))
            {
                table.Append(CultureInfo.InvariantCulture, $"    {NativeImportRules.Title(assembly.First())}: ");
                table.AppendJoin(", ", assembly.GroupBy(import => import.DeclaringType).Select(type => $"{type.Key.Replace('+', '.')}: {string.Join(", ", type.Select(import => import.Function).Distinct())}")).Append('\n');
            }
        }

        return table.ToString();
    }
}
