namespace PyExt.Build.Benchmarks;

/// <summary>Where cargo gets PyO3 from.</summary>
internal static class CargoRegistry
{
    /// <summary>Points a crate to Debian's packages, where they are what there is; otherwise fetches from cargo's own registry, so that a build that is measured downloads nothing.</summary>
    /// <param name="folder">The crate's folder.</param>
    /// <param name="tool">Makes a command where the compiler is.</param>
    public static void Prepare(string folder, Func<string, IEnumerable<string>, Command> tool)
    {
        if (tool("test", ["-d", "/usr/share/cargo/registry"]).Run().ExitCode != 0)
        {
            tool("cargo", ["fetch"]).Run().EnsureSuccess("cargo fetch");
            return;
        }

        Directory.CreateDirectory(Path.Combine(folder, ".cargo"));
        File.WriteAllText(Path.Combine(folder, ".cargo", "config.toml"), """
            [source.crates-io]
            replace-with = "debian"
            [source.debian]
            directory = "/usr/share/cargo/registry"
            [net]
            offline = true
            """);
    }
}
