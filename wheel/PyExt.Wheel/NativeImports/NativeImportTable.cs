using System.Globalization;
using System.Text;
using PyExt.Wheel.NativeLibraries;

namespace PyExt.Wheel.NativeImports;

/// <summary>The libraries that a module opens at run time, for people.</summary>
public static class NativeImportTable
{
    /// <summary>Writes the table.</summary>
    /// <param name="imports">What the module calls.</param>
    /// <param name="bundled">The libraries that the wheel brings along.</param>
    /// <returns>A line for each library and assembly; nothing where there is none.</returns>
    public static string Write(IReadOnlyList<NativeImport> imports, NativeLibraryBundle bundled)
    {
        if (imports.Count == 0)
            return "";
        StringBuilder table = new("Libraries opened at run time\n");
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
