#!/usr/bin/env -S dotnet run
// Makes wheel/PyExt.Wheel/Data/glibc_<architecture>.txt, the table behind the link floor (docs/linking.md), from the libraries of two
// releases of glibc: one from before 2.34, which moved libpthread, libdl, librt, libutil and libanl into libc, and a recent one.
//
//     dotnet run build/glibc-symbols.cs -- x86_64 2.31 <its lib folder> 2.43 <its lib folder> > wheel/PyExt.Wheel/Data/glibc_x86_64.txt
//
// The folders are those that hold libc.so.6, for example of Debian's libc6 packages of both releases, unpacked with `dpkg-deb -x`:
// 2.31 is in Debian 11. Needs readelf, which reads the libraries of any architecture.
#:property PublishAot=false

using System.Diagnostics;
using System.Text.RegularExpressions;

if (args is not [("x86_64" or "aarch64") and string architecture, string oldRelease, string oldFolder, string newRelease, string newFolder])
{
    Console.Error.WriteLine("Usage: dotnet run build/glibc-symbols.cs -- x86_64|aarch64 <old release> <folder> <new release> <folder>");
    return 2;
}

string[] libraries =
[
    "libc.so.6", "libm.so.6", "libpthread.so.0", "libdl.so.2", "librt.so.1", "libutil.so.1", "libresolv.so.2", "libanl.so.1",
    architecture == "x86_64" ? "ld-linux-x86-64.so.2" : "ld-linux-aarch64.so.1",
];

Console.Write($"""
    # What each library of glibc defines on {architecture}, by symbol version; made by build/glibc-symbols.cs from glibc {oldRelease} and {newRelease}.
    #   library <soname> [before-2.34|since-2.34]   starts a library; 2.34 moved most of libpthread, libdl, librt, libutil and libanl into libc
    #   <version> <symbol>...                       its symbols of GLIBC_<version>; an asterisk marks data

    """.ReplaceLineEndings("\n"));
HashSet<Symbol>[] sinces = [.. libraries.Select(library => Read(Path.Combine(newFolder, library), Version.Parse(newRelease)))];
HashSet<Symbol> kept = [.. sinces.SelectMany(since => since)];
foreach ((string library, HashSet<Symbol> since) in libraries.Zip(sinces))
{
    // A few debugging hooks of malloc are gone: who is linked against them does not run today.
    HashSet<Symbol> before = Read(Path.Combine(oldFolder, library), Version.Parse(oldRelease));
    before.IntersectWith(kept);
    Write(library, before.Intersect(since));
    Write(library + " before-2.34", before.Except(since));
    Write(library + " since-2.34", since.Except(before));
}

return 0;

static void Write(string header, IEnumerable<Symbol> symbols)
{
    // Every library stands in the table, if without symbols: linkers are given all of them by name.
    if (!symbols.Any() && header.Contains(' '))
        return;
    Console.Write($"library {header}\n");
    foreach (IGrouping<Version, Symbol> version in symbols.GroupBy(symbol => symbol.Version).OrderBy(group => group.Key))
        Console.Write($"{version.Key} {string.Join(' ', version.Select(symbol => symbol.Name + (symbol.IsData ? "*" : "")).Order(StringComparer.Ordinal))}\n");
}

static HashSet<Symbol> Read(string library, Version release)
{
    ProcessStartInfo start = new("readelf", ["--wide", "--dyn-syms", library]) { RedirectStandardOutput = true, Environment = { ["LC_ALL"] = "C" } };
    using Process process = Process.Start(start)!;
    HashSet<Symbol> symbols = [];
    while (process.StandardOutput.ReadLine() is string line)
    {
        //    12: 00000000000a1b2c   123 FUNC    GLOBAL DEFAULT   15 name@@GLIBC_2.2.5; private and placeholder symbols are not for programs.
        Match match = Regex.Match(line, @"^ *\d+: +[0-9a-f]+ +\S+ +(FUNC|IFUNC|OBJECT) +(?:GLOBAL|WEAK|UNIQUE) +\S+ +\d+ (\w+)@@?GLIBC_([0-9.]+)$");
        if (match.Success && !match.Groups[2].Value.EndsWith("_version_placeholder", StringComparison.Ordinal) && Version.Parse(match.Groups[3].Value) is Version version && version <= release)
            symbols.Add(new Symbol(match.Groups[2].Value, version, match.Groups[1].Value == "OBJECT"));
    }

    process.WaitForExit();
    if (process.ExitCode != 0 || symbols.Count == 0 && library.EndsWith("libc.so.6", StringComparison.Ordinal))
        throw new InvalidDataException($"{library} is no library of glibc.");
    return symbols;
}

internal sealed record Symbol(string Name, Version Version, bool IsData);
